import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createPainter,
  createPipeline,
  createRuntime,
  createTensor,
  openModel,
  type Painter,
  type PictureRequest,
  type RgbImage,
  type Tensor,
  tensorToRgb,
} from '@bottega/engine'
import type { JsonValue, LatentsField, UnetField, VaeField } from '@bottega/graph'
import { createRandomTensors, listSd1Tensors, TINY_SD1_SIZES, writeSafetensors } from '@bottega/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoadedCheckpoint } from '../../engine-types.ts'
import { createDenoiseMask } from '../../inpaint/create-denoise-mask.ts'
import { compel } from '../../prompt-conditioning/compel.ts'
import { STARTER, Studio } from '../../testing/studio.ts'
import { i2l } from '../i2l.ts'
import { noise } from '../noise.ts'
import { denoiseLatents } from './denoise-latents.ts'

/*
 * A denoiser that was made to paint into pictures: it sees the mask and the masked picture. Its numbers are chance, what counts
 * is that it gets the same as from a painter.
 */

const SIDE = 64
const model = { ...STARTER, name: 'Tiny inpainting' }
const unet: UnetField = { unet: model, scheduler: model, loras: [], seamless_axes: [] }
const vae: VaeField = { vae: model, seamless_axes: [] }
const request: PictureRequest = {
  prompt: 'a fox',
  negativePrompt: '',
  width: SIDE,
  height: SIDE,
  steps: 3,
  guidanceScale: 2,
  guidanceRescale: 0,
  scheduler: 'ddim',
  seed: 7,
  clipSkip: 0,
  denoisingStart: 0,
  denoisingEnd: 1,
}
const image: RgbImage = { data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => at % 251), width: SIDE, height: SIDE }

let folder: string
let loaded: LoadedCheckpoint
let painter: Painter
let studio: Studio

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-nodes-'))
  const path = join(folder, 'inpainting.safetensors')
  const sizes = { ...TINY_SD1_SIZES, inChannels: 9, autoencoder: [8, 8, 16, 16] }
  await writeSafetensors(path, createRandomTensors(listSd1Tensors(sizes)))
  const opened = await openModel(path)
  loaded = { kind: 'checkpoint', model: opened, pipeline: createPipeline(opened.parts, createRuntime()) }
  painter = createPainter(opened, createRuntime())
  studio = new Studio()
  studio.addModel(model, loaded)
})

afterAll(async () => {
  await loaded.pipeline.close()
  await painter.close()
  await rm(folder, { recursive: true })
})

const tensorOf = (field: JsonValue | undefined): Tensor => studio.tensors.get((field as unknown as LatentsField).latents_name)
const encodeSketch = async () => (await studio.run(i2l, { image: studio.addPicture({ ...image, channels: 3 }), vae })).latents

async function denoise(inputs: Readonly<Record<string, unknown>> = {}): Promise<Tensor> {
  const clip = { tokenizer: model, text_encoder: model, skipped_layers: 0, loras: [] }
  const encode = async (prompt: string) => (await studio.run(compel, { prompt, clip })).conditioning
  const { noise: drawn } = await studio.run(noise, { seed: request.seed, width: SIDE, height: SIDE })
  const { latents } = await studio.run(denoiseLatents, {
    positive_conditioning: await encode(request.prompt),
    negative_conditioning: await encode(request.negativePrompt),
    noise: drawn,
    steps: request.steps,
    cfg_scale: request.guidanceScale,
    scheduler: request.scheduler,
    unet,
    ...inputs,
  })
  return tensorOf(latents)
}

const decode = async (latents: Tensor) => tensorToRgb(await loaded.pipeline.decode(latents))

/** The mask of the wire: black up to a column. */
async function maskUpTo(column: number, inputs: Readonly<Record<string, unknown>> = {}) {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < column ? 0 : 255))
  const mask = studio.addPicture({ data, width: SIDE, height: SIDE, channels: 1 })
  return (await studio.run(createDenoiseMask, { vae, mask, ...inputs })).denoise_mask
}

test('without a mask it paints as a painter does, over grey', async () => {
  expect(await decode(await denoise())).toEqual(await painter.paint(request))
})

test('a mask over everything paints as a painter does, whether or not the masked picture came along', async () => {
  const inputs = { latents: await encodeSketch(), denoising_start: 0.4 }
  const mask = { data: new Uint8Array(SIDE * SIDE).fill(255), width: SIDE, height: SIDE }
  const painted = await painter.paint({ ...request, image, mask, denoisingStart: 0.4 })
  const withPicture = await maskUpTo(SIDE, { image: studio.addPicture({ ...image, channels: 3 }) })
  expect(await decode(await denoise({ ...inputs, denoise_mask: withPicture }))).toEqual(painted)
})

test('what the mask keeps comes out unchanged, with a gradient too', async () => {
  const original = tensorOf(await encodeSketch())
  const mask = { ...((await maskUpTo(32)) as object), gradient: false }
  for (const gradient of [false, true]) {
    const latents = await denoise({ latents: await encodeSketch(), denoise_mask: { ...mask, gradient } })
    const differs = latents.data.map((value, at) => Number(value !== original.data[at]))
    for (const [at, isOther] of differs.entries()) expect(isOther, `latent ${at}`).toBe(at % 8 < 4 ? 1 : 0)
  }
})

test('it sees the masked picture: another one gives another result', async () => {
  const latents = await encodeSketch()
  const paint = async (masked: Tensor) => {
    const mask = (await maskUpTo(32)) as object
    return denoise({ latents, denoise_mask: { ...mask, masked_latents_name: studio.addTensor(masked) } })
  }
  const shape = [1, 4, 8, 8]
  const [zeros, ones] = [new Float32Array(256), new Float32Array(256).fill(1)]
  expect((await paint(createTensor(zeros, shape))).data).not.toEqual((await paint(createTensor(ones, shape))).data)
})
