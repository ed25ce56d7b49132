import { expect, test } from 'vitest'
import { readChanges } from './model-changes.ts'
import type { AnyModel } from './queries.ts'

function fill(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

test('settings that the form has not stay; emptied ones are left to the person', () => {
  const model = {
    type: 'main',
    description: 'Faces',
    default_settings: { vae_precision: 'fp32', steps: 30, width: 512 },
  } as AnyModel
  const form = fill({ name: ' Photo ', description: '', triggers: '', width: '', height: '', steps: '12', cfg_scale: '6.5' })
  expect(readChanges(model, form)).toEqual({
    name: 'Photo',
    description: null,
    default_settings: { vae_precision: 'fp32', width: null, height: null, steps: 12, cfg_scale: 6.5, scheduler: null },
  })
})

test('what the form says as it was is not sent', () => {
  const model = { type: 'main', name: 'Photo', description: 'Faces', default_settings: { steps: 30, width: 512 } } as AnyModel
  const form = fill({ name: 'Photo', description: 'Faces ', triggers: '', width: '512', height: '', steps: '30' })
  expect(readChanges(model, form)).toEqual({})
  form.set('description', '')
  expect(readChanges(model, form)).toEqual({ description: null })
})

test('of other kinds only the words are said; trigger phrases are lines', () => {
  const form = fill({ name: 'Ink', description: 'Wash', triggers: 'inkwash\n\n thin lines ' })
  expect(readChanges({ type: 'lora', default_settings: { weight: 0.5 } } as AnyModel, form)).toEqual({
    name: 'Ink',
    description: 'Wash',
    trigger_phrases: ['inkwash', 'thin lines'],
  })
})
