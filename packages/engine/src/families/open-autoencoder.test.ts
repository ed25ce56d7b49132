import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRandomTensors, listSd1Tensors, type TensorToWrite, TINY_SD1_SIZES, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { readSafetensorsHeader, readTensor, type Weights } from '../formats/index.ts'
import { type AutoencoderKl, inferAutoencoderKlConfig } from '../networks/index.ts'
import { listParameters } from '../onnx/index.ts'
import { openAutoencoder } from './open-autoencoder.ts'
import { openModel } from './open-model.ts'

const STARTER = fileURLToPath(new URL('../../../../models/starter', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'bottega-autoencoders-'))
afterAll(() => rm(folder, { recursive: true }))

/** What tells each parameter's numbers from others; millions of numbers are slow to compare one by one. */
async function digestsOf(autoencoder: AutoencoderKl): Promise<Map<string, string>> {
  const digests = new Map<string, string>()
  for (const [key, { view }] of listParameters(autoencoder)) {
    const { data } = await readTensor(view)
    digests.set(key, createHash('sha256').update(data).digest('hex'))
  }
  return digests
}

const checkpoint = createRandomTensors(listSd1Tensors(TINY_SD1_SIZES))
const old = Object.fromEntries(
  Object.entries(checkpoint).flatMap(([key, tensor]) =>
    key.startsWith('first_stage_model.') ? [[key.slice('first_stage_model.'.length), tensor]] : [],
  ),
)

let files = 0
async function write(tensors: Readonly<Record<string, TensorToWrite>>): Promise<string> {
  const path = join(folder, `${files++}.safetensors`)
  await writeSafetensors(path, tensors)
  return path
}

const withPrefix = (prefix: string) => Object.fromEntries(Object.entries(old).map(([key, tensor]) => [prefix + key, tensor]))

test.for(['', 'first_stage_model.', 'vae.'])(
  'a file with the old keys under %j opens like the same part of a checkpoint',
  async (prefix) => {
    const autoencoder = await openAutoencoder(await write({ ...withPrefix(prefix), 'loss.logvar': { shape: [1], values: [0] } }))
    expect(autoencoder.config).toMatchObject({ channels: [8, 8, 16, 16], latentChannels: 4, scalingFactor: 0.18215 })
    const { parts } = await openModel(await write(checkpoint))
    expect(await digestsOf(autoencoder)).toEqual(await digestsOf(parts.autoencoder))
  },
)

test('a folder of diffusers opens with its own settings, and its file by itself', async () => {
  const { parts } = await openModel(STARTER)
  expect(await openAutoencoder(join(STARTER, 'vae'))).toEqual(parts.autoencoder)
  const byItself = await openAutoencoder(join(STARTER, 'vae', 'diffusion_pytorch_model.safetensors'))
  expect(await digestsOf(byItself)).toEqual(await digestsOf(parts.autoencoder))
})

test('a file whose attention has the older names of diffusers opens', async () => {
  const { tensors } = await readSafetensorsHeader(join(STARTER, 'vae', 'diffusion_pytorch_model.safetensors'))
  const names = { to_q: 'query', to_k: 'key', to_v: 'value', 'to_out.0': 'proj_attn' } as const
  const rename = (key: string) =>
    Object.entries(names).reduce((text, [now, before]) => text.replace(`.attentions.0.${now}.`, `.attentions.0.${before}.`), key)
  const shapes = [...tensors].map(([key, { shape }]) => [rename(key), { shape }] as const)
  expect(shapes.some(([key]) => key.includes('proj_attn'))).toBe(true)
  const { config } = await openAutoencoder(await write(createRandomTensors(shapes)))
  expect(config.channels).toEqual(inferAutoencoderKlConfig(tensors as Weights, 'autoencoder').channels)
})

test.for([
  ['nothing at all', async () => join(folder, 'nowhere'), 'file_unreadable', /nowhere/],
  [
    'a text encoder',
    async () => write({ 'text_model.final_layer_norm.weight': { shape: [2], values: [1, 1] } }),
    'model_unrecognized',
    /no autoencoder/,
  ],
  [
    'an encoder alone',
    async () => write(Object.fromEntries(Object.entries(old).filter(([key]) => !key.startsWith('decoder')))),
    'model_unrecognized',
    /no autoencoder/,
  ],
  [
    'one without a tensor',
    async () => write(Object.fromEntries(Object.entries(old).filter(([key]) => key !== 'decoder.conv_out.bias'))),
    'model_incomplete',
    /decoder\.conv_out\.bias/,
  ],
  ['a folder without settings', () => emptyFolder(), 'file_unreadable', /config\.json/],
  [
    'a folder without weights',
    () => emptyFolder({ latent_channels: 4, block_out_channels: [32], layers_per_block: 1 }),
    'model_incomplete',
    /safetensors/,
  ],
  [
    'one of pictures with transparency',
    async () => write({ ...old, 'decoder.conv_out.weight': { shape: [4, 8, 3, 3], values: new Float32Array(288) } }),
    'model_unrecognized',
    /have 4 channels/,
  ],
  ['a place below a file', async () => join(await write(old), 'vae'), 'file_unreadable', /cannot be looked at: .*ENOTDIR/],
  ['settings that are none', () => emptyFolder({ latent_channels: 'four' }), 'file_malformed', /latent_channels/],
] as const)('%s is refused by name', async ([, make, code, message]) => {
  await expect(openAutoencoder(await make())).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

async function emptyFolder(config?: object): Promise<string> {
  const path = join(folder, `${files++}`)
  await mkdir(path)
  if (config) await writeFile(join(path, 'config.json'), JSON.stringify(config))
  return path
}

test('a link opens like what it leads to', async () => {
  const link = join(folder, 'link.safetensors')
  await symlink(await write(old), link)
  expect((await openAutoencoder(link)).config.channels).toEqual([8, 8, 16, 16])
})
