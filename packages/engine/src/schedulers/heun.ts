import { combine, type Tensor } from '../tensor/index.ts'
import { at, eulerStep, limitDenoised, onSigmaScale, slopeTowards, toDenoisedAtSigma } from './math.ts'
import { buildSigmaSchedule, repeatAfterFirst } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * Heun's method: an Euler step to look ahead, then the step again with the mean of the slopes at both ends.
 *
 *   d = (x − x̂₀)/σ        x̃ = x + (σ' − σ)·d        d̃ = (x̃ − x̃̂₀)/σ'        x' = x + (σ' − σ)·(d + d̃)/2
 *
 * Two calls a step, but one for the last, which ends at σ' = 0 where there is no second slope.
 *
 * @source Karras et al. 2022 (arXiv:2206.00364), algorithm 1
 */
export const heun: SchedulerDefinition = {
  className: 'HeunDiscreteScheduler',
  defaults: { betaStart: 0.00085, betaEnd: 0.012 },
  fixed: { finalSigmasType: 'zero', interpolationType: 'linear', thresholding: false },
  takes: ['timesteps'],
  start(settings, options) {
    const schedule = buildSigmaSchedule(settings, options)
    const sigmas = repeatAfterFirst(schedule.sigmas).slice(0, -1)
    /** The latents and slope at the step's beginning, while its second call is awaited. */
    let begun: { sample: Tensor; slope: Tensor; sigma: number } | undefined

    return {
      order: 2,
      timesteps: repeatAfterFirst(schedule.timesteps),
      ...onSigmaScale(sigmas, settings),
      step({ call, modelOutput, sample }) {
        const sigma = at(sigmas, call)
        const denoised = limitDenoised(toDenoisedAtSigma(settings.predictionType, modelOutput, sample, sigma), settings)
        const slope = slopeTowards(denoised, sample, sigma)
        if (begun === undefined) {
          begun = { sample, slope, sigma }
          return eulerStep(sample, denoised, sigma, at(sigmas, call + 1))
        }
        const half = (sigma - begun.sigma) / 2
        const result = combine([1, begun.sample], [half, begun.slope], [half, slope])
        begun = undefined
        return result
      },
    }
  },
}
