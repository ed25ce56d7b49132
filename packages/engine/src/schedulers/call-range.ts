import { EngineError } from '../errors.ts'
import { roundHalfToEven } from '../tensor/index.ts'
import type { SchedulerRun } from './types.ts'

/** Calls of a run from `firstCall` up to but not including `endCall`. */
export interface CallRange {
  readonly firstCall: number
  readonly endCall: number
}

/**
 * The calls that lie between two fractions of the denoising, counted by timesteps and not by steps: two runs with a fraction
 * between them, where one ends and one begins, meet without gap or overlap.
 *
 * Each fraction becomes a timestep, numTrainTimesteps · (1 − fraction) rounded; a step belongs to what follows once its timestep
 * is below that. A step is never cut: of two calls both are in, or neither.
 *
 * @param run             only its schedule is looked at
 * @param denoisingStart  0 begins with the first call
 * @param denoisingEnd    1 ends with the last, not below `denoisingStart`
 * @throws                `request_invalid` unless 0 ≤ denoisingStart ≤ denoisingEnd ≤ 1
 */
export function findCallRange(
  { timesteps, order, numTrainTimesteps }: Pick<SchedulerRun, 'timesteps' | 'order' | 'numTrainTimesteps'>,
  denoisingStart: number,
  denoisingEnd: number,
): CallRange {
  if (!(denoisingStart >= 0 && denoisingStart <= denoisingEnd && denoisingEnd <= 1)) {
    throw new EngineError(
      'request_invalid',
      `denoising runs from ${denoisingStart} to ${denoisingEnd}: both lie in 0..1, the start first`,
    )
  }
  const steps = timesteps.filter((_, call) => call % order === 0)
  const stepsBefore = (fraction: number) => {
    if (fraction === 0) return 0
    if (fraction === 1) return steps.length
    const boundary = roundHalfToEven(numTrainTimesteps * (1 - fraction))
    return steps.filter((timestep) => timestep >= boundary).length
  }
  const callAt = (fraction: number) => Math.min(timesteps.length, stepsBefore(fraction) * order)
  return { firstCall: callAt(denoisingStart), endCall: callAt(denoisingEnd) }
}
