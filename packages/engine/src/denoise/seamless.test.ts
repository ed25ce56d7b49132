import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openModel } from '../families/index.ts'
import { createRuntime } from '../runtime/index.ts'
import { createNoiseSource, createTensor, type Tensor } from '../tensor/index.ts'
import { createPipeline, type Pipeline } from './index.ts'

/*
 * A picture that tiles has no first column: moving what goes into a network round by some columns moves what comes out, and nothing
 * else. Held on the shipped model, whose networks halve three times.
 */

let pipeline: Pipeline

beforeAll(async () => {
  const model = await openModel(fileURLToPath(new URL('../../../../models/starter', import.meta.url)))
  pipeline = createPipeline(model.parts, createRuntime())
})
afterAll(() => pipeline.close())

/** [1, C, H, W] moved round to the right and down. */
function roll({ data, shape }: Tensor, right: number, down: number): Tensor {
  const [, channels = 0, height = 0, width = 0] = shape
  const moved = new Float32Array(data.length)
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const to = (c * height + ((y + down) % height)) * width + ((x + right) % width)
        moved[to] = data[(c * height + y) * width + x] as number
      }
    }
  }
  return createTensor(moved, shape)
}

const distance = (one: Tensor, other: Tensor): number => {
  expect(one.shape).toEqual(other.shape)
  return one.data.reduce((largest, value, at) => Math.max(largest, Math.abs(value - (other.data[at] ?? Number.NaN))), 0)
}

const latents = createNoiseSource(3)([1, 4, 16, 16])

test.each([
  [['x'], 8, 0],
  [['y'], 0, 8],
  [['x', 'y'], 8, 8],
] as const)('along %j', async (axes, right, down) => {
  const seamless = pipeline.seamless(axes)
  const { positive } = await pipeline.encodePrompts('a leaf', undefined, 0)
  const [predict, plain] = [await seamless.predictUnder(positive), await pipeline.predictUnder(positive)]
  const rolled = roll(latents, right, down)
  expect(distance(await predict(rolled, 500), roll(await predict(latents, 500), right, down))).toBeLessThan(1e-4)
  expect(distance(await plain(rolled, 500), roll(await plain(latents, 500), right, down))).toBeGreaterThan(1e-2)
  const decoded = roll(await seamless.decode(latents), right * 8, down * 8)
  expect(distance(await seamless.decode(rolled), decoded)).toBeLessThan(1e-3)
  expect(distance(await pipeline.decode(rolled), decoded)).toBeGreaterThan(1e-2)
})
