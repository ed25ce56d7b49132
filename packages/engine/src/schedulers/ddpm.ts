import { EngineError } from '../errors.ts'
import { combine, mapElements, type Tensor } from '../tensor/index.ts'
import { at, levelFromAlphaBar, limitDenoised, onTrainingTimesteps, splitVariance, toDenoised } from './math.ts'
import { checkTimesteps, lookUpAlphasCumprod, spaceTimesteps } from './sigmas.ts'
import type { SchedulerDefinition, SchedulerSettings } from './types.ts'

/**
 * DDPM: draws from the posterior of the training's Markov chain, given the predicted clean latents.
 *
 *   x' = (√ᾱ'·β/(1 − ᾱ))·x̂₀ + (√α·(1 − ᾱ')/(1 − ᾱ))·x + √variance·ε        α = ᾱ/ᾱ',  β = 1 − α
 *
 * @source Ho et al. 2020 (arXiv:2006.11239), eq. 6 and 7; learned variances: Nichol and Dhariwal 2021 (arXiv:2102.09672), eq. 15
 */
export const ddpm: SchedulerDefinition = {
  className: 'DDPMScheduler',
  defaults: { timestepSpacing: 'leading', clipSample: true },
  takes: ['timesteps'],
  start(settings, options) {
    const { predictionType, varianceType, numTrainTimesteps } = settings
    const alphaBarAt = lookUpAlphasCumprod(settings, { endsClean: true })
    const timesteps =
      options.timesteps === undefined ? spaceTimesteps(settings, options.steps) : checkTimesteps(options.timesteps, settings)
    const stride = Math.floor(numTrainTimesteps / options.steps)
    const timestepAfter = (call: number) =>
      options.timesteps === undefined ? at(timesteps, call) - stride : (timesteps[call + 1] ?? -1)

    return {
      order: 1,
      ...onTrainingTimesteps(timesteps, alphaBarAt),
      step({ call, modelOutput, sample, drawNoise }) {
        const timestep = at(timesteps, call)
        const [alphaBar, nextAlphaBar] = [alphaBarAt(timestep), alphaBarAt(timestepAfter(call))]
        const alpha = alphaBar / nextAlphaBar
        const beta = 1 - alpha
        const { output, variance } = splitVariance(modelOutput, sample)

        const denoised = limitDenoised(toDenoised(predictionType, output, sample, levelFromAlphaBar(alphaBar)), settings)
        const mean = combine(
          [(Math.sqrt(nextAlphaBar) * beta) / (1 - alphaBar), denoised],
          [(Math.sqrt(alpha) * (1 - nextAlphaBar)) / (1 - alphaBar), sample],
        )
        if (timestep === 0) return mean

        const posterior = Math.max(1e-20, ((1 - nextAlphaBar) / (1 - alphaBar)) * beta)
        return combine(
          [1, mean],
          [1, spreadNoise(drawNoise(sample.shape), varianceType, { posterior, beta, predicted: variance })],
        )
      },
    }
  },
}

/** Noise times the root of a variance: that of the posterior (`fixed_small`), β (`fixed_large`), or what the network says. */
function spreadNoise(
  noise: Tensor,
  varianceType: SchedulerSettings['varianceType'],
  { posterior, beta, predicted }: { posterior: number; beta: number; predicted: Tensor | undefined },
): Tensor {
  if (varianceType.startsWith('fixed_small')) return combine([Math.sqrt(posterior), noise])
  if (varianceType.startsWith('fixed_large')) return combine([Math.sqrt(beta), noise])
  if (predicted === undefined) {
    throw new EngineError(
      'model_incomplete',
      `variance_type ${varianceType} needs a network with twice the channels of its latents`,
    )
  }
  if (varianceType === 'learned') return mapElements(noise, (value, i) => value * Math.sqrt(at(predicted.data, i)))
  return mapElements(noise, (value, i) => {
    const share = (at(predicted.data, i) + 1) / 2
    return value * Math.exp((share * Math.log(beta) + (1 - share) * Math.log(posterior)) / 2)
  })
}
