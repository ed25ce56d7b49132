import { combine, type Tensor } from '../tensor/index.ts'
import { at, eulerStep, onSigmaScale, splitAncestrally, toDenoisedAtSigma } from './math.ts'
import { buildSigmaSchedule, repeatAfterFirst } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * DPM-Solver++ of second order for the SDE: in each of two calls an exact exponential step on x̂₀, down past the goal, and noise
 * back up. The first call goes to the middle (in ln σ), the second goes all the way with the prediction from there.
 *
 *   x' = (σ_down/σ)·x + (1 − σ_down/σ)·x̂₀ + σ_up·ε
 *
 * The last step is one call of Euler's method. Noise is independent between calls: what a Brownian path gives at fixed steps.
 *
 * @source Lu et al. 2022 (arXiv:2211.01095), algorithm 1 (data prediction, r = ½), with ancestral noise as k-diffusion has it
 */
export const dpmSolverSde: SchedulerDefinition = {
  className: 'DPMSolverSDEScheduler',
  defaults: { betaStart: 0.00085, betaEnd: 0.012 },
  fixed: { finalSigmasType: 'zero', interpolationType: 'linear' },
  start(settings, options) {
    const { sNoise = 1 } = options
    const { timesteps, sigmas, timestepOf } = buildSigmaSchedule(settings, options)
    const middles = timesteps.map((_, i) => Math.sqrt(at(sigmas, i) * at(sigmas, i + 1)))
    /** The latents at the step's beginning, while its second call is awaited. */
    let begun: Tensor | undefined

    return {
      order: 2,
      timesteps: timesteps.flatMap((timestep, i) => [timestep, timestepOf(at(middles, i))]).slice(0, -1),
      ...onSigmaScale(
        repeatAfterFirst(sigmas).slice(0, -1),
        settings,
        middles.flatMap((middle, i) => [at(sigmas, i), middle]),
      ),
      step({ call, modelOutput, sample, drawNoise }) {
        const i = Math.floor(call / 2)
        const [sigma, middle, nextSigma] = [at(sigmas, i), at(middles, i), at(sigmas, i + 1)]
        const here = begun === undefined ? sigma : middle
        const denoised = toDenoisedAtSigma(settings.predictionType, modelOutput, sample, here)
        if (nextSigma === 0) return eulerStep(sample, denoised, sigma, nextSigma)

        const { down, up } = splitAncestrally(sigma, begun === undefined ? middle : nextSigma)
        const result = combine(
          [down / sigma, begun ?? sample],
          [1 - down / sigma, denoised],
          [up * sNoise, drawNoise(sample.shape)],
        )
        begun = begun === undefined ? sample : undefined
        return result
      },
    }
  },
}
