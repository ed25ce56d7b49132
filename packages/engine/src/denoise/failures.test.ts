import { cp, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { inspectModel, openModel } from '../families/index.ts'
import { createRuntime } from '../runtime/index.ts'
import type { RgbImage } from '../tensor/index.ts'
import { createPainter, type PictureRequest } from './index.ts'

/* Models that open, or seem to, and cannot paint: each is told by a sentence that names it, never by a black picture. */

const starter = fileURLToPath(new URL('../../../../models/starter', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'bottega-failures-'))
const model = join(folder, 'model')

afterAll(() => rm(folder, { recursive: true }))
beforeEach(() => cp(starter, model, { recursive: true }))
afterEach(() => rm(model, { recursive: true }))

const request: PictureRequest = {
  prompt: 'a flat fox on a teal background',
  negativePrompt: '',
  width: 128,
  height: 128,
  steps: 4,
  guidanceScale: 2,
  guidanceRescale: 0,
  scheduler: 'ddim',
  seed: 1,
  clipSkip: 0,
  denoisingStart: 0,
  denoisingEnd: 1,
}

async function paint(path: string, change: Partial<PictureRequest> = {}): Promise<RgbImage> {
  const painter = createPainter(await openModel(path), createRuntime())
  try {
    return await painter.paint({ ...request, ...change })
  } finally {
    await painter.close()
  }
}

async function changeJson(path: string, change: (json: Record<string, unknown>) => void): Promise<void> {
  const json: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'))
  change(json)
  await writeFile(path, JSON.stringify(json))
}

test('weights that give no numbers are told, not painted black', async () => {
  const file = await open(join(model, 'unet/diffusion_pytorch_model.safetensors'), 'r+')
  // the 16-bit NaN, over a part of the weights
  await file.write(Buffer.alloc(1_000_000, 0xff), 0, 1_000_000, 1_000_000)
  await file.close()
  await expect(paint(model)).rejects.toMatchObject({
    code: 'computation_failed',
    message: expect.stringContaining('stopped being numbers'),
  })
})

test('guidance beyond all numbers is told', async () => {
  await expect(paint(model, { guidanceScale: 1e38, steps: 8 })).rejects.toMatchObject({ code: 'computation_failed' })
})

test('weights that were cut short after the model was opened are named', async () => {
  const opened = await openModel(model)
  const file = join(opened.path, 'vae/diffusion_pytorch_model.safetensors')
  await truncate(file, 100_000)
  const painter = createPainter(opened, createRuntime())
  await expect(painter.paint(request)).rejects.toMatchObject({
    code: 'computation_failed',
    message: expect.stringMatching(/autoencoder's decoder could not be loaded.*vae.*again/),
  })
  await painter.close()
})

test('a folder whose scheduler says nothing of clipping paints the same picture', async () => {
  const expected = await paint(model)
  await changeJson(join(model, 'scheduler/scheduler_config.json'), (json) => {
    delete json.clip_sample
    delete json.beta_schedule
  })
  expect(await paint(model)).toEqual(expected)
})

test('a vocabulary with ids that the text encoder does not know is refused when the model is opened', async () => {
  await changeJson(join(model, 'tokenizer/vocab.json'), (json) => {
    json['fox</w>'] = 400_000
  })
  await expect(openModel(model)).rejects.toMatchObject({ code: 'model_incomplete', message: expect.stringContaining('400000') })
})

test('preview factors of another count of channels are refused', async () => {
  await changeJson(join(model, 'latent_rgb_factors.json'), (json) => {
    json.factors = [[1, 1, 1]]
  })
  await expect(openModel(model)).rejects.toMatchObject({ code: 'file_malformed', message: expect.stringContaining('1 rows') })
})

test('parts decide, not the name of the pipeline', async () => {
  await changeJson(join(model, 'model_index.json'), (json) => {
    json._class_name = 'MyOwnPipeline'
  })
  expect((await inspectModel(model)).family).toBe('sd1')
  await changeJson(join(model, 'model_index.json'), (json) => {
    json.text_encoder_2 = ['transformers', 'CLIPTextModelWithProjection']
  })
  await expect(openModel(model)).rejects.toMatchObject({ code: 'model_unrecognized' })
})

test('the standard name of a weights file wins over a stray one', async () => {
  await writeFile(join(model, 'unet/x.safetensors'), 'not a model')
  expect((await openModel(model)).family.id).toBe('sd1')
})

test.skipIf(process.platform === 'win32')('a device in place of a file is refused at once', async () => {
  await expect(openModel('/dev/zero')).rejects.toMatchObject({ code: 'file_unreadable', message: '/dev/zero is not a file.' })
})

test('strength 0 leaves the denoiser unloaded', async () => {
  const opened = await openModel(model)
  await rm(join(opened.path, 'unet'), { recursive: true })
  const painter = createPainter(opened, createRuntime())
  const image = { data: new Uint8Array(128 * 128 * 3).fill(90), width: 128, height: 128 }
  expect(await painter.paint({ ...request, image, denoisingStart: 1 })).toMatchObject({ width: 128 })
  await painter.close()
})
