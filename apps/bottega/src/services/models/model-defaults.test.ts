import { MainModelSettings } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { choosePreprocessor, chooseUsualSettings } from './model-defaults.ts'

test.each([
  ['sd-1', undefined, { width: 512, height: 512 }],
  ['sd-2', 'inpaint', { width: 768, height: 768 }],
  ['sdxl', undefined, { width: 1024, height: 1024 }],
  ['z-image', 'turbo', { steps: 9, cfg_scale: 1 }],
  ['z-image', 'zbase', { steps: 50, cfg_scale: 4 }],
  ['flux2', undefined, { steps: 28 }],
  ['flux2', 'klein_4b', { steps: 4 }],
  ['qwen-image', undefined, { steps: 40, cfg_scale: 4 }],
  ['wan', 'ti2v_5b', { steps: 30, cfg_scale: 5 }],
  ['flux2', 'dev', { steps: 28, guidance: 3.5 }],
  ['flux', 'dev', {}],
] as const)('a model of %s (%s) starts with its usual settings', (base, variant, expected) => {
  const settings = chooseUsualSettings(base, variant)
  expect(settings).toMatchObject(expected)
  expect(MainModelSettings.safeParse(settings).success).toBe(true)
})

test.each([
  ['control_v11p_sd15_canny', 'canny_image_processor'],
  ['Depth-Anything SDXL', 'depth_anything_image_processor'],
  ['control_v11p_sd15s2_lineart_anime', 'lineart_anime_image_processor'],
  ['control_v11p_sd15_lineart', 'lineart_image_processor'],
  ['t2iadapter_sketch', 'pidi_image_processor'],
  ['control_v11p_sd15_normalbae', 'normalbae_image_processor'],
  ['thibaud OpenPose', 'dw_openpose_image_processor'],
  ['t2iadapter_color', 'color_map_image_processor'],
  ['tile', null],
])('an adapter called %s is fed by %s', (name, expected) => {
  expect(choosePreprocessor(name)).toBe(expected)
})
