import { mkdtemp, rm, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRawSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { readSafetensorsHeader, type TensorView } from '../formats/index.ts'
import { Graph, Linear, type OnnxModel } from '../onnx/index.ts'
import { fillTensor } from '../tensor/index.ts'
import { createRuntime } from './onnx-runtime.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-memory-'))
afterAll(() => rm(folder, { recursive: true }))
const runtime = createRuntime({ threads: 1 })
const MEGABYTE = 1024 ** 2

/** One linear layer of `width` x `width` half-precision zeros, in a file that takes no room on disk. */
async function buildLarge(width: number): Promise<OnnxModel> {
  const path = join(folder, `${width}.safetensors`)
  const length = 2 * width * width
  await writeRawSafetensors(path, JSON.stringify({ weight: { dtype: 'F16', shape: [width, width], data_offsets: [0, length] } }))
  await truncate(path, (await stat(path)).size + length)
  const layer = new Linear(width, width, { hasBias: false })
  layer.weight.bind((await readSafetensorsHeader(path)).tensors.get('weight') as TensorView)
  const graph = new Graph('network')
  graph.output('y', layer.call(graph.input('x', ['rows', width])), ['rows', width])
  return graph.build()
}

const scriptMemory = () => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

test('weights stay out of the heap, and out of memory until they are used', async () => {
  await (await runtime.load(await buildLarge(8))).dispose()
  const [heap, { rss }] = [scriptMemory(), process.memoryUsage()]
  const model = await buildLarge(10_240)
  const network = await runtime.load(model)
  expect(model.bytes.length).toBeLessThan(10_000)
  expect(scriptMemory() - heap).toBeLessThan(20 * MEGABYTE)
  expect(process.memoryUsage().rss - rss).toBeLessThan(60 * MEGABYTE)
  await network.dispose()
})

test('a network that was given back gives its memory back', async () => {
  const width = 6144
  const model = await buildLarge(width)
  const before = process.memoryUsage().rss
  const network = await runtime.load(model)
  const { y } = await network.run({ x: fillTensor([1, width], 1) })
  expect(y).toEqual(fillTensor([1, width]))
  const loaded = process.memoryUsage().rss - before
  await network.dispose()
  // The weights, mapped, and their widened copy, kept for the next run: six bytes each.
  expect(loaded).toBeGreaterThan(150 * MEGABYTE)
  expect(process.memoryUsage().rss - before).toBeLessThan(40 * MEGABYTE)
})

test('loading and giving back many times does not pile up', async () => {
  const model = await buildLarge(2048)
  const cycle = async () => {
    const network = await runtime.load(model)
    await network.run({ x: fillTensor([1, 2048], 1) })
    await network.dispose()
  }
  const growth: number[] = []
  for (let round = 0; round < 4; round++) {
    const before = process.memoryUsage().rss
    for (let i = 0; i < 10; i++) await cycle()
    growth.push(process.memoryUsage().rss - before)
  }
  // Allocators keep some memory at first, and not in every round; a leak of the weights or of their copy would be 80 to 240 MB in each.
  expect(Math.min(...growth)).toBeLessThan(40 * MEGABYTE)
})
