import { combine, scale, type Tensor } from '../tensor/index.ts'
import { at, churn, onStraightPaths } from './math.ts'
import { buildFlowSigmas, repeatAfterFirst } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * Heun's method on the straight paths of flow matching: an Euler step to look ahead, then the step again with the mean of the
 * slopes at both ends; with optional churn.
 *
 *   x̃ = x + (σ' − σ)·v        x' = x + (σ' − σ)·(v + ṽ)/2
 *
 * Two calls a step, but one for the last, which ends at σ' = 0.
 *
 * @source Karras et al. 2022 (arXiv:2206.00364), algorithm 2; the levels: Esser et al. 2024 (arXiv:2403.03206), section 5.3.2
 */
export const flowMatchHeun: SchedulerDefinition = {
  className: 'FlowMatchHeunDiscreteScheduler',
  defaults: {},
  fixed: { predictionType: 'flow', useDynamicShifting: false },
  start(settings, options) {
    const levels = buildFlowSigmas(settings, options)
    const sigmas = [...repeatAfterFirst(levels), 0]
    /** What the step began with, while its second call is awaited. */
    let begun: { sample: Tensor; slope: Tensor; sigma: number; width: number } | undefined

    return {
      order: 2,
      timesteps: repeatAfterFirst(levels.map((sigma) => Math.fround(sigma * settings.numTrainTimesteps))),
      ...onStraightPaths(sigmas),
      step({ call, modelOutput, sample, drawNoise }) {
        const sigma = begun?.sigma ?? at(sigmas, call)
        // drawn in both calls, used in the first: draws keep their place
        const raised = churn(sample, sigma, drawNoise, { ...options, intervals: sigmas.length - 1 })
        if (begun === undefined) {
          const slope = scale(modelOutput, sigma / raised.sigma)
          const width = at(sigmas, call + 1) - raised.sigma
          begun = { sample: raised.sample, slope, sigma, width }
          return combine([1, raised.sample], [width, slope])
        }
        const result = combine([1, begun.sample], [begun.width / 2, begun.slope], [begun.width / 2, modelOutput])
        begun = undefined
        return result
      },
    }
  },
}
