import { combine } from '../tensor/index.ts'
import { at, onStraightPaths } from './math.ts'
import { buildFlowSigmas } from './sigmas.ts'
import type { SchedulerDefinition } from './types.ts'

/**
 * Euler's method on the straight paths of flow matching, whose slope v the network predicts.
 *
 *   x' = x + (σ' − σ)·v
 *
 * @source Lipman et al. 2023 (arXiv:2210.02747), eq. 1; the levels: Esser et al. 2024 (arXiv:2403.03206), section 5.3.2
 */
export const flowMatchEuler: SchedulerDefinition = {
  className: 'FlowMatchEulerDiscreteScheduler',
  defaults: {},
  fixed: { predictionType: 'flow' },
  takes: ['sigmas'],
  start(settings, options) {
    const levels = buildFlowSigmas(settings, options)
    const sigmas = [...levels, 0]
    return {
      order: 1,
      timesteps: levels.map((sigma) => Math.fround(sigma * settings.numTrainTimesteps)),
      ...onStraightPaths(sigmas),
      step: ({ call, modelOutput, sample }) => combine([1, sample], [at(sigmas, call + 1) - at(sigmas, call), modelOutput]),
    }
  },
}
