import { expect, test } from 'vitest'
import { describeOrigin, type PictureOrigin } from './picture-texts.ts'

const origin: PictureOrigin = {
  settings: {
    prompt: 'a fox, "red"\nin 雪',
    negativePrompt: '',
    width: 128,
    height: 64,
    steps: 12,
    guidanceScale: 2,
    guidanceRescale: 0,
    scheduler: 'ddim',
    seed: 4294967295,
    clipSkip: 0,
    denoisingStart: 0,
    denoisingEnd: 1,
  },
  model: { name: 'Starter', family: 'sd1', path: '/somebody/secret/starter.safetensors' },
  programVersion: '1.2.3',
}

function read(texts: ReturnType<typeof describeOrigin>, keyword: string): string {
  return texts.find((text) => text.keyword === keyword)?.text ?? ''
}

test('tells all that makes the picture again, and no path', () => {
  const texts = describeOrigin(origin)
  expect(JSON.parse(read(texts, 'bottega_settings'))).toEqual({
    generation_mode: 'txt2img',
    positive_prompt: 'a fox, "red"\nin 雪',
    negative_prompt: '',
    width: 128,
    height: 64,
    seed: 4294967295,
    steps: 12,
    cfg_scale: 2,
    cfg_rescale_multiplier: 0,
    scheduler: 'ddim',
    clip_skip: 0,
    model: { name: 'Starter', family: 'sd1', file: 'starter.safetensors' },
    app_version: '1.2.3',
  })
  expect(read(texts, 'parameters')).toBe(
    'a fox, "red"\nin 雪\nSteps: 12, Sampler: ddim, CFG scale: 2, Seed: 4294967295, Size: 128x64, Model: Starter, Version: bottega 1.2.3',
  )
  expect(JSON.stringify(texts)).not.toContain('secret')
})

test('tells of given pictures their names, checksums and the strength', () => {
  const given = { name: '/home-of/somebody/in.png', bytes: new Uint8Array([1, 2, 3]) }
  const settings = { ...origin.settings, denoisingStart: 1 - 0.7, clipSkip: 1, negativePrompt: 'blue' }
  const texts = describeOrigin({ ...origin, settings, image: given, mask: given })
  const file = { file: 'in.png', sha256: '039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81' }
  expect(JSON.parse(read(texts, 'bottega_settings'))).toMatchObject({
    generation_mode: 'inpaint',
    strength: 0.7,
    init_image: file,
    mask: file,
  })
  expect(read(texts, 'parameters')).toContain('\nNegative prompt: blue\n')
  expect(read(texts, 'parameters')).toContain('Clip skip: 2, Denoising strength: 0.7')
})
