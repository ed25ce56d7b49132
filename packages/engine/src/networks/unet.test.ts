import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandomTensors, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { readSafetensorsHeader, readTensor, type TensorView } from '../formats/index.ts'
import { bindWeights, listParameters } from '../onnx/index.ts'
import { createRuntime } from '../runtime/index.ts'
import { concatenate, createNoiseSource, createTensor, type Tensor } from '../tensor/index.ts'
import { timestepFeatures } from './timestep-features.ts'
import { buildUnet, Unet } from './unet.ts'
import type { UnetConfig } from './unet-config.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-unet-'))
afterAll(() => rm(folder, { recursive: true }))
const runtime = createRuntime({ threads: 1 })

const config: UnetConfig = {
  inChannels: 4,
  outChannels: 4,
  levels: [
    { channels: 16, depth: 1, heads: 2 },
    { channels: 32, depth: 1, heads: 4 },
    { channels: 32, depth: 0, heads: 4 },
  ],
  middle: { depth: 1, heads: 4 },
  blocksPerLevel: 1,
  contextWidth: 12,
  groups: 8,
  epsilon: 1e-5,
  timestep: { width: 16, isCosineFirst: true, frequencyShift: 0 },
}
const path = join(folder, 'unet.safetensors')
await writeSafetensors(path, createRandomTensors(listParameters(new Unet(config))))

async function loadUnet(file = path, features: readonly string[] = []) {
  const unet = new Unet(config)
  expect(bindWeights(unet, (await readSafetensorsHeader(file)).tensors, 'U-Net')).toEqual([])
  return runtime.load(buildUnet(unet, features))
}

const network = await loadUnet()
afterAll(() => network.dispose())

interface Inputs {
  readonly sample: Tensor
  readonly context: Tensor
  readonly timestep?: number
}
async function predict({ sample, context, timestep = 500 }: Inputs, by = network): Promise<Tensor> {
  const row = createTensor(timestepFeatures(timestep, config.timestep), [1, 16])
  const time_features = concatenate(new Array<Tensor>(sample.shape[0] ?? 1).fill(row), 0)
  const { output } = await by.run({ sample, time_features, context })
  return output as Tensor
}

const noise = createNoiseSource(3)
const largestDifference = (a: Tensor, b: Tensor) =>
  Math.max(...a.data.map((value, at) => Math.abs(value - (b.data[at] as number))))

test.each([
  [8, 8],
  [5, 7],
  [13, 9],
  [1, 1],
  [1, 16],
  [3, 2],
])('predicts latents of %i x %i', async (height, width) => {
  const output = await predict({ sample: noise([1, 4, height, width]), context: noise([1, 77, 12]) })
  expect(output.shape).toEqual([1, 4, height, width])
  expect(output.data.every(Number.isFinite)).toBe(true)
  expect(Math.max(...output.data) - Math.min(...output.data)).toBeGreaterThan(0.01)
})

test('a batch gives what its pictures give alone', async () => {
  const [first, second] = [0, 1].map(() => ({ sample: noise([1, 4, 6, 5]), context: noise([1, 9, 12]) })) as [Inputs, Inputs]
  const batch = {
    sample: concatenate([first.sample, second.sample], 0),
    context: concatenate([first.context, second.context], 0),
  }
  const alone = concatenate([await predict(first), await predict(second)], 0)
  expect(largestDifference(await predict(batch), alone)).toBeLessThan(1e-5)
})

test('the prompt, its length, the timestep and the sample all count', async () => {
  const inputs = { sample: noise([1, 4, 6, 6]), context: noise([1, 77, 12]) }
  const output = await predict(inputs)
  for (const change of [
    { context: noise([1, 77, 12]) },
    { context: noise([1, 154, 12]) },
    { timestep: 501 },
    { sample: noise([1, 4, 6, 6]) },
  ]) {
    expect(largestDifference(output, await predict({ ...inputs, ...change }))).toBeGreaterThan(1e-4)
  }
  expect(await predict(inputs)).toEqual(output)
})

test('weights of half precision give what their widened copies give', async () => {
  const [half, full] = [join(folder, 'half.safetensors'), join(folder, 'full.safetensors')]
  await writeSafetensors(half, createRandomTensors(listParameters(new Unet(config)), { dtype: 'F16' }))
  const { tensors } = await readSafetensorsHeader(half)
  const widen = async ([key, view]: [string, TensorView]) =>
    [key, { shape: view.shape, values: (await readTensor(view)).data }] as const
  await writeSafetensors(full, Object.fromEntries(await Promise.all([...tensors].map(widen))))
  const inputs = { sample: noise([1, 4, 6, 6]), context: noise([1, 9, 12]) }
  const outputs: Tensor[] = []
  for (const file of [half, full]) {
    const loaded = await loadUnet(file)
    outputs.push(await predict(inputs, loaded))
    await loaded.dispose()
  }
  expect(largestDifference(outputs[0] as Tensor, outputs[1] as Tensor)).toBeLessThan(1e-5)
})

test('gives the features of its parts, each level half the size of the one before, rounded up', async () => {
  const loaded = await loadUnet(path, ['conv_in', 'down_blocks.0', 'down_blocks.1', 'mid_block', 'up_blocks.0', 'time_embedding'])
  const row = createTensor(timestepFeatures(1, config.timestep), [1, 16])
  const outputs = await loaded.run({ sample: noise([1, 4, 13, 9]), time_features: row, context: noise([1, 9, 12]) })
  await loaded.dispose()
  expect(Object.fromEntries(Object.entries(outputs).map(([key, { shape }]) => [key, shape]))).toEqual({
    output: [1, 4, 13, 9],
    conv_in: [1, 16, 13, 9],
    'down_blocks.0': [1, 16, 7, 5],
    'down_blocks.1': [1, 32, 4, 3],
    mid_block: [1, 32, 4, 3],
    'up_blocks.0': [1, 32, 7, 5],
    time_embedding: [1, 64],
  })
})

test('refuses features of a part that it does not have', async () => {
  await expect(loadUnet(path, ['down_blocks.3'])).rejects.toThrow('a U-Net has no part down_blocks.3')
})
