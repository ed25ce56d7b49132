import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandomTensors, type TensorToWrite, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { readSafetensorsHeader } from '../formats/index.ts'
import { bindWeights, listParameters, type Module, type OnnxModel } from '../onnx/index.ts'
import { createRuntime } from '../runtime/index.ts'
import { concatenate, createNoiseSource, type Tensor } from '../tensor/index.ts'
import { AutoencoderKl, buildAutoencoderKlDecoder, buildAutoencoderKlEncoder } from './autoencoder-kl.ts'
import { type AutoencoderKlConfig, parseAutoencoderKlConfig } from './autoencoder-kl-config.ts'
import {
  AutoencoderTiny,
  buildAutoencoderTinyDecoder,
  buildAutoencoderTinyEncoder,
  parseAutoencoderTinyConfig,
} from './autoencoder-tiny.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-vae-'))
afterAll(() => rm(folder, { recursive: true }))
const runtime = createRuntime({ threads: 1 })
const noise = createNoiseSource(4)

async function bindTensors<T extends Module>(module: T, tensors: Record<string, TensorToWrite>): Promise<T> {
  const path = join(await mkdtemp(join(folder, 'file-')), 'vae.safetensors')
  await writeSafetensors(path, tensors)
  bindWeights(module, (await readSafetensorsHeader(path)).tensors, 'autoencoder')
  return module
}

async function run(model: OnnxModel, input: string, tensor: Tensor, output: string): Promise<Tensor> {
  const network = await runtime.load(model)
  const results = await network.run({ [input]: tensor })
  await network.dispose()
  return results[output] as Tensor
}

const config = parseAutoencoderKlConfig(
  { block_out_channels: [8, 16, 16], latent_channels: 4, layers_per_block: 1, norm_num_groups: 4 },
  'vae',
)
const tensors = createRandomTensors(listParameters(new AutoencoderKl(config)))
const autoencoder = await bindTensors(new AutoencoderKl(config), tensors)
const tinyConfig = parseAutoencoderTinyConfig(
  {
    encoder_block_out_channels: [8, 8, 8],
    decoder_block_out_channels: [8, 8, 8],
    num_encoder_blocks: [1, 2, 1],
    num_decoder_blocks: [1, 2, 1],
  },
  'taesd',
)
const tiny = await bindTensors(
  new AutoencoderTiny(tinyConfig),
  createRandomTensors(listParameters(new AutoencoderTiny(tinyConfig))),
)

const encode = (image: Tensor, by = autoencoder) => run(buildAutoencoderKlEncoder(by), 'image', image, 'moments')
const decode = (latents: Tensor, by = autoencoder) => run(buildAutoencoderKlDecoder(by), 'latents', latents, 'image')
const encodeTiny = (image: Tensor) => run(buildAutoencoderTinyEncoder(tiny), 'image', image, 'latents')
const decodeTiny = (latents: Tensor) => run(buildAutoencoderTinyDecoder(tiny), 'latents', latents, 'image')

const expectClose = (actual: Tensor, expected: Tensor) => {
  expect(actual.shape).toEqual(expected.shape)
  expect(Math.max(...actual.data.map((value, at) => Math.abs(value - (expected.data[at] as number))))).toBeLessThan(1e-5)
}

test.each([
  [8, 12],
  [20, 4],
])('pictures of %i x %i have a quarter of that in latents, and back', async (height, width) => {
  const image = noise([1, 3, height, width])
  expect((await encode(image)).shape).toEqual([1, 8, height / 4, width / 4])
  expect((await encodeTiny(image)).shape).toEqual([1, 4, height / 4, width / 4])
  const latents = noise([1, 4, height / 4, width / 4])
  expect((await decode(latents)).shape).toEqual([1, 3, height, width])
  expect((await decodeTiny(latents)).shape).toEqual([1, 3, height, width])
})

test('decodes latents of odd sizes', async () => {
  for (const decodeBy of [decode, decodeTiny]) expect((await decodeBy(noise([1, 4, 3, 5]))).shape).toEqual([1, 3, 12, 20])
})

test.each([
  { name: 'encoder', call: encode, shape: [1, 3, 8, 8] },
  { name: 'decoder', call: decode, shape: [1, 4, 3, 2] },
  { name: 'tiny encoder', call: encodeTiny, shape: [1, 3, 8, 8] },
  { name: 'tiny decoder', call: decodeTiny, shape: [1, 4, 3, 2] },
])('the $name gives for a batch what it gives for its pictures alone', async ({ call, shape }) => {
  const [first, second] = [noise(shape), noise(shape)]
  const alone = concatenate([await call(first), await call(second)], 0)
  expect(alone.data.every(Number.isFinite)).toBe(true)
  expectClose(await call(concatenate([first, second], 0)), alone)
})

/** An autoencoder whose convolutions around the latents do nothing. */
const identity = (size: number): TensorToWrite => ({
  shape: [size, size, 1, 1],
  values: Float32Array.from({ length: size * size }, (_, at) => (at % (size + 1) === 0 ? 1 : 0)),
})
const zeros = (size: number): TensorToWrite => ({ shape: [size], values: new Float32Array(size) })

test('leaving out convolutions around the latents is the same as having them do nothing', async () => {
  const neutral = await bindTensors(new AutoencoderKl(config), {
    ...tensors,
    'quant_conv.weight': identity(8),
    'quant_conv.bias': zeros(8),
    'post_quant_conv.weight': identity(4),
    'post_quant_conv.bias': zeros(4),
  })
  const bareConfig: AutoencoderKlConfig = { ...config, hasQuantConvolution: false, hasPostQuantConvolution: false }
  const bare = await bindTensors(new AutoencoderKl(bareConfig), tensors)
  const [image, latents] = [noise([1, 3, 8, 8]), noise([1, 4, 2, 2])]
  expectClose(await encode(image, bare), await encode(image, neutral))
  expectClose(await decode(latents, bare), await decode(latents, neutral))
  expect((await encode(image)).data).not.toEqual((await encode(image, bare)).data)
})

test('an autoencoder without attention in the middle runs', async () => {
  const plain = await bindTensors(new AutoencoderKl({ ...config, hasMiddleAttention: false }), tensors)
  const latents = noise([1, 4, 2, 2])
  expect((await decode(latents, plain)).data).not.toEqual((await decode(latents)).data)
})

test('a picture halved is padded below and to the right only', async () => {
  // Odd sizes show it: padded on both sides, 9 would be halved to 5 and then to 3.
  const small = { ...config, hasMiddleAttention: false }
  const halving = await bindTensors(new AutoencoderKl(small), tensors)
  expect((await encode(noise([1, 3, 9, 11]), halving)).shape).toEqual([1, 8, 2, 2])
})

test('the tiny decoder limits latents softly to 3', async () => {
  const latents = noise([1, 4, 2, 2])
  const far = { ...latents, data: latents.data.map((value) => Math.sign(value) * 1000) }
  const further = { ...latents, data: latents.data.map((value) => Math.sign(value) * 5000) }
  expectClose(await decodeTiny(far), await decodeTiny(further))
})
