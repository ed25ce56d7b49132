import { expect, test } from 'vitest'
import { createTensor, fillTensor } from '../tensor/index.ts'
import { parseMoments, sampleLatents, toAutoencoderUnits, toDenoiserUnits } from './latent-distribution.ts'

const tensor = (shape: number[], ...values: number[]) => createTensor(Float32Array.from(values), shape)

test('the first half of the channels is the mean, the second the logarithm of the variance, in every picture of a batch', () => {
  const { mean, logVariance, standardDeviation } = parseMoments(tensor([2, 2, 1, 2], 1, 2, 0, Math.log(4), 3, 4, Math.log(9), 0))
  expect(mean).toEqual(tensor([2, 1, 1, 2], 1, 2, 3, 4))
  expect(logVariance).toEqual(tensor([2, 1, 1, 2], 0, Math.log(4), Math.log(9), 0))
  expect(standardDeviation.shape).toEqual([2, 1, 1, 2])
  for (const [at, value] of [1, 2, 3, 1].entries()) expect(standardDeviation.data[at]).toBeCloseTo(value, 6)
})

test('an absurd variance is limited', () => {
  const { logVariance, standardDeviation } = parseMoments(tensor([1, 4, 1, 1], 0, 0, -1000, 1000))
  expect([...logVariance.data]).toEqual([-30, 20])
  expect([...standardDeviation.data]).toEqual([Math.fround(Math.exp(-15)), Math.fround(Math.exp(10))])
})

test('a draw is the mean and as many deviations as the noise says', () => {
  const distribution = parseMoments(tensor([1, 2, 1, 2], 1, 2, 0, 0))
  expect(sampleLatents(distribution, tensor([1, 1, 1, 2], -0.5, 2))).toEqual(tensor([1, 1, 1, 2], 0.5, 4))
  expect(sampleLatents(distribution, fillTensor([1, 1, 1, 2]))).toEqual(distribution.mean)
})

test('units are shifted, then scaled, and back', () => {
  const units = { scalingFactor: 0.25, shiftFactor: 2 }
  expect(toDenoiserUnits(tensor([2], 4, -2), units)).toEqual(tensor([2], 0.5, -1))
  expect(toAutoencoderUnits(tensor([2], 0.5, -1), units)).toEqual(tensor([2], 4, -2))
})
