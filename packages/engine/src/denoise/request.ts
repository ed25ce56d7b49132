import type { SchedulerId } from '../schedulers/index.ts'
import type { MaskImage, RgbImage } from '../tensor/index.ts'

/** One picture, as a person asks for it. */
export interface PictureRequest {
  readonly prompt: string
  readonly negativePrompt: string
  /** Pixels, multiples of 8. */
  readonly width: number
  readonly height: number
  /** Whole number from 1 to `MAX_STEPS`. */
  readonly steps: number
  /** Classifier-free guidance weight; 1 (and below) leaves the negative prompt out. */
  readonly guidanceScale: number
  /** Share of the guidance rescale of arXiv:2305.08891, 0 (none) to 1. */
  readonly guidanceRescale: number
  readonly scheduler: SchedulerId
  /** Whole number from 0 to `MAX_SEED`. */
  readonly seed: number
  /** Layers of the text encoder left out at its end; 0 none, 1 takes the output of the penultimate layer. */
  readonly clipSkip: number
  /** Fraction of the schedule to begin and end at, 0..1; 0 and 1 run all of it. */
  readonly denoisingStart: number
  readonly denoisingEnd: number
  /** The picture to start from, of exactly `width` x `height`; begins at `denoisingStart`. */
  readonly image?: RgbImage
  /** The inpaint mask of the same size: 255 regenerates, 0 keeps. Needs `image`. */
  readonly mask?: MaskImage
}

/** How far one picture is. `step` counts finished steps, 0..`steps`; `steps` are those that really run. */
export interface PictureProgress {
  readonly phase: 'loading' | 'encoding' | 'denoising' | 'decoding'
  readonly step: number
  readonly steps: number
}

/** What a caller may watch and stop. */
export interface PictureHooks {
  readonly signal?: AbortSignal
  onProgress?(progress: PictureProgress): void
  /** Called once a step with the latents of that step turned to colours, at 1/8 of the picture's size. */
  onPreview?(preview: RgbImage): void
}
