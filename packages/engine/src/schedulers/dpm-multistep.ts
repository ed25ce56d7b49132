import { EngineError } from '../errors.ts'
import { combine, type Tensor } from '../tensor/index.ts'
import {
  at,
  exponentialStep,
  lambdaOf,
  levelFromSigma,
  limitToQuantile,
  type NoiseLevel,
  onEdmScale,
  onPreservedVariance,
  orderLeft,
  preconditionEdm,
  predict,
  solverAlgorithm,
  taylorWeights,
} from './math.ts'
import { buildEdmSchedule, buildSolverSchedule } from './sigmas.ts'
import type { SchedulerDefinition, SchedulerRun, SchedulerSettings, StepInput } from './types.ts'

/**
 * DPM-Solver and DPM-Solver++, multistep: an exponential integrator in λ whose Taylor terms come from the last predictions.
 *
 *   x' = keep·x − gain·(w₀·D₀ + w₁·D₁ + w₂·D₂) + noise·ε
 *
 *   D₀ = m₀      D₁ = (m₀ − m₁)/r₀      and for third order    D₂ = (D₁ − (m₁ − m₂)/r₁)/(r₀ + r₁),   D₁ ← D₁ + r₀·D₂
 *
 * with rₖ = (λₖ − λₖ₊₁)/h. m is the predicted noise, or the clean latents for the `++` algorithms; the SDE ones draw noise at
 * every call.
 *
 * @param levels      shares of signal and noise at every boundary of calls
 * @param predictAt   m of a call
 * @throws            `model_incomplete` for settings that exclude each other
 * @source            Lu et al. 2022 (arXiv:2211.01095), algorithm 2, and its solvers for SDEs; in noise: (arXiv:2206.00927)
 */
function stepByMultistep(
  settings: SchedulerSettings,
  levels: readonly NoiseLevel[],
  predictAt: (input: StepInput) => Tensor,
): SchedulerRun['step'] {
  const algorithm = solverAlgorithm(settings)
  const calls = levels.length - 1
  /** The last predictions, the newest first. */
  let predictions: Tensor[] = []

  return (input) => {
    const { call, sample, drawNoise } = input
    const m0 = predictAt(input)
    predictions = [m0, ...predictions.slice(0, 2)]
    const h = stepInLambda(levels, call)
    // into σ = 0, where λ is infinite, only the first order leads, and so it does where the last two levels are one
    const endsFirst = call === calls - 1 && (settings.eulerAtFinal || settings.finalSigmasType === 'zero' || h === 0)
    const order = endsFirst ? 1 : Math.min(settings.solverOrder, predictions.length, orderLeft(settings, call, calls))
    const { z, keep, gain, noise } = exponentialStep(algorithm, at(levels, call), at(levels, call + 1))
    const w = taylorWeights(z)

    const terms: (readonly [number, Tensor])[] = [
      [keep, sample],
      [-gain * w.first, m0],
    ]
    const [, m1, m2] = predictions
    if (order >= 2 && m1 !== undefined) {
      const r0 = stepInLambda(levels, call - 1) / h
      const d1 = combine([1 / r0, m0], [-1 / r0, m1])
      if (order >= 3 && m2 !== undefined) {
        const r1 = stepInLambda(levels, call - 2) / h
        const d2 = combine([1 / (r0 + r1), d1], [-1 / r1 / (r0 + r1), m1], [1 / r1 / (r0 + r1), m2])
        terms.push([-gain * w.second, d1], [-gain * (w.second * r0 + w.third), d2])
      } else {
        terms.push([-gain * (settings.solverType === 'heun' ? w.second : w.midpoint), d1])
      }
    }
    if (algorithm.startsWith('sde')) terms.push([noise, drawNoise(sample.shape)])
    return combine(...terms)
  }
}

function stepInLambda(levels: readonly NoiseLevel[], call: number): number {
  return lambdaOf(at(levels, call + 1)) - lambdaOf(at(levels, call))
}

/** {@link stepByMultistep} for networks trained on discrete timesteps: Stable Diffusion and its relatives. */
export const dpmSolverMultistep: SchedulerDefinition = {
  className: 'DPMSolverMultistepScheduler',
  defaults: {},
  takes: ['timesteps'],
  start(settings, options) {
    const { timesteps, sigmas } = buildSolverSchedule(settings, options)
    const levels = sigmas.map(levelFromSigma)
    const quantity = solverAlgorithm(settings).endsWith('++') ? 'data' : 'noise'
    return {
      order: 1,
      timesteps,
      sigmas,
      ...onPreservedVariance((call) => at(levels, call)),
      step: stepByMultistep(settings, levels, (input) => predict(quantity, settings, input, at(levels, input.call))),
    }
  },
}

/** {@link stepByMultistep} for networks with EDM's preconditioning. */
export const edmDpmSolverMultistep: SchedulerDefinition = {
  className: 'EDMDPMSolverMultistepScheduler',
  defaults: { sigmaMin: 0.002, sigmaMax: 80 },
  start(settings, options) {
    const { timesteps, sigmas } = buildEdmSchedule(settings, options.steps)
    const edm = preconditionEdm(settings)
    if (!solverAlgorithm(settings).endsWith('++')) {
      throw new EngineError('model_incomplete', `algorithm_type ${settings.algorithmType} is unknown to EDM: use dpmsolver++`)
    }
    const levels = sigmas.map((sigma) => ({ alpha: 1, sigma }))
    return {
      order: 1,
      timesteps,
      ...onEdmScale(sigmas, settings, edm),
      step: stepByMultistep(settings, levels, ({ call, modelOutput, sample }) =>
        limitToQuantile(edm.toDenoised(modelOutput, sample, at(sigmas, call)), settings),
      ),
    }
  },
}
