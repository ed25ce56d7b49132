import { expect, test } from 'vitest'
import { findFaults } from './faults.ts'
import { EMPTY_FORM, type GenerateForm } from './form-section.ts'
import { isChanged, listUsualValues, resolveForm } from './resolve-form.ts'

const model: Parameters<typeof findFaults>[1] & Parameters<typeof listUsualValues>[0] = {
  supports: {
    text_to_image: true,
    image_to_image: false,
    inpaint: false,
    negative_prompt: true,
    clip_skip: { max: 3 },
    guidance: { min: 1 },
    guidance_rescale: false,
    seamless: false,
    vae: false,
    schedulers: ['ddim', 'euler'],
    steps: { min: 1, max: 1000 },
    size: { min: 64, max: 4096, multiple_of: 8, native: { width: 128, height: 128 } },
  },
  defaults: { width: 128, height: 128, steps: 12, cfg_scale: 2, scheduler: 'ddim' },
}
const usual = listUsualValues(model)
const fill = (changes: Partial<GenerateForm>) => resolveForm({ ...EMPTY_FORM, ...changes }, usual)

test('an untouched form holds what the model is best used with, and fits', () => {
  const form = fill({})
  expect(form).toMatchObject({ width: 128, height: 128, steps: 12, guidanceScale: 2, scheduler: 'ddim', count: 1 })
  expect(findFaults(form, model).size).toBe(0)
})

test('all that does not fit is found, and what the model has no use for is let be', () => {
  const form = fill({
    width: 100,
    clipSkip: 4,
    seed: 2 ** 32,
    isSeedLocked: true,
    scheduler: 'lcm',
    startImage: 'a.png',
    strength: 7,
    guidanceRescale: 9,
  })
  expect([...findFaults(form, model)]).toEqual([
    ['width', { kind: 'step', step: 8, below: 96, above: 104 }],
    ['clipSkip', { kind: 'most', max: 3 }],
    ['seed', { kind: 'most', max: 2 ** 32 - 1 }],
    ['scheduler', { kind: 'scheduler' }],
    ['startImage', { kind: 'startImage' }],
  ])
})

test('a field is changed when it holds something else than the usual', () => {
  const form = { ...EMPTY_FORM, steps: 12, guidanceScale: 3, seamlessX: true, vaeKey: 'v' }
  const changed = (Object.keys(form) as (keyof GenerateForm)[]).filter((field) => isChanged(field, form, usual))
  expect(changed).toEqual(['vaeKey', 'guidanceScale', 'seamlessX'])
})
