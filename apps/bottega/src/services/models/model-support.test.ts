import type { ModelRecord } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { describeSupport } from './model-support.ts'

const record: ModelRecord = {
  ...{ key: 'k', hash: 'blake3:0', file_size: 1, name: 'Fox', description: null, cover_image: null },
  ...{ source_type: 'path', path: 'k/fox.safetensors', source: null, source_api_response: null, source_url: null },
  ...{ base: 'sd-1', format: 'checkpoint', type: 'main', trigger_phrases: null, default_settings: null },
  text_encoder_layers: 12,
}

test('a model without settings of its own begins with what is usual for its family', () => {
  const { supports, defaults } = describeSupport(record)!
  expect(supports.clip_skip).toEqual({ max: 11 })
  expect(supports.size.native).toEqual({ width: 512, height: 512 })
  expect(defaults).toEqual({ width: 512, height: 512, steps: 25, cfg_scale: 7, scheduler: 'dpmpp_2m_k' })
  expect(supports.schedulers).toContain(defaults.scheduler)
})

test('its settings count before that, but for a scheduler that does not run here', () => {
  const set = { width: 640, steps: 9, scheduler: 'er_sde' } as const
  const { supports, defaults } = describeSupport({ ...record, default_settings: set })!
  expect(supports.size.native).toEqual({ width: 640, height: 512 })
  expect(defaults).toMatchObject({ width: 640, height: 512, steps: 9, scheduler: 'dpmpp_2m_k' })
})

test('leaving out layers is not offered where nobody counted them, or where there is only one', () => {
  const { text_encoder_layers: _, ...uncounted } = record
  expect(describeSupport(uncounted)?.supports.clip_skip).toBeNull()
  expect(describeSupport({ ...record, text_encoder_layers: 1 })?.supports.clip_skip).toBeNull()
})

// sd-2 has graphs but no family that runs it
test.each(['sd-2', 'sdxl', 'flux', 'unknown'] as const)('a main model of %s cannot paint here and says nothing', (base) => {
  expect(describeSupport({ ...record, base })).toBeUndefined()
})

test('models of other types say nothing', () => {
  const { trigger_phrases: _, default_settings: __, text_encoder_layers: ___, ...common } = record
  expect(describeSupport({ ...common, type: 'vae' })).toBeUndefined()
})
