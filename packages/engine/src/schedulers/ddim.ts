import { combine } from '../tensor/index.ts'
import { at, levelFromAlphaBar, limitDenoised, onTrainingTimesteps, toDenoised, toEpsilon } from './math.ts'
import { lookUpAlphasCumprod, spaceTimesteps } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * DDIM: predicts the clean latents and noises them again to the next level, in the direction of the predicted noise.
 *
 *   x' = √ᾱ'·x̂₀ + √(1 − ᾱ' − s²)·ε̂ + s·ε        s = η·√((1 − ᾱ')/(1 − ᾱ))·√(1 − ᾱ/ᾱ')
 *
 * η = 0 is deterministic and of first order; η = 1 has the noise of DDPM.
 *
 * @source Song et al. 2021 (arXiv:2010.02502), eq. 12 and 16
 */
export const ddim: SchedulerDefinition = {
  className: 'DDIMScheduler',
  defaults: { timestepSpacing: 'leading', clipSample: true, setAlphaToOne: true },
  start(settings, options) {
    const { predictionType, numTrainTimesteps, setAlphaToOne } = settings
    const { steps, eta = 0, useClippedModelOutput = false } = options
    const alphaBarAt = lookUpAlphasCumprod(settings, { endsClean: setAlphaToOne })
    const timesteps = spaceTimesteps(settings, steps)
    const stride = Math.floor(numTrainTimesteps / steps)

    return {
      order: 1,
      ...onTrainingTimesteps(timesteps, alphaBarAt),
      step({ call, modelOutput, sample, drawNoise }) {
        const timestep = at(timesteps, call)
        const [alphaBar, nextAlphaBar] = [alphaBarAt(timestep), alphaBarAt(timestep - stride)]
        const level = levelFromAlphaBar(alphaBar)

        const denoised = limitDenoised(toDenoised(predictionType, modelOutput, sample, level), settings)
        const epsilon = useClippedModelOutput
          ? toEpsilon('sample', denoised, sample, level)
          : toEpsilon(predictionType, modelOutput, sample, level)

        const variance = ((1 - nextAlphaBar) / (1 - alphaBar)) * (1 - alphaBar / nextAlphaBar)
        const spread = eta * Math.sqrt(variance)
        const mean = combine([Math.sqrt(nextAlphaBar), denoised], [Math.sqrt(1 - nextAlphaBar - spread ** 2), epsilon])
        return eta > 0 ? combine([1, mean], [spread, drawNoise(sample.shape)]) : mean
      },
    }
  },
}
