import {
  createNoiseSource,
  fillTensor,
  type Inpainting,
  type NoiseSource,
  type SchedulerRun,
  scale,
  type Tensor,
} from '@bottega/engine'
import type { EngineContext } from '../../engine-types.ts'
import { refuse } from '../../refuse.ts'
import { latentAxes } from '../latent-size.ts'
import type { DenoiseInputs } from './inputs.ts'

/** What a run begins with. */
export interface Start {
  /** Clean latents to begin with, when there are any; noisy ones when no noise came with them. */
  readonly latents: Tensor | undefined
  readonly noise: Tensor | undefined
  readonly shape: readonly number[]
  readonly seed: number
}

/** Loads the latents and the noise; the seed is the noise's, else the latents', else 0. */
export async function loadStart(
  { tensors }: Pick<EngineContext, 'tensors'>,
  inputs: Pick<DenoiseInputs, 'latents' | 'noise'>,
): Promise<Start> {
  const latents = inputs.latents ? await tensors.load(inputs.latents.latents_name) : undefined
  const noise = inputs.noise ? await tensors.load(inputs.noise.latents_name) : undefined
  const given = latents ?? noise ?? refuse('The denoiser has nothing to begin with: connect noise, latents or both.')
  const [batch] = latentAxes(given)
  if (batch !== 1) refuse(`The denoiser paints one picture at a time; these are latents of ${batch}.`)
  if (noise !== undefined && noise.shape.join() !== given.shape.join()) {
    refuse(`Latents of shape [${given.shape.join(', ')}] and noise of shape [${noise.shape.join(', ')}] do not go together.`)
  }
  return { latents, noise, shape: given.shape, seed: inputs.noise?.seed ?? inputs.latents?.seed ?? 0 }
}

/** What a mask keeps: the clean latents, and the noise that they went under; where none came, that of the seed. */
export function originalOf({ latents, noise, shape, seed }: Start): Pick<Inpainting, 'original' | 'noise'> {
  return { original: latents ?? fillTensor(shape), noise: noise ?? createNoiseSource(seed)(shape) }
}

/** The draws of a seed that follow the noise that a picture begins with. */
export function continueNoise(seed: number): NoiseSource {
  const draw = createNoiseSource(seed)
  draw([1])
  return draw
}

/** The latents at the noise level of the run's first call. Where the schedule is already over, the clean ones. */
export function noiseStart({ latents, noise, shape }: Start, run: SchedulerRun): Tensor {
  const clean = latents ?? fillTensor(shape)
  if (noise === undefined || run.firstCall >= run.timesteps.length) return clean
  if (latents === undefined && run.firstCall === 0) return scale(noise, run.initNoiseSigma)
  return run.addNoise(clean, noise, run.firstCall)
}
