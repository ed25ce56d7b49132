import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findCallRange } from './call-range.ts'
import { SCHEDULER_IDS, startPartialRun, startSchedulerRun } from './index.ts'

const config = { betaSchedule: 'scaled_linear', timestepSpacing: 'leading', stepsOffset: 1 } as const

test('counts steps by their timesteps', () => {
  const run = startSchedulerRun('ddim', config, { steps: 10 })
  expect(run.timesteps).toEqual([901, 801, 701, 601, 501, 401, 301, 201, 101, 1])
  expect(findCallRange(run, 0.3, 1)).toEqual({ firstCall: 3, endCall: 10 })
  expect(findCallRange(run, 0.2, 0.8)).toEqual({ firstCall: 2, endCall: 8 })
})

test('counts both calls of a two-stage step', () => {
  const run = startSchedulerRun('heun', config, { steps: 10 })
  expect(findCallRange(run, 0.3, 1)).toEqual({ firstCall: 6, endCall: 19 })
  expect(findCallRange(run, 0, 0.3)).toEqual({ firstCall: 0, endCall: 6 })
})

test('takes the whole run from 0 to 1, and nothing from 1 to 1', () => {
  for (const id of SCHEDULER_IDS) {
    const run = startSchedulerRun(id, config, { steps: 12 })
    expect(findCallRange(run, 0, 1)).toEqual({ firstCall: 0, endCall: run.timesteps.length })
    expect(findCallRange(run, 1, 1)).toEqual({ firstCall: run.timesteps.length, endCall: run.timesteps.length })
  }
})

test('a part of a run knows the whole schedule, and where it begins and ends', () => {
  const { run, endCall } = startPartialRun('heun', config, { steps: 10, denoisingStart: 0.3, denoisingEnd: 0.8 })
  const whole = startSchedulerRun('heun', config, { steps: 10 })
  expect([run.firstCall, endCall, run.steps]).toEqual([6, 16, 10])
  expect(run.timesteps).toEqual(whole.timesteps)
})

test('two runs that share a fraction meet without gap or overlap, and between steps', async () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true })
  await fc.assert(
    fc.property(fc.constantFrom(...SCHEDULER_IDS), fc.integer({ min: 1, max: 40 }), fraction, (id, steps, at) => {
      const run = startSchedulerRun(id, config, { steps })
      const [before, after] = [findCallRange(run, 0, at), findCallRange(run, at, 1)]
      expect(before.endCall).toBe(after.firstCall)
      expect(after.firstCall % run.order === 0 || after.firstCall === run.timesteps.length).toBe(true)
    }),
  )
})

test.each([
  [-0.1, 1],
  [0, 1.1],
  [0.6, 0.5],
  [Number.NaN, 1],
])('refuses to run from %d to %d', (start, end) => {
  const run = startSchedulerRun('ddim', config, { steps: 10 })
  expect(() => findCallRange(run, start, end)).toThrow(expect.objectContaining({ code: 'request_invalid' }))
})
