import { expect, test } from 'vitest'
import { BASE_SETTINGS } from './config.ts'
import {
  buildAlphasCumprod,
  buildBetas,
  buildDistilledTimesteps,
  buildFlowSigmas,
  buildSolverSchedule,
  karrasSigmas,
  spaceTimesteps,
} from './sigmas.ts'
import type { SchedulerSettings } from './types.ts'

const settings = (changes: Partial<SchedulerSettings>): SchedulerSettings => ({ ...BASE_SETTINGS, ...changes })

test('lays ten steps over a thousand timesteps as the paper tabulates (there counted from 1)', () => {
  const space = (timestepSpacing: SchedulerSettings['timestepSpacing']) =>
    spaceTimesteps(settings({ timestepSpacing }), 10)
      .map((timestep) => timestep + 1)
      .reverse()
  expect(space('leading')).toEqual([1, 101, 201, 301, 401, 501, 601, 701, 801, 901])
  expect(space('linspace')).toEqual([1, 112, 223, 334, 445, 556, 667, 778, 889, 1000])
  expect(space('trailing')).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000])
})

test.each([61, 103, 121, 999])('trailing spacing of %d steps has that many, where dividing does not come out even', (steps) => {
  const timesteps = spaceTimesteps(settings({ timestepSpacing: 'trailing' }), steps)
  expect(timesteps.length).toBe(steps)
  expect(timesteps.at(-1)).toBeGreaterThanOrEqual(0)
})

test('rounds a timestep in the middle to the even neighbour', () => {
  // 1000 − 62.5 and 1000 − 187.5
  expect(spaceTimesteps(settings({ timestepSpacing: 'trailing' }), 16).slice(0, 4)).toEqual([999, 937, 874, 811])
})

test('the Stable Diffusion schedule begins and ends where it is known to', () => {
  const stableDiffusion = settings({ betaStart: 0.00085, betaEnd: 0.012, betaSchedule: 'scaled_linear' })
  const alphasCumprod = buildAlphasCumprod(stableDiffusion)
  expect(buildBetas(stableDiffusion)[0]).toBeCloseTo(0.00085, 8)
  expect(alphasCumprod[0]).toBeCloseTo(0.99915, 6)
  // the well-known largest sigma, 14.6146
  expect(Math.sqrt((1 - (alphasCumprod[999] ?? 0)) / (alphasCumprod[999] ?? 0))).toBeCloseTo(14.6146, 3)
})

test.each(['linear', 'scaled_linear', 'squaredcos_cap_v2', 'sigmoid', 'exp'] as const)(
  '%s betas add noise at every timestep',
  (betaSchedule) => {
    const alphasCumprod = buildAlphasCumprod(settings({ betaSchedule }))
    expect(alphasCumprod.every((value, t) => value > 0 && value < (alphasCumprod[t - 1] ?? 1))).toBe(true)
  },
)

test('zero terminal SNR leaves the first timestep as it was and nothing at the last', () => {
  const plain = buildAlphasCumprod(settings({}))
  const rescaled = buildAlphasCumprod(settings({ rescaleBetasZeroSnr: true }))
  expect(rescaled[0]).toBeCloseTo(plain[0] ?? 0, 6)
  expect(rescaled[999]).toBe(0)
})

test('refuses trained betas of another length than the training', () => {
  expect(() => buildBetas(settings({ trainedBetas: [0.1, 0.2] }))).toThrow(/trained_betas has 2 entries/)
})

test('Karras levels run from the largest to the smallest, denser towards the end', () => {
  const sigmas = karrasSigmas(0.1, 10, 5)
  expect(sigmas[0]).toBeCloseTo(10, 10)
  expect(sigmas[4]).toBeCloseTo(0.1, 10)
  // halfway by the seventh root
  expect(sigmas[2]).toBeCloseTo(((10 ** (1 / 7) + 0.1 ** (1 / 7)) / 2) ** 7, 10)
})

test('a clipped lambda leaves out the noisiest timesteps', () => {
  const whole = buildSolverSchedule(settings({}), { steps: 5 })
  const clipped = buildSolverSchedule(settings({ lambdaMinClipped: -2 }), { steps: 5 })
  expect(whole.timesteps[0]).toBe(999)
  expect(Math.log(clipped.sigmas[0] ?? 0)).toBeLessThanOrEqual(2)
  expect(clipped.timesteps[0]).toBeLessThan(999)
})

test('flow matching shifts its levels towards noise, and asks for mu where the shift depends on the picture', () => {
  expect(buildFlowSigmas(settings({ shift: 3 }), { steps: 2, sigmas: [1, 0.5] })).toEqual([1, 0.75])
  const dynamic = settings({ useDynamicShifting: true })
  const [, half] = buildFlowSigmas(dynamic, { steps: 2, sigmas: [1, 0.5], mu: Math.log(3) })
  expect(half).toBeCloseTo(0.75, 6)
  expect(() => buildFlowSigmas(dynamic, { steps: 2 })).toThrow(/mu/)
})

test('picks timesteps of a teacher evenly from the noisiest on', () => {
  const short = settings({ numTrainTimesteps: 50 })
  expect(buildDistilledTimesteps(5, short, { steps: 2 })).toEqual([49, 29])
  expect(() => buildDistilledTimesteps(2, short, { steps: 3 })).toThrow(/3 steps/)
  expect(() => buildDistilledTimesteps(51, short, { steps: 3 })).toThrow(/original_inference_steps is 51/)
})
