import type { Tensor } from '../tensor/index.ts'
import { interpolate, levelFromAlphaBar, toDenoised } from './math.ts'
import { buildAlphasCumprod } from './sigmas.ts'
import type { SchedulerSettings } from './types.ts'

/** The clean latents that an output implies: (what the network said, what it saw, the timestep). */
export type DenoisedEstimate = (modelOutput: Tensor, input: Tensor, timestep: number) => Tensor

/**
 * An estimate for previews, which needs no run: whatever the scheduler, a network sees latents of the same kind at a timestep.
 *
 * Where no signal is left (zero SNR), predicted noise has nothing to tell: then it is the input itself.
 */
export function estimateDenoised(settings: SchedulerSettings): DenoisedEstimate {
  const { predictionType, numTrainTimesteps } = settings
  if (predictionType === 'flow') {
    return (modelOutput, input, timestep) => {
      const sigma = timestep / numTrainTimesteps
      return toDenoised('flow', modelOutput, input, { alpha: 1 - sigma, sigma })
    }
  }
  const alphasCumprod = buildAlphasCumprod(settings)
  return (modelOutput, input, timestep) => {
    const level = levelFromAlphaBar(interpolate(alphasCumprod, timestep))
    return level.alpha === 0 && predictionType === 'epsilon' ? input : toDenoised(predictionType, modelOutput, input, level)
  }
}
