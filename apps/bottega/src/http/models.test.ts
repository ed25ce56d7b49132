import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ModelDefaults, ModelSupport } from '@bottega/contracts'
import { writeSafetensors } from '@bottega/testing'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let starter: string

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'models_dir: shelf/models\n' })
  starter = join(server.app.projectRoot, 'models/starter')
})
afterAll(() => server.close())

interface Model {
  readonly key: string
  readonly hash: string
  readonly path: string
  readonly name: string
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

async function listModels(query = ''): Promise<readonly Model[]> {
  return ((await ask('GET', query)).json as { readonly models: Model[] }).models
}

async function install(source: string, options = '', json?: unknown): Promise<Job> {
  const { status, json: job } = await ask('POST', `install?source=${encodeURIComponent(source)}${options}`, json)
  expect(status).toBe(201)
  const { id }: Job = job
  const look = async () => (await ask('GET', `install/${id}`)).json as Job
  await expect.poll(async () => (await look()).status).toMatch(/completed|error/)
  return look()
}

test('the model that comes with the program is there from the first start', async () => {
  const [model] = await listModels()
  expect(model).toMatchObject({
    name: 'Bottega Starter',
    base: 'sd-1',
    type: 'main',
    format: 'diffusers',
    path: starter,
    default_settings: { width: 128, height: 128, steps: 12, cfg_scale: 2, scheduler: 'ddim' },
  })
  const { key, hash } = model!
  expect((await ask('GET', `i/${key}`)).json).toEqual(model)
  expect((await ask('GET', `get_by_hash?hash=${hash}`)).json).toEqual(model)
  expect((await ask('GET', 'get_by_attrs?name=Bottega%20Starter&type=main&base=sd-1')).json).toEqual(model)
  expect((await ask('GET', 'get_by_attrs?name=x&type=main&base=sd-1')).json).toEqual({
    detail: 'No model found with these attributes',
  })
  expect(await listModels('?base_models=sdxl')).toEqual([])
  expect((await ask('GET', 'missing')).json).toEqual({ models: [] })
})

test('a model that can paint says what may be asked of it, and what a form begins with', async () => {
  const [model] = await listModels()
  const { supports, defaults } = model as unknown as { supports: ModelSupport; defaults: ModelDefaults }
  expect(ModelSupport.parse(supports)).toEqual(supports)
  expect(supports).toMatchObject({
    text_to_image: true,
    image_to_image: true,
    inpaint: true,
    negative_prompt: true,
    // its text encoder has three layers
    clip_skip: { max: 2 },
    guidance: { min: 1 },
    size: { min: 64, max: 4096, multiple_of: 8, native: { width: 128, height: 128 } },
  })
  expect(supports.schedulers).toContain('dpmpp_2m_k')
  // has a name on the wire, but nothing that runs
  expect(supports.schedulers).not.toContain('er_sde')
  expect(defaults).toEqual({ width: 128, height: 128, steps: 12, cfg_scale: 2, scheduler: 'ddim' })
})

test('what a person says of a model is kept, and what does not fit is refused', async () => {
  const [model] = await listModels()
  const change = (json: unknown) => ask('PATCH', `i/${model?.key}`, json)
  const settings = { width: 192, height: 128, steps: 7 }
  expect((await change({ description: 'mine', default_settings: settings })).json).toMatchObject({
    description: 'mine',
    name: 'Bottega Starter',
    default_settings: settings,
  })
  for (const [key, value] of Object.entries({ width: 3, steps: 0, scheduler: 'quick' })) {
    const refused = await change({ default_settings: { [key]: value } })
    expect([refused.status, refused.json]).toEqual([422, { detail: expect.anything() }])
    expect(JSON.stringify(refused.json)).toContain(key)
  }
  expect((await change({ name: '' })).status).toBe(422)
  expect((await change({ default_settings: { weight: 1 } })).status).toBe(422)
  expect((await change({ source_url: 'ftp://x' })).status).toBe(422)
  // its key and its files are found out, not told
  expect((await change({ key: 'x', path: '/etc/passwd' })).json).toMatchObject({ key: model?.key, path: starter })
})

test('a model is used where it lies, or copied into the models folder and removed from there', async () => {
  const folder = join(server.root, 'elsewhere')
  await cp(starter, folder, { recursive: true })
  const inPlace = await install(folder, '&inplace=true', { name: 'In place' })
  expect(inPlace).toMatchObject({ status: 'completed', config_out: { path: folder, name: 'In place' } })
  expect((await ask('POST', `install?source=${encodeURIComponent(folder)}&inplace=true`)).status).toBe(409)
  const copied = await install(`"${folder}"`)
  const { key, path } = copied.config_out!
  expect(path).toBe(join(key, 'elsewhere'))
  const card = join(server.app.root.models, path, 'model_index.json')
  expect(await readFile(card, 'utf8')).toContain('StableDiffusionPipeline')
  expect((await ask('DELETE', `i/${key}`)).status).toBe(204)
  await expect(readFile(card)).rejects.toThrow('ENOENT')
  const bulk = await ask('POST', 'i/bulk_delete', { keys: [inPlace.config_out?.key, 'x'] })
  expect(bulk.json).toEqual({ deleted: [inPlace.config_out?.key], failed: [{ key: 'x', error: 'Model not found' }] })
  // what was used in place stays
  expect(await readFile(join(folder, 'model_index.json'), 'utf8')).toContain('StableDiffusionPipeline')
})

test('a broken file fails its install with the reason, and leaves no record', async () => {
  const path = join(server.root, 'broken.safetensors')
  await writeFile(path, Buffer.alloc(100, 7))
  const before = (await listModels()).length
  expect(await install(path)).toMatchObject({
    status: 'error',
    error: expect.stringContaining('broken.safetensors'),
    config_out: null,
  })
  expect((await listModels()).length).toBe(before)
  const pickle = join(server.root, 'old.ckpt')
  await copyFile(path, pickle)
  expect((await ask('POST', `install?source=${encodeURIComponent(pickle)}`)).status).toBe(415)
})

test('what would need the network says what to do instead, and what is nothing at all is refused', async () => {
  for (const source of ['https://models.example/a.safetensors', 'owner/repo', 'owner/repo:fp16:sub', 'external://openai/x']) {
    expect([source, (await ask('POST', `install?source=${encodeURIComponent(source)}`)).status]).toEqual([source, 501])
  }
  for (const source of ['', 'x', '/nowhere/a.safetensors']) {
    expect([source, (await ask('POST', `install?source=${encodeURIComponent(source)}`)).status]).toEqual([source, 409])
  }
})

test('installs that have ended are forgotten on demand', async () => {
  expect((await ask('DELETE', 'install')).status).toBe(204)
  expect((await ask('GET', 'install')).json).toEqual([])
  expect((await ask('GET', 'install/1')).json).toEqual({ detail: 'Model install not found' })
  expect((await ask('POST', 'install/1/pause')).status).toBe(404)
})

test('folders are scanned for models, and installed ones are marked', async () => {
  const { status, json } = await ask('GET', `scan_folder?scan_path=${encodeURIComponent(join(starter, '..'))}`)
  expect([status, json]).toEqual([200, [{ path: starter, is_installed: true }]])
  expect((await ask('GET', 'scan_folder?scan_path=/no/such/folder')).status).toBe(400)
  expect((await ask('GET', 'scan_folder')).status).toBe(400)
})

test('only folders of the list of orphans are deleted', async () => {
  const models = join(server.root, 'shelf', 'models')
  await mkdir(join(models, 'lost/inner'), { recursive: true })
  await writeFile(join(models, 'lost/inner/a.safetensors'), 'x')
  expect((await ask('GET', 'sync/orphaned')).json).toEqual([
    { path: 'lost', absolute_path: join(models, 'lost'), files: ['inner/a.safetensors'], size_bytes: 1 },
  ])
  const { json } = await ask('DELETE', 'sync/orphaned', { paths: ['lost', '../databases', 'model_images'] })
  expect(json).toMatchObject({
    deleted: ['lost'],
    errors: { '../databases': expect.any(String), model_images: expect.any(String) },
  })
  expect((await ask('GET', 'sync/orphaned')).json).toEqual([])
})

test('a model gets a picture and loses it', async () => {
  const [model] = await listModels()
  const path = `i/${model?.key}/image`
  expect((await ask('GET', path)).json).toEqual({ detail: 'Model image not found' })
  const pixels = sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
  const form = new FormData()
  form.set('image', new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' }), 'a.png')
  expect((await server.request('PATCH', `/api/v2/models/${path}`, { body: form })).json).toBeNull()
  expect((await ask('GET', `i/${model?.key}`)).json).toMatchObject({ cover_image: expect.stringContaining('/image?') })
  expect((await ask('DELETE', path)).status).toBe(204)
  expect((await ask('GET', `i/${model?.key}`)).json).toMatchObject({ cover_image: null })
})

test('a model is looked at again and keeps what was said of it', async () => {
  const [model] = await listModels()
  await ask('PATCH', `i/${model?.key}`, { name: 'Renamed' })
  expect((await ask('POST', `i/${model?.key}/reidentify`)).json).toMatchObject({ key: model?.key, name: 'Renamed', base: 'sd-1' })
})

test('a model that was said to be of another type is what its files tell after a new look', async () => {
  const [model] = await listModels()
  expect((await ask('PATCH', `i/${model?.key}`, { type: 'vae' })).json).toMatchObject({ type: 'vae' })
  const { json } = await ask('POST', `i/${model?.key}/reidentify`)
  expect(json).toMatchObject({ type: 'main', default_settings: { steps: 12 }, trigger_phrases: null, variant: 'normal' })
  expect(await listModels()).toContainEqual(json)
})

test.each([
  ['flat.safetensors', '', 'sd-1'],
  ['flat-XL.safetensors', '', 'sdxl'],
  ['flat-XL-2.safetensors', 'sd-2', 'sd-2'],
])('an autoencoder alone in %s, said to be %o, is of base %s', async (name, base, found) => {
  const path = join(server.root, name)
  await copyFile(join(starter, 'vae/diffusion_pytorch_model.safetensors'), path)
  const job = await install(path, '&inplace=true', base === '' ? {} : { base })
  expect(job).toMatchObject({ status: 'completed', config_out: { type: 'vae', format: 'checkpoint', base: found } })
  await ask('DELETE', `i/${job.config_out?.key}`)
})

test('the refiner of Stable Diffusion XL is told by its tensors', async () => {
  const path = join(server.root, 'refiner.safetensors')
  await writeSafetensors(path, { 'conditioner.embedders.0.model.ln_final.weight': { shape: [1], values: [0] } })
  expect(await install(path)).toMatchObject({ config_out: { type: 'main', base: 'sdxl-refiner' } })
})

test('models are related to one another, once and never to themselves', async () => {
  const folder = join(server.root, 'second')
  await cp(starter, folder, { recursive: true })
  const other = (await install(folder, '&inplace=true')).config_out?.key
  const [model] = (await listModels()).filter(({ key }) => key !== other)
  const relate = (method: string, a: unknown, b: unknown) =>
    server.request(method, '/api/v1/model_relationships/', { json: { model_key_1: a, model_key_2: b } })
  expect((await relate('POST', model?.key, other)).status).toBe(204)
  expect((await relate('POST', other, model?.key)).status).toBe(409)
  expect((await relate('POST', other, other)).status).toBe(400)
  expect((await relate('POST', other, 'x')).status).toBe(404)
  expect((await server.request('GET', `/api/v1/model_relationships/i/${other}`)).json).toEqual([model?.key])
  expect((await relate('DELETE', model?.key, other)).status).toBe(204)
  expect((await relate('DELETE', model?.key, other)).status).toBe(404)
})
