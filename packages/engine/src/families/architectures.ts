import type { Weights } from '../formats/index.ts'

/** Every architecture that a file can be told to be for, also those that nothing here runs; with their names as people write them. */
export const ARCHITECTURES = {
  sd_1: 'Stable Diffusion 1',
  sd_2: 'Stable Diffusion 2',
  sdxl: 'Stable Diffusion XL',
  sdxl_refiner: 'the refiner of Stable Diffusion XL',
  sd_3: 'Stable Diffusion 3',
  flux: 'FLUX.1',
  flux2: 'FLUX.2',
  z_image: 'Z-Image',
  qwen_image: 'Qwen-Image',
  wan: 'Wan',
  anima: 'Anima',
  cogview4: 'CogView4',
} as const

/** An architecture, whether or not something here runs it. */
export type Architecture = keyof typeof ARCHITECTURES

/** What tells a model from others of its kind. */
export interface Traits {
  /** What it is, or is for; undefined when its tensors do not tell. */
  readonly architecture?: Architecture | undefined
  /** Another configuration of the architecture, such as `inpaint`; undefined for the usual one. */
  readonly variant?: string | undefined
  /** What its denoiser predicts, where that is not the usual of its architecture. */
  readonly predictionType?: 'v_prediction' | undefined
  /** How its weights are packed, where they are not plain numbers. */
  readonly quantization?: 'nf4' | undefined
}

/** The architectures of Stable Diffusion by the width of the prompts that their U-Nets attend to. */
const BY_CONTEXT_WIDTH: Readonly<Record<number, Architecture>> = { 768: 'sd_1', 1024: 'sd_2', 1280: 'sdxl_refiner', 2048: 'sdxl' }

/** The architecture whose U-Net attends to prompts of this width. */
export function architectureOfContext(width: number | undefined): Architecture | undefined {
  return BY_CONTEXT_WIDTH[width ?? 0]
}

/** The shape of the first tensor whose key fits. */
export function findShape(weights: Weights, pattern: RegExp): readonly number[] | undefined {
  for (const [key, { shape }] of weights) if (pattern.test(key)) return shape
  return undefined
}

/** Whether a key fits. */
export function hasKey(weights: Weights, pattern: RegExp): boolean {
  return findShape(weights, pattern) !== undefined
}
