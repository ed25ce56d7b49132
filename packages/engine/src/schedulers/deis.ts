import { combine, type Tensor } from '../tensor/index.ts'
import { at, lagrangeBasis, levelFromSigma, onPreservedVariance, orderLeft, predict } from './math.ts'
import { buildSolverSchedule } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * DEIS: the ODE without its linear part, dy/dρ = ε for y = x/α and ρ = σ/α, integrated over the polynomial in ln ρ that passes
 * through the last predicted noises.
 *
 *   x' = α'·(x/α + Σₖ cₖ·εₖ)        cₖ = ∫ from ρ to ρ' of ∏ over j≠k of (ln τ − ln ρⱼ)/(ln ρₖ − ln ρⱼ) dτ
 *
 * ρ is sigma on the k-diffusion scale. The run ends at the training's lowest level: ln 0 has no polynomial.
 *
 * @source Zhang and Chen 2022 (arXiv:2204.13902), section 3: AB-DEIS, its polynomials in log ρ
 */
export const deis: SchedulerDefinition = {
  className: 'DEISMultistepScheduler',
  defaults: {},
  fixed: { finalSigmasType: 'sigma_min', useLuLambdas: false, lambdaMinClipped: Number.NEGATIVE_INFINITY },
  start(settings, options) {
    const { timesteps, sigmas } = buildSolverSchedule(settings, options)
    const levelOf = (boundary: number) => levelFromSigma(at(sigmas, boundary))
    /** The last predicted noises, the newest first. */
    let predictions: Tensor[] = []

    return {
      order: 1,
      timesteps,
      sigmas,
      ...onPreservedVariance(levelOf),
      step(input) {
        const { call, sample } = input
        predictions = [predict('noise', settings, input, levelOf(call)), ...predictions.slice(0, 2)]
        const order = Math.min(settings.solverOrder, predictions.length, orderLeft(settings, call, timesteps.length))

        const sigma = at(sigmas, call)
        // counted from ln σ, so that powers stay small
        const nodes = Array.from({ length: order }, (_, k) => Math.log(at(sigmas, call - k) / sigma))
        const width = Math.log(at(sigmas, call + 1) / sigma)
        const { alpha } = levelOf(call)
        const { alpha: nextAlpha } = levelOf(call + 1)
        const weight = (k: number) => nextAlpha * sigma * integrateAgainstExp(lagrangeBasis(nodes, k), width)
        return combine(
          [nextAlpha / alpha, sample],
          ...predictions.slice(0, order).map((epsilon, k) => [weight(k), epsilon] as const),
        )
      },
    }
  },
}

/** ∫ from 0 to `end` of p(u)·e^u du, by parts: the antiderivative is (p − p' + p'' − …)·e^u. */
function integrateAgainstExp(coefficients: readonly number[], end: number): number {
  let [antiderivative, derivative, sign] = [coefficients.map(() => 0), [...coefficients], 1]
  while (derivative.length > 0) {
    antiderivative = antiderivative.map((value, power) => value + sign * (derivative[power] ?? 0))
    derivative = derivative.slice(1).map((value, power) => value * (power + 1))
    sign = -sign
  }
  const valueAt = (u: number) => antiderivative.reduce((sum, value, power) => sum + value * u ** power, 0)
  return valueAt(end) * Math.exp(end) - valueAt(0)
}
