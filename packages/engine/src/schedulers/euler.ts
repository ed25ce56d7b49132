import type { Tensor } from '../tensor/index.ts'
import { at, churn, eulerStep, onEdmScale, onSigmaScale, preconditionEdm, toDenoisedAtSigma } from './math.ts'
import { buildEdmSchedule, buildSigmaSchedule } from './sigmas.ts'
import type { RunOptions, SchedulerDefinition, SchedulerRun } from './types.ts'

/** x̂₀ from a network's output at `sigma`, for latents that churn raised to `raisedSigma`. */
type Denoise = (modelOutput: Tensor, sample: Tensor, sigma: number, raisedSigma: number) => Tensor

/**
 * Euler's method on the probability-flow ODE, with optional churn.
 *
 *   d = (x̂ − x̂₀)/σ̂        x' = x̂ + (σ' − σ̂)·d
 *
 * @source Karras et al. 2022 (arXiv:2206.00364), algorithm 2 without the second-order correction
 */
function stepByEuler(sigmas: readonly number[], options: RunOptions, denoise: Denoise): SchedulerRun['step'] {
  return ({ call, modelOutput, sample, drawNoise }) => {
    const sigma = at(sigmas, call)
    const raised = churn(sample, sigma, drawNoise, { ...options, intervals: sigmas.length - 1 })
    const denoised = denoise(modelOutput, raised.sample, sigma, raised.sigma)
    return eulerStep(raised.sample, denoised, raised.sigma, at(sigmas, call + 1))
  }
}

/** {@link stepByEuler} for networks trained on discrete timesteps: Stable Diffusion and its relatives. */
export const euler: SchedulerDefinition = {
  className: 'EulerDiscreteScheduler',
  defaults: {},
  takes: ['timesteps', 'sigmas'],
  start(settings, options) {
    const { predictionType, timestepType } = settings
    const { timesteps, sigmas } = buildSigmaSchedule(settings, options)
    const isContinuous = timestepType === 'continuous' && predictionType === 'v_prediction'
    return {
      order: 1,
      timesteps: isContinuous ? sigmas.slice(0, -1).map((sigma) => 0.25 * Math.log(sigma)) : timesteps,
      ...onSigmaScale(sigmas, settings),
      step: stepByEuler(sigmas, options, (modelOutput, sample, sigma, raisedSigma) =>
        // the reference scales v by the level before churn, noise by the level after
        toDenoisedAtSigma(predictionType, modelOutput, sample, predictionType === 'epsilon' ? raisedSigma : sigma),
      ),
    }
  },
}

/** {@link stepByEuler} for networks with EDM's preconditioning. */
export const edmEuler: SchedulerDefinition = {
  className: 'EDMEulerScheduler',
  defaults: { sigmaMin: 0.002, sigmaMax: 80 },
  fixed: { finalSigmasType: 'zero' },
  start(settings, options) {
    const { timesteps, sigmas } = buildEdmSchedule(settings, options.steps)
    const edm = preconditionEdm(settings)
    return {
      order: 1,
      timesteps,
      ...onEdmScale(sigmas, settings, edm),
      step: stepByEuler(sigmas, options, (modelOutput, sample, _, raisedSigma) =>
        edm.toDenoised(modelOutput, sample, raisedSigma),
      ),
    }
  },
}
