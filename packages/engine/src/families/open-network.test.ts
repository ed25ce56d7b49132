import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRandomTensors, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { inspectModel } from './open-model.ts'

const STARTER = fileURLToPath(new URL('../../../../models/starter', import.meta.url))
const root = await mkdtemp(join(tmpdir(), 'bottega-networks-'))
afterAll(() => rm(root, { recursive: true }))

let count = 0
async function makeFolder(files: { config?: object; weights?: [name: string, key: string, shape: number[]] }): Promise<string> {
  const folder = join(root, `folder ${count++}`)
  await mkdir(folder)
  if (files.config) await writeFile(join(folder, 'config.json'), JSON.stringify(files.config))
  if (files.weights) {
    const [name, key, shape] = files.weights
    await writeSafetensors(join(folder, name), createRandomTensors([[key, { shape }]]))
  }
  return folder
}

const network = (className: object, key: string, shape: number[] = [1]) =>
  makeFolder({ config: className, weights: ['model.safetensors', key, shape] })
const patch = (name: string, key: string, shape: number[] = [1]) => makeFolder({ weights: [name, key, shape] })

test.each([
  ['the autoencoder of a folder', async () => join(STARTER, 'vae'), { kind: 'vae' }],
  ['the text encoder of a folder', async () => join(STARTER, 'text_encoder'), { kind: 'text_encoder' }],
  [
    'an autoencoder with the scale of XL',
    () => network({ _class_name: 'AutoencoderKL', scaling_factor: 0.13025 }, 'encoder.conv_in.weight'),
    { kind: 'vae', architecture: 'sdxl' },
  ],
  [
    'a ControlNet',
    () =>
      network({ _class_name: 'ControlNetModel' }, 'down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.weight', [4, 768]),
    { kind: 'controlnet', architecture: 'sd_1' },
  ],
  [
    'a ControlNet of FLUX',
    () => network({ _class_name: 'FluxControlNetModel' }, 'x.weight'),
    { kind: 'controlnet', architecture: 'flux' },
  ],
  [
    'a T2I-Adapter',
    () => network({ _class_name: 'T2IAdapter' }, 'adapter.conv_in.weight', [4, 768, 1, 1]),
    { kind: 't2i_adapter', architecture: 'sdxl' },
  ],
  [
    'an image encoder',
    () => network({ architectures: ['CLIPVisionModelWithProjection'] }, 'vision_model.encoder.layers.0.mlp.fc1.weight'),
    { kind: 'image_encoder' },
  ],
  [
    'a LoRA',
    () =>
      patch(
        'pytorch_lora_weights.safetensors',
        'unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight',
        [4, 768],
      ),
    { kind: 'lora', architecture: 'sd_1' },
  ],
  [
    'a textual inversion',
    () => patch('learned_embeds.safetensors', '<cat>', [768]),
    { kind: 'textual_inversion', architecture: 'sd_1' },
  ],
])('%s in a folder is told', async (_what, make, expected) => {
  const folder = await make()
  expect(await inspectModel(folder)).toMatchObject({ ...expected, path: folder, format: 'diffusers' })
})

test('a network that can do nothing by itself is named as that', async () => {
  expect(await inspectModel(join(STARTER, 'unet'))).toMatchObject({ kind: 'denoiser' })
})

test.each([
  [
    'a network that is not known',
    () => network({ _class_name: 'PriorTransformer' }, 'x.weight'),
    /its config\.json names PriorTransformer/,
  ],
  ['a configuration that names none', () => network({}, 'x.weight'), /its config\.json names no class/],
  ['an empty folder', () => makeFolder({}), /without a model_index\.json or a config\.json/],
])('%s is refused', async (_what, make, message) => {
  await expect(inspectModel(await make())).rejects.toMatchObject({
    code: 'model_unrecognized',
    message: expect.stringMatching(message),
  })
})

test('a network without its weights is refused by name', async () => {
  const folder = join(root, 'half')
  await cp(join(STARTER, 'vae', 'config.json'), join(folder, 'config.json'))
  await expect(inspectModel(folder)).rejects.toMatchObject({ code: 'model_incomplete', message: expect.stringContaining(folder) })
})
