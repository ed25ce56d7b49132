import { combine } from '../tensor/index.ts'
import { at, eulerStep, onSigmaScale, splitAncestrally, toDenoisedAtSigma } from './math.ts'
import { buildSigmaSchedule } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * Euler's method with ancestral sampling: each step goes down further than asked and comes back up with fresh noise.
 *
 *   x' = x + (σ_down − σ)·(x − x̂₀)/σ + σ_up·ε
 *
 * @source Song et al. 2021 (arXiv:2011.13456), appendix F (ancestral sampling for variance-exploding SDEs), as k-diffusion has it
 */
export const eulerAncestral: SchedulerDefinition = {
  className: 'EulerAncestralDiscreteScheduler',
  defaults: {},
  fixed: { useKarrasSigmas: false, finalSigmasType: 'zero', interpolationType: 'linear' },
  start(settings, options) {
    const { timesteps, sigmas } = buildSigmaSchedule(settings, options)
    return {
      order: 1,
      timesteps,
      ...onSigmaScale(sigmas, settings),
      step({ call, modelOutput, sample, drawNoise }) {
        const [sigma, nextSigma] = [at(sigmas, call), at(sigmas, call + 1)]
        const { down, up } = splitAncestrally(sigma, nextSigma)
        const denoised = toDenoisedAtSigma(settings.predictionType, modelOutput, sample, sigma)
        return combine([1, eulerStep(sample, denoised, sigma, down)], [up, drawNoise(sample.shape)])
      },
    }
  },
}
