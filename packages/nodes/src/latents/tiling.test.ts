import { createNoiseSource, createTensor, type Tensor } from '@bottega/engine'
import { expect, test } from 'vitest'
import { mapTiles } from './tiling.ts'

/** Each number four times, as a picture at twice the size. */
function double({ data, shape }: Tensor): Tensor {
  const [, channels = 0, rows = 0, columns = 0] = shape
  const size = channels * rows * 2 * columns * 2
  return createTensor(
    Float32Array.from({ length: size }, (_, at) => {
      const [x, line] = [at % (2 * columns), Math.floor(at / (2 * columns))]
      return data[(Math.floor(line / (2 * rows)) * rows + Math.floor((line % (2 * rows)) / 2)) * columns + Math.floor(x / 2)] ?? 0
    }),
    [1, channels, rows * 2, columns * 2],
  )
}

test.for([
  [20, 9],
  [8, 33],
  [17, 17],
  [9, 8],
])('what a map does to each place by itself comes out whole: %d x %d', async ([rows = 0, columns = 0]) => {
  const input = createNoiseSource(1)([1, 3, rows, columns])
  const tiles: string[] = []
  const result = await mapTiles(input, { side: 8, inputUnit: 1, outputUnit: 2 }, async (tile) => {
    tiles.push(tile.shape.slice(2).join('x'))
    return double(tile)
  })
  const expected = double(input)
  expect(result.shape).toEqual(expected.shape)
  for (const [at, value] of result.data.entries()) expect(value).toBeCloseTo(expected.data[at] ?? Number.NaN, 5)
  expect(new Set(tiles).size).toBe(1)
  expect(tiles.length).toBeGreaterThan(1)
})

test('neighbours fade into each other in a straight line', async () => {
  const input = createTensor(new Float32Array(14), [1, 1, 1, 14])
  let tile = 0
  const result = await mapTiles(input, { side: 8, inputUnit: 1, outputUnit: 1 }, async ({ shape }) =>
    createTensor(new Float32Array(8).fill(tile++), shape),
  )
  expect([...result.data].map((value) => Math.round(value * 100) / 100)).toEqual([0, 0, 0, 0, 0, 0, 0.25, 0.75, 1, 1, 1, 1, 1, 1])
})
