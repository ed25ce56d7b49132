import { combine } from '../tensor/index.ts'
import { at, levelFromAlphaBar, limitDenoised, mixNoise, onTrainingTimesteps, toDenoised } from './math.ts'
import { buildDistilledTimesteps, DISTILLED_DEFAULTS, lookUpAlphasCumprod } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/** Standard deviation of the data that the boundary condition assumes. */
const SIGMA_DATA = 0.5

/**
 * LCM: a consistency model jumps to the clean latents at once; each further step noises them to a lower level and jumps again.
 *
 *   f = c_skip·x + c_out·x̂₀        x' = √ᾱ'·f + √(1 − ᾱ')·ε
 *   c_skip = σ_d²/(s² + σ_d²)      c_out = s/√(s² + σ_d²)      s = timestep · timestepScaling
 *
 * The last step returns f as it is.
 *
 * @source Luo et al. 2023 (arXiv:2310.04378), algorithm 3; boundary condition: Song et al. 2023 (arXiv:2303.01469), eq. 5
 */
export const lcm: SchedulerDefinition = {
  className: 'LCMScheduler',
  defaults: DISTILLED_DEFAULTS,
  takes: ['timesteps'],
  start(settings, options) {
    const alphaBarAt = lookUpAlphasCumprod(settings, { endsClean: settings.setAlphaToOne })
    const originalSteps = options.originalInferenceSteps ?? settings.originalInferenceSteps
    const timesteps = buildDistilledTimesteps(originalSteps, settings, options)

    return {
      order: 1,
      ...onTrainingTimesteps(timesteps, alphaBarAt),
      step({ call, modelOutput, sample, drawNoise }) {
        const timestep = at(timesteps, call)
        const level = levelFromAlphaBar(alphaBarAt(timestep))
        const predicted = limitDenoised(toDenoised(settings.predictionType, modelOutput, sample, level), settings)

        const scaled = timestep * settings.timestepScaling
        const variance = scaled ** 2 + SIGMA_DATA ** 2
        const denoised = combine([scaled / Math.sqrt(variance), predicted], [SIGMA_DATA ** 2 / variance, sample])

        const next = timesteps[call + 1]
        return next === undefined ? denoised : mixNoise(denoised, drawNoise(sample.shape), levelFromAlphaBar(alphaBarAt(next)))
      },
    }
  },
}
