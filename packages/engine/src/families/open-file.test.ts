import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { listSd1Tensors, type Sd1Sizes, type TensorToWrite, TINY_SD1_SIZES, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { DTYPE_BYTES, type Dtype } from '../formats/index.ts'
import { inspectModel, openModel } from './open-model.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-models-'))
afterAll(() => rm(folder, { recursive: true }))
const path = join(folder, 'tiny.safetensors')

const zeros = (shape: readonly number[], dtype: Dtype = 'F16'): TensorToWrite => ({
  dtype,
  shape,
  values: { bytes: new Uint8Array(shape.reduce((product, size) => product * size, DTYPE_BYTES[dtype])) },
})

/** A complete checkpoint of tiny sizes; numbers do not matter where only headers are read. */
function checkpoint(sizes: Sd1Sizes = TINY_SD1_SIZES): Record<string, TensorToWrite> {
  return Object.fromEntries(listSd1Tensors(sizes).map(([key, { shape }]) => [key, zeros(shape)]))
}
const without = (tensors: Record<string, TensorToWrite>, pattern: RegExp) =>
  Object.fromEntries(Object.entries(tensors).filter(([key]) => !pattern.test(key)))
const only = (tensors: Record<string, TensorToWrite>, pattern: RegExp) =>
  Object.fromEntries(Object.entries(tensors).filter(([key]) => pattern.test(key)))

const complete = checkpoint()
await writeSafetensors(path, complete)

test('a complete checkpoint opens, and nothing of it is unused', async () => {
  const model = await openModel(path)
  expect(model).toMatchObject({ path, name: 'tiny', maxClipSkip: 1, defaults: { width: 512, height: 512 } })
  expect(model.family.id).toBe('sd1')
  expect(model.parts.unusedKeys).toEqual([])
  expect(model.parts.denoiser.config).toMatchObject({ contextWidth: 32, inChannels: 4, groups: 16 })
  expect(model.parts.autoencoder.config).toMatchObject({ channels: [8, 8, 16, 16], scalingFactor: 0.18215 })
  expect(model.parts.schedulerConfig).toMatchObject({ predictionType: 'epsilon', betaSchedule: 'scaled_linear', stepsOffset: 1 })
})

test('unknown keys are listed and do no harm', async () => {
  const extra = join(folder, 'extra.safetensors')
  const strangers = ['model_ema.decay', 'betas', 'cond_stage_model.transformer.text_model.embeddings.position_ids', 'zzz']
  await writeSafetensors(extra, { ...complete, ...Object.fromEntries(strangers.map((key) => [key, zeros([2], 'I64')])) })
  expect((await openModel(extra)).parts.unusedKeys.toSorted()).toEqual(strangers.toSorted())
})

test.each([
  { marks: { v_pred: zeros([0]) }, expected: { predictionType: 'v_prediction', rescaleBetasZeroSnr: false } },
  { marks: { v_pred: zeros([0]), ztsnr: zeros([0]) }, expected: { predictionType: 'v_prediction', rescaleBetasZeroSnr: true } },
])('the marks $marks set $expected', async ({ marks, expected }) => {
  const marked = join(folder, 'marked.safetensors')
  await writeSafetensors(marked, { ...complete, ...marks })
  const { parts } = await openModel(marked)
  expect({ rescaleBetasZeroSnr: false, ...parts.schedulerConfig }).toMatchObject(expected)
  expect((await inspectModel(marked)).predictionType).toBe('v_prediction')
})

test.each([
  'my model v1.5 (final).safetensors',
  'a.b.c.d.safetensors',
  'a+b.safetensors',
  'Größe näher 日本.safetensors',
  'controlnet_lora_vae.safetensors',
  'sdxl-refiner-1.0.SAFETENSORS',
  'model.ckpt',
  'no extension',
])('%j is opened in place and named by its stem, letter for letter', async (file) => {
  const place = join(folder, 'mit Ümläuten + blanks')
  await mkdir(place, { recursive: true })
  await copyFile(path, join(place, file))
  const model = await openModel(join(place, file))
  expect(model.path).toBe(join(place, file))
  expect(model.name).toBe(file.replace(/\.(safetensors|SAFETENSORS|ckpt)$/, ''))
  expect(model.family.id).toBe('sd1')
})

test('a link is named by itself, not by the blob that it leads to', async () => {
  await copyFile(path, join(folder, 'abcdef0123456789'))
  await symlink('abcdef0123456789', join(folder, 'linked model v2.safetensors'))
  const model = await openModel(join(folder, 'linked model v2.safetensors'))
  expect([model.name, basename(model.path)]).toEqual(['linked model v2', 'abcdef0123456789'])
})

const wide = checkpoint({ ...TINY_SD1_SIZES, text: { ...TINY_SD1_SIZES.text, vocabulary: 100, width: 768 } })

test.each<[fault: string, tensors: Record<string, TensorToWrite>, message: string]>([
  ['its text encoder', without(wide, /^cond_stage_model/), 'The file has no text encoder: it holds only a part of a model.'],
  ['its autoencoder', without(complete, /^first_stage_model/), 'The file has no autoencoder (VAE)'],
  [
    'a layer of its text encoder',
    without(complete, /layers\.0\.mlp\.fc2\.bias/),
    'The text encoder lacks the tensors text_model.encoder.layers.0.mlp.fc2.bias.',
  ],
  [
    'a layer of its U-Net',
    without(complete, /output_blocks\.2\.1\.conv\.weight/),
    'The U-Net lacks the tensors up_blocks.0.upsamplers.0.conv.weight.',
  ],
  [
    'the half of its autoencoder',
    without(complete, /^first_stage_model\.decoder/),
    'The autoencoder lacks the tensor decoder.conv_out.weight',
  ],
])('a file without %s is refused', async (_, tensors, message) => {
  const broken = join(folder, 'broken.safetensors')
  await writeSafetensors(broken, tensors)
  const refusal = { code: 'model_incomplete', message: expect.stringContaining(message) }
  await expect(openModel(broken)).rejects.toMatchObject(refusal)
  await expect(inspectModel(broken)).rejects.toMatchObject(refusal)
})

const otherText = checkpoint({ ...TINY_SD1_SIZES, text: { ...TINY_SD1_SIZES.text, width: 48 } })
const otherVocabulary = checkpoint({ ...TINY_SD1_SIZES, text: { ...TINY_SD1_SIZES.text, vocabulary: 4014 } })
const positions = 'cond_stage_model.transformer.text_model.embeddings.position_embedding.weight'
const otherLatents = checkpoint({ ...TINY_SD1_SIZES, latentChannels: 16 })

test.each<[fault: string, tensors: Record<string, TensorToWrite>, message: string]>([
  [
    'a text encoder of another width',
    { ...complete, ...only(otherText, /^cond_stage/) },
    'the text encoder gives 48 numbers a token, the U-Net takes 32',
  ],
  ['a text encoder of fewer tokens', otherVocabulary, "the tokenizer's ids go up to 49407, the text encoder knows 4014 tokens"],
  [
    'a longer text encoder',
    { ...complete, [positions]: zeros([248, 32]) },
    'the tokenizer gives 77 tokens at a time, the text encoder takes 248',
  ],
  [
    'an autoencoder of other latents',
    { ...complete, ...only(otherLatents, /^first_stage/) },
    'the U-Net works on 4 channels, the autoencoder on 16',
  ],
  [
    'a layer of another size',
    { ...complete, 'model.diffusion_model.middle_block.0.in_layers.2.weight': zeros([32, 16, 3, 3]) },
    'tensor mid_block.resnets.0.conv1.weight is of shape [32, 16, 3, 3], [32, 32, 3, 3] was expected',
  ],
  [
    'weights that are whole numbers',
    { ...complete, 'model.diffusion_model.out.0.bias': zeros([16], 'I8') },
    "The U-Net's tensor conv_norm_out.bias is of I8",
  ],
])('a file with %s is refused', async (_, tensors, message) => {
  const broken = join(folder, 'broken.safetensors')
  await writeSafetensors(broken, tensors)
  await expect(openModel(broken)).rejects.toMatchObject({ code: 'model_incomplete', message: expect.stringContaining(message) })
})

test('inspecting tells the family, why, and the parts', async () => {
  const mixed = join(folder, 'mixed.safetensors')
  await writeSafetensors(mixed, {
    ...complete,
    'model.diffusion_model.out.0.bias': zeros([16], 'F32'),
    'model.diffusion_model.input_blocks.0.0.weight': zeros([16, 9, 3, 3], 'BF16'),
    betas: zeros([1000], 'F64'),
  })
  const { reasons, parts, ...description } = await inspectModel(mixed)
  expect(description).toEqual({
    path: mixed,
    name: 'mixed',
    format: 'safetensors',
    kind: 'main',
    title: 'Stable Diffusion 1',
    family: 'sd1',
    variant: 'inpaint',
    predictionType: 'epsilon',
    textEncoderLayers: 2,
    defaults: { width: 512, height: 512, steps: 25, guidanceScale: 7, scheduler: 'dpmpp_2m_k' },
  })
  expect(reasons.join(' ')).toMatch(/cross attention of width 32.*one CLIP text encoder, under cond_stage_model\.transformer\./)
  expect(parts.map(({ name, dtypes }) => [name, dtypes])).toEqual([
    ['denoiser', ['BF16', 'F16', 'F32']],
    ['autoencoder', ['F16']],
    ['text encoder', ['F16']],
    ['other tensors', ['F64']],
  ])
  const text = only(complete, /^cond_stage_model/)
  const parameters = Object.values(text).reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0)
  expect(parts[2]).toEqual({
    name: 'text encoder',
    tensors: Object.keys(text).length,
    parameters,
    dtypes: ['F16'],
    bytes: parameters * 2,
  })
  expect(parts[3]).toMatchObject({ tensors: 1, parameters: 1000, bytes: 8000 })
})

test('says where there is no model at all', async () => {
  for (const open of [openModel, inspectModel]) {
    await expect(open(join(folder, 'nowhere'))).rejects.toMatchObject({
      code: 'file_unreadable',
      message: `There is no model at ${join(folder, 'nowhere')}.`,
    })
  }
})
