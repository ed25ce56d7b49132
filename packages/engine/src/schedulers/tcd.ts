import { combine } from '../tensor/index.ts'
import { at, levelFromAlphaBar, mixNoise, onTrainingTimesteps, toDenoised, toEpsilon } from './math.ts'
import { buildDistilledTimesteps, DISTILLED_DEFAULTS, lookUpAlphasCumprod } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/** Share of the way that is noised again where a run does not say; the value that the paper's authors publish. */
const DEFAULT_ETA = 0.3

/**
 * TCD: jumps along the trajectory to timestep s below the next one, then noises up to it (strategic stochastic sampling).
 *
 *   s = ⌊(1 − η)·t'⌋      xₛ = √ᾱₛ·x̂₀ + √(1 − ᾱₛ)·ε̂      x' = √(ᾱ'/ᾱₛ)·xₛ + √(1 − ᾱ'/ᾱₛ)·ε
 *
 * η = 0 is deterministic; the last step goes to timestep 0 and adds no noise.
 *
 * @source Zheng et al. 2024 (arXiv:2402.19159), strategic stochastic sampling (η is the paper's γ)
 */
export const tcd: SchedulerDefinition = {
  className: 'TCDScheduler',
  defaults: DISTILLED_DEFAULTS,
  takes: ['timesteps'],
  start(settings, options) {
    const { predictionType, numTrainTimesteps, originalInferenceSteps } = settings
    const { eta = DEFAULT_ETA } = options
    const alphaBarAt = lookUpAlphasCumprod(settings, { endsClean: settings.setAlphaToOne })
    // asking for a teacher's steps frees the run from the distillation's: any training timestep will do
    const origin = options.originalInferenceSteps === undefined ? originalInferenceSteps : numTrainTimesteps
    const timesteps = buildDistilledTimesteps(origin, settings, options)

    return {
      order: 1,
      ...onTrainingTimesteps(timesteps, alphaBarAt),
      step({ call, modelOutput, sample, drawNoise }) {
        const next = timesteps[call + 1]
        // in float32, where 0.2 · 335 is 67 and not a little less
        const alphaBarBelow = alphaBarAt(Math.floor(Math.fround(Math.fround(1 - eta) * (next ?? 0))))

        const level = levelFromAlphaBar(alphaBarAt(at(timesteps, call)))
        const denoised = toDenoised(predictionType, modelOutput, sample, level)
        const epsilon = toEpsilon(predictionType, modelOutput, sample, level)
        const below = mixNoise(denoised, epsilon, levelFromAlphaBar(alphaBarBelow))

        if (eta === 0 || next === undefined) return below
        const kept = alphaBarAt(next) / alphaBarBelow
        return combine([Math.sqrt(kept), below], [Math.sqrt(1 - kept), drawNoise(sample.shape)])
      },
    }
  },
}
