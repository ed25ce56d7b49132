import { expect, test } from 'vitest'
import { readMetadata } from './read-metadata.ts'

const INVOKE = {
  generation_mode: 'img2img',
  positive_prompt: 'a fox',
  negative_prompt: '',
  width: 512,
  height: 768,
  seed: 4294967295,
  cfg_scale: 7.5,
  cfg_rescale_multiplier: 0,
  steps: 30,
  scheduler: 'euler_a',
  clip_skip: 1,
  model: { key: 'k', hash: 'blake3:1', name: 'Dream', base: 'sd-1', type: 'main' },
  strength: 0.6,
  init_image: 'a.png',
  app_version: '6.0.0',
}

test('the metadata of a picture say how it was made', () => {
  expect(readMetadata(INVOKE)).toEqual({
    positivePrompt: 'a fox',
    negativePrompt: '',
    width: 512,
    height: 768,
    seed: 4294967295,
    guidanceScale: 7.5,
    guidanceRescale: 0,
    steps: 30,
    scheduler: 'euler_a',
    clipSkip: 1,
    model: { key: 'k', hash: 'blake3:1', name: 'Dream' },
    strength: 0.6,
    startImage: 'a.png',
  })
})

test('a picture that was painted over by a mask is not taken for one that was begun with', () => {
  const made = readMetadata({ ...INVOKE, generation_mode: 'inpaint' })
  expect(made).not.toHaveProperty('startImage')
  expect(made).not.toHaveProperty('strength')
  expect(made).toHaveProperty('seed')
})

test('a model of before is known by its name', () => {
  expect(readMetadata({ model: { model_name: 'Dream', base_model: 'sd-1' } }).model).toEqual({ name: 'Dream' })
})

test.each([
  null,
  7,
  'text',
  [],
  {},
  { seed: '7', steps: Number.NaN, width: null, positive_prompt: 3, seamless_x: 1, model: 'Dream', vae: {}, init_image: {} },
])('%j says nothing', (metadata) => {
  expect(readMetadata(metadata)).toEqual({})
})
