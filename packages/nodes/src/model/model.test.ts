import type { ModelIdentifierField } from '@bottega/graph'
import { describe, expect, test } from 'vitest'
import { STARTER, Studio } from '../testing/studio.ts'
import { clipSkip } from './clip-skip.ts'
import { mainModelLoader } from './main-model-loader.ts'
import { modelIdentifier } from './model-identifier.ts'
import { loadAutoencoder, loadDenoiser, loadTextEncoder } from './parts.ts'
import { seamless } from './seamless.ts'
import { vaeLoader } from './vae-loader.ts'

const VAE: ModelIdentifierField = { ...STARTER, key: 'vae', name: 'Soft colours', type: 'vae' }
const part = (submodel_type: string) => ({ ...STARTER, submodel_type })

function createStudio(): Studio {
  const studio = new Studio()
  studio.addModel(STARTER)
  studio.addModel(VAE)
  return studio
}

describe('main_model_loader', () => {
  test('names the parts of the model as the record has it now', async () => {
    const output = await createStudio().run(mainModelLoader, { model: { ...STARTER, name: 'an old name', hash: 'old' } })
    expect(output).toEqual({
      type: 'model_loader_output',
      unet: { unet: part('unet'), scheduler: part('scheduler'), loras: [], seamless_axes: [] },
      clip: { tokenizer: part('tokenizer'), text_encoder: part('text_encoder'), skipped_layers: 0, loras: [] },
      vae: { vae: part('vae'), seamless_axes: [] },
    })
  })

  test('a model that is gone, or that is no main model, is refused', async () => {
    const studio = createStudio()
    await expect(studio.run(mainModelLoader, { model: { ...STARTER, key: 'gone' } })).rejects.toThrow(/gone/)
    await expect(studio.run(mainModelLoader, { model: VAE })).rejects.toThrow(/Soft colours is no main model but of type vae/)
  })
})

describe('vae_loader', () => {
  test('names the autoencoder', async () => {
    expect(await createStudio().run(vaeLoader, { vae_model: VAE })).toEqual({
      type: 'vae_output',
      vae: { vae: VAE, seamless_axes: [] },
    })
  })

  test('a main model is refused', async () => {
    await expect(createStudio().run(vaeLoader, { vae_model: STARTER })).rejects.toMatchObject({ code: 'request_invalid' })
  })
})

test('model_identifier gives a model of any kind as its record is now, and refuses one that is gone', async () => {
  const studio = createStudio()
  expect(await studio.run(modelIdentifier, { model: { ...VAE, name: 'an old name' } })).toEqual({
    type: 'model_identifier_output',
    model: VAE,
  })
  await expect(studio.run(modelIdentifier, { model: { ...VAE, key: 'gone' } })).rejects.toThrow(/gone/)
})

test('seamless says along which axes pictures tile, and leaves out what is not connected', async () => {
  const unet = { unet: part('unet'), scheduler: part('scheduler'), loras: [], seamless_axes: [] }
  expect(await createStudio().run(seamless, { unet, seamless_y: false })).toEqual({
    type: 'seamless_output',
    unet: { ...unet, seamless_axes: ['x'] },
  })
})

test('clip_skip adds to what is left out already', async () => {
  const clip = { tokenizer: part('tokenizer'), text_encoder: part('text_encoder'), skipped_layers: 1, loras: [] }
  const output = await createStudio().run(clipSkip, { clip, skipped_layers: 2 })
  expect(output).toEqual({ type: 'clip_skip_output', clip: { ...clip, skipped_layers: 3 } })
})

describe('what a field asks for and nothing here can do is refused by name', () => {
  const models = {
    find: async (model: ModelIdentifierField) => model,
    load: () => Promise.reject(new Error('nothing is loaded in these tests')),
  }
  const unet = { unet: part('unet'), scheduler: part('scheduler'), loras: [], seamless_axes: [] }
  const lora = { lora: { ...STARTER, type: 'lora' }, weight: 1 }

  const loading = { ...models, load: async () => ({ kind: 'autoencoder' }) as never }

  test.for([
    ['LoRA', () => loadDenoiser({ models }, { ...unet, loras: [lora] })],
    ['FreeU', () => loadDenoiser({ models }, { ...unet, freeu_config: { s1: 1, s2: 1, b1: 1, b2: 1 } })],
    ['axis z', () => loadAutoencoder({ models: loading }, { vae: part('vae'), seamless_axes: ['z'] })],
    ['LoRA', () => loadTextEncoder({ models }, { tokenizer: STARTER, text_encoder: STARTER, skipped_layers: 0, loras: [lora] })],
  ] as const)('%s', async ([name, load]) => {
    await expect(load()).rejects.toMatchObject({ code: 'request_invalid', message: expect.stringContaining(name) })
  })

  test('an autoencoder in the place of a main model', async () => {
    const loaded = { kind: 'autoencoder' } as never
    const withAutoencoder = { ...models, load: async () => loaded }
    await expect(loadDenoiser({ models: withAutoencoder }, unet)).rejects.toThrow(/is an autoencoder and cannot paint/)
  })
})
