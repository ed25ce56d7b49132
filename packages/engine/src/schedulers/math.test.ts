import { expect, test } from 'vitest'
import { createTensor } from '../tensor/index.ts'
import { BASE_SETTINGS } from './config.ts'
import { churn, interpolate, lagrangeBasis, limitDenoised, splitAncestrally, splitVariance, taylorWeights } from './math.ts'

const row = (...values: number[]) => createTensor(Float32Array.from(values), [1, values.length])

test('interpolates between neighbours and holds on to the ends', () => {
  expect([-1, 0, 0.25, 1.5, 7].map((position) => interpolate([1, 3, 9], position))).toEqual([1, 1, 1.5, 6, 9])
})

test('a Lagrange polynomial is 1 at its own node and 0 at the others', () => {
  const nodes = [0.5, -1, 2, 3]
  const coefficients = lagrangeBasis(nodes, 1)
  const values = nodes.map((x) => coefficients.reduce((sum, value, power) => sum + value * x ** power, 0))
  for (const [k, value] of values.entries()) expect(value).toBeCloseTo(k === 1 ? 1 : 0, 10)
})

test('the weights of a solver are the integrals that they stand for', () => {
  const { first, second, third } = taylorWeights(0.7)
  const integrate = (f: (u: number) => number) =>
    Array.from({ length: 2000 }, (_, i) => f((i + 0.5) / 2000) / 2000).reduce((sum, value) => sum + value, 0)
  // ∫ e^(z(1−u))·uᵏ/k! du, times z
  expect(first).toBeCloseTo(0.7 * integrate((u) => Math.exp(0.7 * (1 - u))), 6)
  expect(second).toBeCloseTo(0.7 * integrate((u) => Math.exp(0.7 * (1 - u)) * u), 6)
  expect(third).toBeCloseTo(0.7 * integrate((u) => (Math.exp(0.7 * (1 - u)) * u ** 2) / 2), 6)
})

test('an ancestral step keeps the variance of its goal', () => {
  const { down, up } = splitAncestrally(8, 2)
  expect(down).toBeCloseTo(0.5, 5)
  expect(down ** 2 + up ** 2).toBeCloseTo(4, 5)
  expect(splitAncestrally(8, 0)).toEqual({ down: 0, up: 0 })
})

test('limits to a fixed range only where asked', () => {
  const denoised = row(-3, 0.5, 3)
  expect([...limitDenoised(denoised, BASE_SETTINGS).data]).toEqual([-3, 0.5, 3])
  expect([...limitDenoised(denoised, { ...BASE_SETTINGS, clipSample: true, clipSampleRange: 2 }).data]).toEqual([-2, 0.5, 2])
})

test('limits each picture of a batch to a quantile of its own values', () => {
  const batch = createTensor(Float32Array.of(1, -2, 4, 0, 0.5, 0, 0, -0.25), [2, 4])
  const settings = { ...BASE_SETTINGS, thresholding: true, dynamicThresholdingRatio: 2 / 3, sampleMaxValue: 10 }
  // the first is limited to 2 and halved; the second is below 1, where nothing is done
  expect([...limitDenoised(batch, settings).data]).toEqual([0.5, -1, 1, 0, 0.5, 0, 0, -0.25])
})

test('parts outputs and variances picture by picture', () => {
  const sample = createTensor(new Float32Array(4), [2, 2])
  const { output, variance } = splitVariance(createTensor(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), [2, 4]), sample)
  expect([...output.data]).toEqual([1, 2, 5, 6])
  expect([...(variance?.data ?? [])]).toEqual([3, 4, 7, 8])
  expect(splitVariance(sample, sample).variance).toBeUndefined()
})

test('churn raises the level by what it adds in noise, within its bounds', () => {
  const noise = () => row(1)
  const raised = churn(row(0), 3, noise, { intervals: 10, sChurn: 2 })
  expect(raised.sigma).toBeCloseTo(3.6, 10)
  expect(raised.sample.data[0]).toBeCloseTo(Math.sqrt(3.6 ** 2 - 3 ** 2), 5)
  expect(churn(row(0), 3, noise, { intervals: 10, sChurn: 2, sTmax: 2 }).sigma).toBe(3)
  expect(churn(row(0), 3, noise, { intervals: 1, sChurn: 40 }).sigma).toBeCloseTo(3 * Math.SQRT2, 10)
})
