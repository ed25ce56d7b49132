import { EngineError } from '../errors.ts'
import { combine, type Tensor } from '../tensor/index.ts'
import { at, exponentialStep, lagrangeBasis, lambdaOf, levelFromSigma, onPreservedVariance, predict } from './math.ts'
import { buildSolverSchedule } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * UniPC: a predictor and a corrector of any order that share one form. Before each step the corrector makes the last one again,
 * now that the prediction at its end is known; this costs no call.
 *
 *   x' = keep·x − gain·(e^z − 1)·m₀ − gain·B(z)·Σₖ ρₖ·(mₖ − m₀)/rₖ        rₖ = (λₖ − λ₀)/h
 *
 * m₀ is predicted at the step's beginning, mₖ are earlier predictions, and the corrector has the one at the step's end (r = 1).
 * B is z (`bh1`) or e^z − 1 (`bh2`).
 *
 * @source Zhao et al. 2023 (arXiv:2302.04867), algorithms 1 (corrector) and 2 (predictor)
 */
export const unipc: SchedulerDefinition = {
  className: 'UniPCMultistepScheduler',
  defaults: {},
  fixed: { useLuLambdas: false, lambdaMinClipped: Number.NEGATIVE_INFINITY },
  start(settings, options) {
    const { solverOrder, solverType, lowerOrderFinal, predictX0, disableCorrector, finalSigmasType } = settings
    if (!predictX0 && finalSigmasType === 'zero') {
      throw new EngineError(
        'model_incomplete',
        'UniPC without predict_x0 cannot end at noise level 0: set final_sigmas_type to sigma_min',
      )
    }
    const { timesteps, sigmas } = buildSolverSchedule(settings, options)
    const levelOf = (boundary: number) => levelFromSigma(at(sigmas, boundary))
    const lambda = (boundary: number) => lambdaOf(levelOf(boundary))
    // the reference limits data only
    const limits = { ...settings, thresholding: settings.thresholding && predictX0 }
    /** The last predictions, the newest first. */
    let predictions: Tensor[] = []
    /** The last step: the latents that it began with, and its order. */
    let last: { sample: Tensor; order: number } | undefined

    /** The step from boundary `from` to the next; with `target`, the prediction at its end, corrected. */
    function advance(sample: Tensor, from: number, order: number, target?: Tensor): Tensor {
      const { z, keep, gain } = exponentialStep(predictX0 ? 'dpmsolver++' : 'dpmsolver', levelOf(from), levelOf(from + 1))
      const [m0, ...earlier] = predictions
      if (m0 === undefined) throw new RangeError('a step needs a prediction at its beginning')
      const shareOf = (boundary: number) => (lambda(boundary) - lambda(from)) / (lambda(from + 1) - lambda(from))
      const points = earlier.slice(0, order - 1).map((m, k) => ({ m, r: shareOf(from - 1 - k) }))
      if (target !== undefined) points.push({ m: target, r: 1 })

      const b = solverType === 'bh1' ? z : Math.expm1(z)
      const rhos = weighPoints(
        points.map(({ r }) => r),
        z,
        b,
      )
      const corrections = points.flatMap(({ m, r }, k) => {
        const weight = (gain * b * at(rhos, k)) / r
        return [[-weight, m] as const, [weight, m0] as const]
      })
      return combine([keep, sample], [-gain * Math.expm1(z), m0], ...corrections)
    }

    return {
      order: 1,
      timesteps,
      sigmas,
      ...onPreservedVariance(levelOf),
      step(input) {
        const { call, sample } = input
        const prediction = predict(predictX0 ? 'data' : 'noise', limits, input, levelOf(call))
        const isCorrecting = last !== undefined && !disableCorrector.includes(call - 1)
        const corrected = isCorrecting && last !== undefined ? advance(last.sample, call - 1, last.order, prediction) : sample

        predictions = [prediction, ...predictions.slice(0, solverOrder - 1)]
        // into σ = 0, where λ is infinite, only the first order leads, and so it does where the last two levels are one
        const isFlat = at(sigmas, call + 1) === 0 || at(sigmas, call + 1) === at(sigmas, call)
        const highest = lowerOrderFinal || isFlat ? timesteps.length - call : solverOrder
        const order = Math.min(solverOrder, highest, predictions.length)
        last = { sample: corrected, order }
        return advance(corrected, call, order)
      },
    }
  },
}

/**
 * The weights ρ that make a step exact for polynomials, Σₖ ρₖ·rₖⁿ⁻¹ = n!·z·φₙ₊₁(z)/B(z) for n = 1, 2 … as many as there are
 * points, solved by the Lagrange polynomials through them. For one point ½ is taken, the limit of small steps.
 */
function weighPoints(rs: readonly number[], z: number, b: number): number[] {
  if (rs.length < 2) return rs.map(() => 0.5)
  let phi = Math.expm1(z) / z - 1
  let factorial = 1
  const moments = rs.map((_, n) => {
    const moment = (factorial * phi) / b
    factorial *= n + 2
    phi = phi / z - 1 / factorial
    return moment
  })
  return rs.map((_, k) => lagrangeBasis(rs, k).reduce((sum, value, n) => sum + value * at(moments, n), 0))
}
