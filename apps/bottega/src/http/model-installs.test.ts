import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { buildTextToImageGraph, type ModelIdentifierField } from '@bottega/graph'
import { createRandomTensors, listSd1Tensors, TINY_SD1_SIZES, writeSafetensors } from '@bottega/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let starter: string
/** A folder of the person who installs. */
let home: string

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  starter = join(server.app.projectRoot, 'models/starter')
  home = join(server.root, 'home')
  await mkdir(home)
})
afterAll(() => server.close())

interface Model extends ModelIdentifierField {
  readonly path: string
  readonly format: string
}
interface Job {
  readonly id: number
  readonly status: string
  readonly error: string | null
  readonly config_out: Model | null
}

async function ask(method: string, path: string, json?: unknown): Promise<{ status: number; json: never }> {
  return server.request(method, `/api/v2/models/${path}`, json === undefined ? {} : { json })
}

async function order(source: string, { inplace = false, ...json }: { inplace?: boolean; base?: string; key?: string } = {}) {
  const { status, json: job } = await ask('POST', `install?source=${encodeURIComponent(source)}&inplace=${inplace}`, json)
  return { status, job: job as Job }
}

async function awaitEnd({ id }: Job): Promise<Job> {
  const look = async () => (await ask('GET', `install/${id}`)).json as Job
  await expect.poll(async () => (await look()).status, { timeout: 20_000 }).toMatch(/completed|error|cancelled/)
  return look()
}

async function install(source: string, options: Parameters<typeof order>[1] = {}): Promise<Job> {
  const { status, job } = await order(source, options)
  expect([source, status]).toEqual([source, 201])
  return awaitEnd(job)
}

async function installed(source: string, options: Parameters<typeof order>[1] = {}): Promise<Model> {
  const job = await install(source, options)
  expect(job).toMatchObject({ status: 'completed', error: null })
  return job.config_out!
}

const listModels = async (query = '') => ((await ask('GET', query)).json as { readonly models: Model[] }).models

/** A file in one's home that is a model: an autoencoder, which is small. */
async function makeVae(name: string): Promise<string> {
  const path = join(home, name)
  await mkdir(dirname(path), { recursive: true })
  await cp(join(starter, 'vae/diffusion_pytorch_model.safetensors'), path)
  return path
}

/** Paints with a model and tells how it ended. */
async function paint(model: Model): Promise<string> {
  let ids = 0
  const { key, hash, name, base, type } = model
  const form = {
    ...{ model: { key, hash, name, base, type }, positivePrompt: 'a fox', negativePrompt: '', seed: 1 },
    ...{ width: 64, height: 64, steps: 1, guidanceScale: 1, scheduler: 'euler' as const },
  }
  const { graph } = buildTextToImageGraph(form, () => `${ids++}`)
  const { json } = await server.request('POST', '/api/v1/queue/default/enqueue_batch', { json: { batch: { graph } } })
  const [id] = (json as { readonly item_ids: number[] }).item_ids
  const look = async () => (await server.request('GET', `/api/v1/queue/default/i/${id}`)).json as { readonly status: string }
  await expect.poll(async () => (await look()).status, { timeout: 60_000 }).toMatch(/completed|failed/)
  return (await look()).status
}

test('a checkpoint in one file, a folder and a copy of each paint', { timeout: 120_000 }, async () => {
  const file = join(home, 'tiny.safetensors')
  await writeSafetensors(file, createRandomTensors(listSd1Tensors(TINY_SD1_SIZES)))
  const models = [
    await installed(file, { inplace: true, base: 'sd-1' }),
    await installed(file, { base: 'sd-1' }),
    await installed(starter),
  ]
  expect(models.map(({ format }) => format)).toEqual(['checkpoint', 'checkpoint', 'diffusers'])
  for (const model of models) {
    expect(await paint(model)).toBe('completed')
    expect((await ask('DELETE', `i/${model.key}`)).status).toBe(204)
  }
  expect((await stat(file)).size).toBeGreaterThan(0)
})

test('a file of a width that nobody published needs to be told its base', async () => {
  const file = join(home, 'untold.safetensors')
  await writeSafetensors(file, createRandomTensors(listSd1Tensors(TINY_SD1_SIZES)))
  expect(await install(file, { inplace: true })).toMatchObject({ status: 'error', error: expect.stringContaining('"base"') })
})

test.each(['a b.c+d.safetensors', 'v1.5 (final) [x].safetensors', 'Größe 日本.safetensors', `"quoted" 'n' 100%.safetensors`])(
  'a model called %s is used where it lies and found by its exact name',
  async (name) => {
    const path = await makeVae(name)
    const stem = name.slice(0, -'.safetensors'.length)
    const model = await installed(path, { inplace: true })
    expect(model).toMatchObject({ name: stem, path, type: 'vae', base: 'sd-1' })
    expect(await listModels(`?model_name=${encodeURIComponent(stem)}`)).toMatchObject([{ key: model.key }])
    expect((await ask('GET', `get_by_attrs?name=${encodeURIComponent(stem)}&type=vae&base=sd-1`)).json).toMatchObject({
      key: model.key,
    })
    expect((await ask('DELETE', `i/${model.key}`)).status).toBe(204)
    expect((await stat(path)).isFile()).toBe(true)
  },
)

test('a folder without a part is refused by its name, with an empty or absent index too, and nothing is listed', async () => {
  const before = await listModels()
  for (const [part, damage] of [
    ['vae', (folder: string) => rm(join(folder, 'vae'), { recursive: true })],
    ['text_encoder', (folder: string) => rm(join(folder, 'text_encoder/model.safetensors'))],
    ['model_index.json', (folder: string) => writeFile(join(folder, 'model_index.json'), '')],
    ['model_index.json', (folder: string) => rm(join(folder, 'model_index.json'))],
    ['diffusion_pytorch_model', (folder: string) => truncate(join(folder, 'unet/diffusion_pytorch_model.safetensors'), 100_000)],
  ] as const) {
    const folder = join(home, 'damaged')
    await cp(starter, folder, { recursive: true })
    await damage(folder)
    for (const inplace of [true, false]) {
      expect([part, await install(folder, { inplace })]).toMatchObject([
        part,
        { status: 'error', error: expect.stringContaining(part) },
      ])
    }
    await rm(folder, { recursive: true })
  }
  expect(await listModels()).toEqual(before)
  expect(await readdir(server.app.root.models)).not.toContainEqual(expect.stringMatching(/part|damaged/))
})

test('the same path is installed once, however often and at once it is asked for', async () => {
  const path = await makeVae('once.safetensors')
  const orders = await Promise.all([1, 2, 3].map(() => order(path, { inplace: true })))
  const started = orders.filter(({ status }) => status === 201)
  expect(new Set(started.map(({ job }) => job.id)).size).toBe(1)
  await awaitEnd(started[0]!.job)
  expect((await order(path, { inplace: true })).status).toBe(409)
  expect(await listModels('?model_name=once')).toHaveLength(1)
  await installed(path)
  expect(await install(path)).toMatchObject({ status: 'error', error: expect.stringContaining('installed already') })
  expect(await listModels('?model_name=once')).toHaveLength(2)
})

test('different models are installed at once', async () => {
  const paths = await Promise.all(['one', 'two', 'three', 'four'].map((name) => makeVae(`parallel ${name}.safetensors`)))
  const orders = await Promise.all(paths.map((path) => order(path)))
  const ends = await Promise.all(orders.map(({ job }) => awaitEnd(job)))
  expect(ends.map(({ status }) => status)).toEqual(paths.map(() => 'completed'))
  expect(new Set(ends.map(({ config_out }) => config_out?.key)).size).toBe(4)
})

test('a key that is no name of a folder is refused', async () => {
  const path = await makeVae('keyed.safetensors')
  expect((await order(path, { key: '../../x' })).status).toBe(422)
  expect(await installed(path, { key: 'my-key_1' })).toMatchObject({
    key: 'my-key_1',
    path: join('my-key_1', 'keyed.safetensors'),
  })
  expect(await install(await makeVae('keyed again.safetensors'), { key: 'my-key_1' })).toMatchObject({ status: 'error' })
})

test('a folder of links, as model hubs lay them out, is copied whole', async () => {
  const store = join(home, 'blobs')
  const folder = join(home, 'snapshot')
  await cp(join(starter, 'vae'), store, { recursive: true })
  await mkdir(folder)
  for (const name of ['config.json', 'diffusion_pytorch_model.safetensors']) {
    await symlink(join('..', 'blobs', name), join(folder, name))
  }
  const { path } = await installed(folder)
  await rm(store, { recursive: true })
  const copy = join(server.app.root.models, path)
  expect(await readFile(join(copy, 'config.json'), 'utf8')).toContain('AutoencoderKL')
  expect((await stat(join(copy, 'diffusion_pytorch_model.safetensors'))).size).toBeGreaterThan(100_000)
})

test('a model whose file goes away is listed as missing until it is back', async () => {
  const path = await makeVae('wanderer.safetensors')
  const { key } = await installed(path, { inplace: true })
  const missing = async () =>
    ((await ask('GET', 'missing')).json as { readonly models: Model[] }).models.map((model) => model.key)
  expect(await missing()).not.toContain(key)
  await rename(path, `${path}.away`)
  expect(await missing()).toContain(key)
  expect((await ask('POST', `i/${key}/reidentify`)).status).toBe(400)
  await rename(`${path}.away`, path)
  expect(await missing()).not.toContain(key)
})

test('what a link in the models folder leads to is never deleted', async () => {
  const path = await makeVae('shelf/linked.safetensors')
  await symlink(dirname(path), join(server.app.root.models, 'shelf'))
  const { key } = await installed(join(server.app.root.models, 'shelf', 'linked.safetensors'), { inplace: true })
  expect((await ask('DELETE', `i/${key}`)).status).toBe(204)
  expect((await stat(path)).isFile()).toBe(true)
})

test('an install that waits or runs can be taken back, and leaves nothing', async () => {
  const big = join(home, 'big.safetensors')
  const bytes = 300 * 2 ** 20
  await writeFile(big, '')
  const header = JSON.stringify({
    'encoder.conv_in.weight': { dtype: 'U8', shape: [1], data_offsets: [0, 1] },
    'decoder.conv_in.weight': { dtype: 'U8', shape: [bytes - 1], data_offsets: [1, bytes] },
  })
  const start = Buffer.alloc(8)
  start.writeBigUInt64LE(BigInt(header.length))
  await writeFile(big, Buffer.concat([start, Buffer.from(header)]))
  await truncate(big, 8 + header.length + bytes)
  const running = await order(big, { base: 'sd-1' })
  const waiting = await order(await makeVae('waits.safetensors'))
  for (const { job } of [running, waiting]) {
    expect((await ask('DELETE', `install/${job.id}`)).status).toBe(201)
    expect((await awaitEnd(job)).status).toBe('cancelled')
  }
  await installed(await makeVae('after.safetensors'))
  expect(await listModels('?model_name=waits')).toEqual([])
  expect((await readdir(server.app.root.models)).filter((name) => name.startsWith('.'))).toEqual([])
})

test('folders are scanned as far as models go, without what is hidden', async () => {
  const shelf = join(home, 'scan')
  await cp(starter, join(shelf, 'deep/er/folder model'), { recursive: true })
  await cp(join(starter, 'vae'), join(shelf, 'vae alone'), { recursive: true })
  await makeVae('scan/a.safetensors')
  await makeVae('scan/.hidden/b.safetensors')
  await symlink(shelf, join(shelf, 'round'))
  await writeFile(join(shelf, 'notes.txt'), '')
  const { json } = await ask('GET', `scan_folder?scan_path=${encodeURIComponent(`${shelf}/`)}`)
  expect((json as { readonly path: string }[]).map(({ path }) => path)).toEqual(
    ['a.safetensors', 'deep/er/folder model', 'vae alone'].map((name) => join(shelf, name)),
  )
})

test.each([
  [
    'a LoRA',
    'lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight',
    [4, 768],
    { type: 'lora', base: 'sd-1', format: 'lycoris' },
  ],
  [
    'a ControlNet for canny edges',
    'controlnet_blocks.0.weight',
    [4, 4],
    { type: 'controlnet', base: 'flux', default_settings: { preprocessor: 'canny_image_processor' } },
  ],
  ['a textual inversion', 'emb_params', [2, 1024], { type: 'embedding', base: 'sd-2', format: 'embedding_file' }],
  ['an image encoder', 'vision_model.encoder.layers.0.mlp.fc1.weight', [4, 4], { type: 'clip_vision', base: 'any' }],
  ['a T5', 'encoder.block.0.layer.0.SelfAttention.q.weight', [4, 4], { type: 't5_encoder', base: 'any', format: 't5_encoder' }],
  [
    'a FLUX',
    'double_blocks.0.img_attn.qkv.weight',
    [4, 4],
    { type: 'main', base: 'flux', variant: 'schnell', prediction_type: null },
  ],
] as const)('%s is recorded as what it is', async (name, key, shape, expected) => {
  const path = join(home, `${name}.safetensors`)
  await writeSafetensors(path, createRandomTensors([[key, { shape }]]))
  expect(await installed(path, { inplace: true })).toMatchObject({ name, ...expected })
})

test.each([
  ['nothing that is known', 'x.weight', 'none of its 1 tensors is known'],
  ['a U-Net alone', 'down_blocks.0.resnets.0.time_emb_proj.weight', 'cannot be used by itself'],
  ['a LoRA for nobody knows what', 'lora_unet_mid_block_resnets_0_conv1.lora_down.weight', '"base"'],
])('%s is refused with the reason, and not recorded', async (name, key, reason) => {
  const path = join(home, `${name}.safetensors`)
  await writeSafetensors(path, createRandomTensors([[key, { shape: [4, 4] }]]))
  expect(await install(path, { inplace: true })).toMatchObject({ status: 'error', error: expect.stringContaining(reason) })
  expect(await listModels(`?model_name=${encodeURIComponent(name)}`)).toEqual([])
})
