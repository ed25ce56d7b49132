import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSafetensors } from '@bottega/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { isDiffusersFolder, openDiffusersFolder, readPartWeights } from './diffusers-folder.ts'

const root = await mkdtemp(join(tmpdir(), 'bottega-diffusers-'))
afterAll(() => rm(root, { recursive: true }))
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'unet '))
})

/** A weights file whose one tensor is named after it, so that a test can tell which file was read. */
const write = (name: string, ...keys: string[]) =>
  writeSafetensors(
    join(folder, name),
    Object.fromEntries((keys.length > 0 ? keys : [name]).map((key) => [key, { dtype: 'U8' as const, shape: [1], values: [1] }])),
  )
const writeJson = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value))
const readKeys = async () => [...(await readPartWeights(folder)).keys()]

const INDEX = 'diffusion_pytorch_model.safetensors.index.json'
const shard = (number: number) => `diffusion_pytorch_model-0000${number}-of-00002.safetensors`

test.each([
  { files: ['model.safetensors'], read: 'model.safetensors' },
  { files: ['model.fp16.safetensors', 'model.safetensors'], read: 'model.safetensors' },
  {
    files: ['diffusion_pytorch_model.fp16.safetensors', 'diffusion_pytorch_model.bin'],
    read: 'diffusion_pytorch_model.fp16.safetensors',
  },
  {
    files: ['diffusion_pytorch_model.non_ema.safetensors', 'diffusion_pytorch_model.fp16.safetensors'],
    read: 'diffusion_pytorch_model.fp16.safetensors',
  },
  { files: ['model.non_ema.safetensors', 'model.fp16.non_ema.safetensors'], read: 'model.non_ema.safetensors' },
  { files: ['gewichte älter+neu.safetensors'], read: 'gewichte älter+neu.safetensors' },
])('of $files reads $read', async ({ files, read }) => {
  for (const name of files) await write(name)
  expect(await readKeys()).toEqual([read])
})

test('reads all shards that an index lists, each tensor from its own', async () => {
  await write(shard(1), 'a', 'b')
  await write(shard(2), 'c')
  await writeJson(INDEX, { metadata: { total_size: 3 }, weight_map: { a: shard(1), c: shard(2), b: shard(1) } })
  const weights = await readPartWeights(folder)
  expect([...weights].map(([key, { file }]) => [key, file.endsWith(shard(2)) ? 2 : 1])).toEqual([
    ['a', 1],
    ['c', 2],
    ['b', 1],
  ])
})

test('reads shards of a variant, whose index bears its name', async () => {
  const part = (number: number) => `model.fp16-0000${number}-of-00002.safetensors`
  await write(part(1), 'a')
  await write(part(2), 'b')
  await writeJson('model.safetensors.index.fp16.json', { weight_map: { a: part(1), b: part(2) } })
  expect(await readKeys()).toEqual(['a', 'b'])
})

test('follows links into a store of blobs', async () => {
  const blobs = await mkdtemp(join(root, 'blobs'))
  await write(shard(1), 'a')
  await write(shard(2), 'b')
  await writeJson(INDEX, { weight_map: { a: shard(1), b: shard(2) } })
  for (const name of [shard(1), shard(2), INDEX]) {
    await rename(join(folder, name), join(blobs, `blob of ${name}`))
    await symlink(join('..', blobs.slice(root.length + 1), `blob of ${name}`), join(folder, name))
  }
  const weights = await readPartWeights(folder)
  expect(weights.get('b')?.file).toBe(join(blobs, `blob of ${shard(2)}`))
})

test.each<[fault: string, map: Record<string, string>, code: string, message: RegExp]>([
  [
    'a shard that is not there',
    { a: shard(1), b: shard(2) },
    'model_incomplete',
    /index\.json needs .*00002-of-00002\.safetensors, which is not there/,
  ],
  [
    'a tensor that its shard lacks',
    { a: shard(1), b: shard(1) },
    'model_incomplete',
    /index\.json says that tensor b is in .*00001-of-00002\.safetensors, but it is not/,
  ],
  [
    'a file outside',
    { a: '../outside.safetensors' },
    'file_malformed',
    /names the file "\.\.\/outside\.safetensors", which is outside its folder/,
  ],
  ['a path from the root', { a: '/etc/passwd' }, 'file_malformed', /which is outside its folder/],
  ['a sub-folder', { a: 'sub/model.safetensors' }, 'file_malformed', /which is outside its folder/],
  ['the folder above', { a: '..' }, 'file_malformed', /which is outside its folder/],
  ['no file at all', { a: '' }, 'model_incomplete', /which is not there/],
  ['no tensor', {}, 'model_incomplete', /lists no tensors/],
])('refuses an index that names %s', async (_, map, code, message) => {
  await write(shard(1), 'a')
  await writeFile(join(root, 'outside.safetensors'), '')
  await writeJson(INDEX, { weight_map: map })
  await expect(readPartWeights(folder)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})

test.each([
  ['', /is not JSON/],
  ['{"metadata": {}}', /index\.json: weight_map/],
  ['{"weight_map": {"a": 1}}', /index\.json: weight_map\.a/],
])('refuses an index that holds %j', async (text, message) => {
  await writeFile(join(folder, INDEX), text)
  await expect(readPartWeights(folder)).rejects.toMatchObject({ code: 'file_malformed', message: expect.stringMatching(message) })
})

test('names the shard that is damaged', async () => {
  await writeFile(join(folder, shard(1)), 'short')
  await writeJson(INDEX, { weight_map: { a: shard(1) } })
  await expect(readPartWeights(folder)).rejects.toThrow(`${shard(1)} is not a sound safetensors file: it has 5 bytes`)
})

test.each(['diffusion_pytorch_model.bin', 'pytorch_model.ckpt', 'model.pt', 'model.pth'])(
  'refuses a part of %s alone, with advice',
  async (name) => {
    await writeFile(join(folder, name), 'PK\x03\x04')
    await expect(readPartWeights(folder)).rejects.toMatchObject({
      code: 'file_unsupported',
      message: expect.stringMatching(/pickle only.*Get the \.safetensors files/),
    })
  },
)

test('names a part that is empty or not there', async () => {
  await writeJson('config.json', {})
  await expect(readPartWeights(folder)).rejects.toMatchObject({
    code: 'model_incomplete',
    message: `${folder} holds no .safetensors file. Download this part of the model again.`,
  })
  await expect(readPartWeights(join(folder, 'vae'))).rejects.toMatchObject({
    code: 'model_incomplete',
    message: expect.stringContaining('The model has no folder vae'),
  })
})

test('a lone shard without its index is not taken for the whole', async () => {
  await write(shard(1), 'a')
  await expect(readPartWeights(folder)).rejects.toMatchObject({ code: 'model_incomplete' })
})

test('lists the parts of an index and leaves out what is null, a setting, or no name of a folder', async () => {
  await writeJson('model_index.json', {
    _class_name: 'StableDiffusionPipeline',
    _diffusers_version: '0.30.0',
    unet: ['diffusers', 'UNet2DConditionModel'],
    safety_checker: [null, null],
    image_encoder: null,
    requires_safety_checker: true,
    '../outside': ['diffusers', 'AutoencoderKL'],
    scheduler: ['diffusers', 'PNDMScheduler'],
  })
  expect(await isDiffusersFolder(folder)).toBe(true)
  expect(await openDiffusersFolder(folder)).toEqual({
    path: folder,
    className: 'StableDiffusionPipeline',
    parts: new Map([
      ['unet', 'UNet2DConditionModel'],
      ['scheduler', 'PNDMScheduler'],
    ]),
  })
})

test.each([
  ['', 'file_malformed', 'is not JSON'],
  ['{}', 'file_malformed', '_class_name'],
  ['{"_class_name": 3}', 'file_malformed', '_class_name'],
  ['{"_class_name": "StableDiffusionPipeline"}', 'model_incomplete', 'lists no part of a model'],
  ['{"_class_name": "StableDiffusionPipeline", "unet": [null, null]}', 'model_incomplete', 'lists no part of a model'],
])('refuses a model_index.json that holds %j', async (text, code, message) => {
  await writeFile(join(folder, 'model_index.json'), text)
  await expect(openDiffusersFolder(folder)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  await expect(openDiffusersFolder(folder)).rejects.toThrow(join(folder, 'model_index.json'))
})

test('a folder without an index is none of these', async () => {
  expect(await isDiffusersFolder(folder)).toBe(false)
  await mkdir(join(folder, 'model_index.json'))
  expect(await isDiffusersFolder(folder)).toBe(false)
  expect(await isDiffusersFolder(join(folder, 'nowhere'))).toBe(false)
  await expect(openDiffusersFolder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file_unreadable' })
})
