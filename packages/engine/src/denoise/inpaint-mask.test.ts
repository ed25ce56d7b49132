import { expect, test } from 'vitest'
import { createTensor, fillTensor } from '../tensor/index.ts'
import { compositeKept, hideMasked, joinMaskChannels, maskToTensor, shrinkMask } from './inpaint-mask.ts'

test('shades of a mask go to the nearer of keep and regenerate', () => {
  expect([...maskToTensor({ data: Uint8Array.of(0, 127, 128, 255), width: 2, height: 2 }).data]).toEqual([0, 0, 1, 1])
})

test('a mask shrinks to the pixel at the top left of each latent', () => {
  const mask = createTensor(
    Float32Array.from({ length: 16 * 8 }, (_, at) => (at % 16 < 8 ? 1 : 0)),
    [1, 1, 8, 16],
  )
  expect(shrinkMask(mask, 8)).toEqual(createTensor(Float32Array.of(1, 0), [1, 1, 1, 2]))
})

test('what is regenerated is hidden in every channel', () => {
  const mask = createTensor(Float32Array.of(0, 1), [1, 1, 1, 2])
  expect([...hideMasked(fillTensor([1, 3, 1, 2], 0.5), mask).data]).toEqual([0.5, 0, 0.5, 0, 0.5, 0])
})

test('mask and masked latents stand side by side, the mask first', () => {
  const joined = joinMaskChannels(fillTensor([1, 1, 2, 2], 1), fillTensor([1, 4, 2, 2], 0))
  expect(joined.shape).toEqual([1, 5, 2, 2])
  expect([...joined.data.slice(0, 5)]).toEqual([1, 1, 1, 1, 0])
})

test('kept pixels are the original, to the byte; shades blend', () => {
  const picture = (value: number) => ({ data: new Uint8Array(9).fill(value), width: 3, height: 1 })
  const mask = { data: Uint8Array.of(0, 255, 51), width: 3, height: 1 }
  expect([...compositeKept(picture(200), picture(100), mask).data]).toEqual([100, 100, 100, 200, 200, 200, 120, 120, 120])
})
