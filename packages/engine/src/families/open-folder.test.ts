import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { inspectModel, openModel } from './open-model.ts'

const STARTER = fileURLToPath(new URL('../../../../models/starter', import.meta.url))
const root = await mkdtemp(join(tmpdir(), 'bottega-folders-'))
afterAll(() => rm(root, { recursive: true }))

/** A copy of the starter model; its weights are links, as model hubs lay them out. */
let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'Modell v1.5 ä+'))
  await cp(STARTER, folder, { recursive: true, filter: (path) => !/\.(safetensors|webp)$/.test(path) })
  for (const [part, name] of WEIGHTS) await symlink(join(STARTER, part, name), join(folder, part, name))
})

const WEIGHTS = [
  ['unet', 'diffusion_pytorch_model.safetensors'],
  ['vae', 'diffusion_pytorch_model.safetensors'],
  ['text_encoder', 'model.safetensors'],
] as const

async function change(file: string, changes: Record<string, unknown>): Promise<void> {
  const path = join(folder, file)
  const json: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...json, ...changes }))
}

async function expectRefusal(code: string, message: RegExp): Promise<void> {
  for (const open of [openModel, inspectModel]) {
    const end = await open(folder).catch((error: unknown) => error)
    expect(end).toBeInstanceOf(EngineError)
    expect(end).toMatchObject({ code, message: expect.stringMatching(message) })
  }
}

test('a folder opens, is named letter for letter, and its latents have their own colours', async () => {
  const model = await openModel(folder)
  expect(model).toMatchObject({ path: folder, name: basename(folder), maxClipSkip: 2 })
  expect(model.family.id).toBe('sd1')
  expect(model.parts.unusedKeys).toEqual([])
  expect(model.parts.denoiser.config).toMatchObject({ contextWidth: 192, blocksPerLevel: 1 })
  expect(model.parts.tokenizer.maxLength).toBe(32)
  const { factors } = JSON.parse(await readFile(join(folder, 'latent_rgb_factors.json'), 'utf8'))
  expect(model.parts.latentRgb.factors).toEqual(factors)
  await rm(join(folder, 'latent_rgb_factors.json'))
  expect((await openModel(`${folder}/`)).parts.latentRgb.factors).not.toEqual(factors)
})

test.each(['{"factors": []}', '{"factors": [[1, 2]]}', 'colours'])('colours that are %j are refused', async (text) => {
  await writeFile(join(folder, 'latent_rgb_factors.json'), text)
  await expectRefusal('file_malformed', /latent_rgb_factors\.json/)
})

test('inspecting tells the class and the parts', async () => {
  const { reasons, parts, ...description } = await inspectModel(folder)
  expect(description).toMatchObject({
    name: basename(folder),
    format: 'diffusers',
    kind: 'main',
    family: 'sd1',
    predictionType: 'epsilon',
  })
  expect(reasons.join()).toMatch(
    /UNet2DConditionModel, an AutoencoderKL and one CLIPTextModel \(model_index\.json, StableDiffusionPipeline\)/,
  )
  expect(parts.map(({ name }) => name).toSorted()).toEqual(['text_encoder', 'unet', 'vae'])
  expect(parts.every(({ tensors, parameters }) => tensors > 10 && parameters > 100_000)).toBe(true)
})

test.each([
  ['unet', 'model_incomplete', /The model has no folder unet/],
  ['vae', 'model_incomplete', /The model has no folder vae/],
  ['text_encoder', 'model_incomplete', /The model has no folder text_encoder/],
  ['tokenizer', 'model_incomplete', /tokenizer.*vocab\.json, which is not there/],
  ['scheduler', 'model_incomplete', /The model's part scheduler has no configuration/],
  ['unet/config.json', 'model_incomplete', /The model's part unet has no configuration: .*unet.config\.json/],
  ['vae/config.json', 'model_incomplete', /The model's part vae has no configuration/],
  ['text_encoder/config.json', 'model_incomplete', /The model's part text_encoder has no configuration/],
  ['unet/diffusion_pytorch_model.safetensors', 'model_incomplete', /unet holds no \.safetensors file/],
  ['tokenizer/merges.txt', 'model_incomplete', /merges\.txt, which is not there/],
])('without %s it is refused at once, and the message names it', async (missing, code, message) => {
  await rm(join(folder, missing), { recursive: true })
  await expectRefusal(code, message)
})

test.each([
  ['absent', undefined, 'model_unrecognized', /is a folder without a model_index\.json/],
  ['empty', '', 'file_malformed', /model_index\.json is not JSON/],
  ['an empty object', '{}', 'file_malformed', /model_index\.json: _class_name/],
  ['without parts', '{"_class_name": "StableDiffusionPipeline"}', 'model_incomplete', /model_index\.json lists no part/],
])('an index that is %s is refused', async (_, text, code, message) => {
  if (text === undefined) await rm(join(folder, 'model_index.json'))
  else await writeFile(join(folder, 'model_index.json'), text)
  await expectRefusal(code, message)
})

test.each(['unet', 'vae', 'text_encoder', 'tokenizer', 'scheduler'])(
  'an index that does not list %s is refused by its name',
  async (part) => {
    await change('model_index.json', { [part]: [null, null] })
    await expectRefusal('model_incomplete', new RegExp(`model_index\\.json .*${part}`))
  },
)

const TEXT_2 = { text_encoder_2: ['transformers', 'CLIPTextModelWithProjection'] }
const FLUX = { transformer: ['diffusers', 'FluxTransformer2DModel'], unet: [null, null] }

test.each([
  ['StableDiffusionPipeline', {}, 1024, { title: 'Stable Diffusion 2', architecture: 'sd_2' }],
  ['StableDiffusionXLPipeline', TEXT_2, 2048, { title: 'Stable Diffusion XL', architecture: 'sdxl' }],
  ['StableDiffusionXLImg2ImgPipeline', TEXT_2, 1280, { architecture: 'sdxl_refiner' }],
  ['FluxPipeline', FLUX, undefined, { title: 'FLUX', architecture: 'flux' }],
  ['Flux2KleinPipeline', FLUX, undefined, { title: 'FLUX.2', architecture: 'flux2' }],
  ['ZImagePipeline', FLUX, undefined, { architecture: 'z_image' }],
  ['QwenImageEditPipeline', FLUX, undefined, { architecture: 'qwen_image' }],
  ['WanPipeline', FLUX, undefined, { architecture: 'wan' }],
  ['CogView4Pipeline', FLUX, undefined, { architecture: 'cogview4' }],
  ['StableDiffusion3Pipeline', FLUX, undefined, { architecture: 'sd_3' }],
  ['KandinskyPipeline', FLUX, undefined, { title: 'a diffusers pipeline' }],
])('a %s is named and does not paint', async (className, entries, width, expected) => {
  await change('model_index.json', { _class_name: className, ...entries })
  if (width !== undefined) await change('unet/config.json', { cross_attention_dim: width })
  for (const part of Object.keys(entries)) await cp(join(folder, 'text_encoder'), join(folder, part), { recursive: true })
  expect(await inspectModel(folder)).toMatchObject({ kind: 'main', ...expected })
  await expect(openModel(folder)).rejects.toMatchObject({ code: 'model_unrecognized' })
})

test('a folder that does not paint here is refused all the same when a part is missing or empty', async () => {
  await change('model_index.json', { _class_name: 'StableDiffusionXLPipeline', ...TEXT_2 })
  await expect(inspectModel(folder)).rejects.toMatchObject({
    code: 'model_incomplete',
    message: expect.stringMatching(/no folder text_encoder_2/),
  })
  await mkdir(join(folder, 'text_encoder_2'))
  await expect(inspectModel(folder)).rejects.toMatchObject({
    code: 'model_incomplete',
    message: expect.stringMatching(/text_encoder_2 holds no/),
  })
})

test.each([
  ['unet/config.json', { time_cond_proj_dim: 256 }, 'file_malformed', /unet\/config\.json: time_cond_proj_dim: is not supported/],
  [
    'unet/config.json',
    { cross_attention_dim: 96 },
    'model_incomplete',
    /The U-Net does not fit its configuration: tensor down_blocks\.0/,
  ],
  ['vae/config.json', { latent_channels: 'four' }, 'file_malformed', /vae\/config\.json: latent_channels/],
  [
    'text_encoder/config.json',
    { num_hidden_layers: 4 },
    'model_incomplete',
    /The text encoder lacks the tensors text_model\.encoder\.layers\.3/,
  ],
  [
    'tokenizer/tokenizer_config.json',
    { model_max_length: 77 },
    'model_incomplete',
    /the tokenizer gives 77 tokens at a time, .* takes 32/,
  ],
  ['scheduler/scheduler_config.json', { prediction_type: 'guess' }, 'model_incomplete', /prediction_type/],
])('%s with %j is refused', async (file, changes, code, message) => {
  await change(file, changes)
  await expectRefusal(code, message)
})

test('only pickles in a part are refused with advice', async () => {
  await rename(join(folder, 'vae', WEIGHTS[1][1]), join(folder, 'vae', 'diffusion_pytorch_model.bin'))
  await expectRefusal('file_unsupported', /vae holds its weights as a pickle only/)
  expect(await readdir(join(folder, 'vae'))).toContain('diffusion_pytorch_model.bin')
})

test('a safety checker or an image encoder that is listed but not there is no obstacle', async () => {
  await change('model_index.json', {
    safety_checker: ['stable_diffusion', 'StableDiffusionSafetyChecker'],
    requires_safety_checker: true,
  })
  expect((await openModel(folder)).family.id).toBe('sd1')
})
