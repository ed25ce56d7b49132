import { EngineError } from '../errors.ts'
import { combine, type Tensor } from '../tensor/index.ts'
import {
  at,
  exponentialStep,
  lambdaOf,
  levelFromSigma,
  onPreservedVariance,
  predict,
  solverAlgorithm,
  taylorWeights,
} from './math.ts'
import { buildSolverSchedule } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * DPM-Solver and DPM-Solver++, singlestep: calls come in groups of one, two or three. Each starts again from the latents that its
 * group began with and reaches one boundary further, with one prediction more.
 *
 *   x' = keep·x − gain·(w₀·m₀ + w₁·D₁ + w₂·D₂) + noise·ε
 *
 *   second order    D₁ = (m₁ − m₀)/r₁
 *   third order     A = (m₁ − m₀)/r₁,   B = (m₂ − m₀)/r₂,   D₁ = (r₂·A − r₁·B)/(r₂ − r₁),   D₂ = 2·(B − A)/(r₂ − r₁);
 *                   by the midpoint rule D₁ = B and no more
 *
 * m₀ is predicted at the group's beginning, mₖ after the share rₖ of its step in λ: noise, or clean latents for `++` algorithms.
 *
 * @source Lu et al. 2022 (arXiv:2206.00927), algorithms 1 and 2; in data: (arXiv:2211.01095), algorithm 1
 */
export const dpmSolverSinglestep: SchedulerDefinition = {
  className: 'DPMSolverSinglestepScheduler',
  defaults: { lowerOrderFinal: false },
  fixed: { timestepSpacing: 'linspace', useLuLambdas: false },
  takes: ['timesteps'],
  start(settings, options) {
    const { solverOrder, solverType, lowerOrderFinal } = settings
    if (solverOrder > 3) {
      throw new EngineError('model_incomplete', `DPM-Solver singlestep has orders 1 to 3, but solver_order is ${solverOrder}`)
    }
    const algorithm = solverAlgorithm(settings)
    const { timesteps, sigmas } = buildSolverSchedule(settings, options)
    const levelOf = (boundary: number) => levelFromSigma(at(sigmas, boundary))
    const stepInLambda = (from: number, to: number) => lambdaOf(levelOf(to)) - lambdaOf(levelOf(from))
    /** The latents that the group at hand began with. */
    let begun: Tensor | undefined
    /** The last predictions, the newest first. */
    let predictions: Tensor[] = []

    function orderOf(call: number): number {
      const place = (call % solverOrder) + 1
      const endsLow = lowerOrderFinal && call === timesteps.length - 1 && place === solverOrder
      // into σ = 0, where λ is infinite, only the first order leads; a run that begins within a group has less to go on
      return endsLow || at(sigmas, call + 1) === 0 ? 1 : Math.min(place, predictions.length)
    }

    return {
      order: 1,
      timesteps,
      sigmas,
      ...onPreservedVariance(levelOf),
      step(input) {
        const { call, sample, drawNoise } = input
        const latest = predict(algorithm.endsWith('++') ? 'data' : 'noise', settings, input, levelOf(call))
        predictions = [latest, ...predictions.slice(0, 2)]
        const order = orderOf(call)
        if (order === 1 || begun === undefined) begun = sample

        const beginning = call + 1 - order
        const { z, keep, gain, noise } = exponentialStep(algorithm, levelOf(beginning), levelOf(call + 1))
        const w = taylorWeights(z)
        const [m0 = latest, m1, m2] = predictions.slice(0, order).reverse()
        const terms: (readonly [number, Tensor])[] = [
          [keep, begun],
          [-gain * w.first, m0],
        ]
        const shareOf = (k: number) => stepInLambda(beginning, beginning + k) / stepInLambda(beginning, call + 1)
        if (m1 !== undefined) {
          const r1 = shareOf(1)
          const a = combine([1 / r1, m1], [-1 / r1, m0])
          if (m2 === undefined) {
            terms.push([-gain * (solverType === 'heun' ? w.second : w.midpoint), a])
          } else {
            const r2 = shareOf(2)
            const b = combine([1 / r2, m2], [-1 / r2, m0])
            const d1 = solverType === 'heun' ? combine([r2 / (r2 - r1), a], [-r1 / (r2 - r1), b]) : b
            const d2 = combine([2 / (r2 - r1), b], [-2 / (r2 - r1), a])
            terms.push([-gain * w.second, d1], [solverType === 'heun' ? -gain * w.third : 0, d2])
          }
        }
        if (algorithm.startsWith('sde')) terms.push([noise, drawNoise(sample.shape)])
        return combine(...terms)
      },
    }
  },
}
