import { combine, roundHalfToEven, type Tensor } from '../tensor/index.ts'
import { at, eulerStep, onSigmaScale, slopeTowards, splitAncestrally, toDenoisedAtSigma } from './math.ts'
import { buildSigmaSchedule, repeatAfterFirst } from './sigmas.ts'
import type { AlgorithmRun, SchedulerDefinition, SchedulerSettings, StartOptions } from './types.ts'

/**
 * DPM-Solver-2 on the k-diffusion scale: an Euler step to the middle (in ln σ), then the whole step with the slope found there.
 *
 *   σₘ = √(σ·σ_down)        xₘ = x + (σₘ − σ)·(x − x̂₀)/σ        x' = x + (σ_down − σ)·(xₘ − x̂₀ₘ)/σₘ + σ_up·ε
 *
 * Without noise, σ_down is σ' and σ_up is 0. Two calls a step, but one for the last, whose middle is its end, σ' = 0.
 *
 * @source Lu et al. 2022 (arXiv:2206.00927), algorithm 1; on sigmas as k-diffusion has it (`sample_dpm_2`)
 */
function startKdpm2(settings: SchedulerSettings, options: StartOptions, isAncestral: boolean): AlgorithmRun {
  const { timesteps, sigmas, timestepOf } = buildSigmaSchedule(settings, options)
  const stages = timesteps.map((_, i) => {
    const [sigma, nextSigma] = [at(sigmas, i), at(sigmas, i + 1)]
    const { down, up } = isAncestral ? splitAncestrally(sigma, nextSigma) : { down: nextSigma, up: 0 }
    return { sigma, middle: Math.sqrt(sigma * down), down, up }
  })
  const wholeTimesteps = settings.useKarrasSigmas ? timesteps.map(roundHalfToEven) : timesteps
  /** The latents at the step's beginning, while its second call is awaited. */
  let begun: Tensor | undefined

  return {
    order: 2,
    timesteps: stages.flatMap(({ middle }, i) => [at(wholeTimesteps, i), timestepOf(middle)]).slice(0, -1),
    ...onSigmaScale(
      [...repeatAfterFirst(sigmas), 0],
      settings,
      stages.flatMap(({ sigma, middle }) => [sigma, middle]),
    ),
    step({ call, modelOutput, sample, drawNoise }) {
      const stage = at(stages, Math.floor(call / 2))
      const sigma = begun === undefined ? stage.sigma : stage.middle
      const denoised = toDenoisedAtSigma(settings.predictionType, modelOutput, sample, sigma)
      // drawn in both calls, used in the second: the reference's draws keep their place
      const noise = isAncestral ? drawNoise(sample.shape) : undefined
      if (begun === undefined) {
        begun = sample
        return eulerStep(sample, denoised, sigma, stage.middle)
      }
      const slope = slopeTowards(denoised, sample, sigma)
      const result = combine([1, begun], [stage.down - stage.sigma, slope], ...(noise ? [[stage.up, noise] as const] : []))
      begun = undefined
      return result
    },
  }
}

/** {@link startKdpm2} without noise. */
export const kdpm2: SchedulerDefinition = {
  className: 'KDPM2DiscreteScheduler',
  defaults: { betaStart: 0.00085, betaEnd: 0.012 },
  fixed: { finalSigmasType: 'zero', interpolationType: 'linear' },
  start: (settings, options) => startKdpm2(settings, options, false),
}

/** {@link startKdpm2} with ancestral noise. */
export const kdpm2Ancestral: SchedulerDefinition = {
  ...kdpm2,
  className: 'KDPM2AncestralDiscreteScheduler',
  start: (settings, options) => startKdpm2(settings, options, true),
}
