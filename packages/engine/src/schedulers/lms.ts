import { combine, type Tensor } from '../tensor/index.ts'
import { at, lagrangeBasis, onSigmaScale, slopeTowards, toDenoisedAtSigma } from './math.ts'
import { buildSigmaSchedule } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * Linear multistep (Adams-Bashforth on uneven steps): integrates the polynomial through the last slopes.
 *
 *   x' = x + Σₖ cₖ·dₖ        cₖ = ∫ from σ to σ' of ∏ over j≠k of (τ − σⱼ)/(σₖ − σⱼ) dτ
 *
 * A run that begins late (image to image) has no slopes of the calls before; like the reference it takes the weights of full
 * order all the same.
 *
 * @source Karras et al. 2022 (arXiv:2206.00364), eq. 1 and 3 for the slope; the method as k-diffusion has it (`sample_lms`)
 */
export const lms: SchedulerDefinition = {
  className: 'LMSDiscreteScheduler',
  defaults: {},
  fixed: { finalSigmasType: 'zero', interpolationType: 'linear' },
  start(settings, options) {
    const { timesteps, sigmas } = buildSigmaSchedule(settings, options)
    const slopes: Tensor[] = []
    return {
      order: 1,
      timesteps,
      ...onSigmaScale(sigmas, settings),
      step({ call, modelOutput, sample }) {
        const sigma = at(sigmas, call)
        const order = Math.min(call + 1, options.order ?? 4)
        slopes.unshift(slopeTowards(toDenoisedAtSigma(settings.predictionType, modelOutput, sample, sigma), sample, sigma))
        slopes.length = Math.min(slopes.length, order)

        // counted from sigma, so that powers stay small
        const nodes = Array.from({ length: order }, (_, k) => at(sigmas, call - k) - sigma)
        const width = at(sigmas, call + 1) - sigma
        const weight = (k: number) => integrate(lagrangeBasis(nodes, k), width)
        return combine([1, sample], ...slopes.map((slope, k) => [weight(k), slope] as const))
      },
    }
  },
}

/** The integral of a polynomial from 0 to `end`. */
function integrate(coefficients: readonly number[], end: number): number {
  return coefficients.reduce((sum, value, power) => sum + (value * end ** (power + 1)) / (power + 1), 0)
}
