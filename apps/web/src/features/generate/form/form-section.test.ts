import { expect, test } from 'vitest'
import { EMPTY_FORM, formSection, type GenerateForm } from './form-section.ts'

const FULL: GenerateForm = {
  positivePrompt: 'a fox',
  negativePrompt: 'rain',
  modelKey: 'm',
  vaeKey: 'v',
  width: 512,
  height: 100,
  steps: 20,
  guidanceScale: 7.5,
  guidanceRescale: 0.7,
  scheduler: 'euler',
  clipSkip: 1,
  seamlessX: true,
  seamlessY: true,
  seed: 0,
  isSeedLocked: true,
  startImage: 'a.png',
  strength: 0.5,
  count: 4,
  boardId: 'none',
  presetId: 'p',
}

test('every field is kept', () => {
  expect(Object.keys(FULL)).toEqual(Object.keys(EMPTY_FORM))
  expect(formSection.parse(JSON.parse(JSON.stringify(FULL)))).toEqual(FULL)
})

test('a field that does not fit takes no other with it', () => {
  expect(formSection.parse({ ...FULL, width: '512', scheduler: 3, isSeedLocked: 'yes', steps: null, extra: 1 })).toEqual(
    Object.fromEntries(
      Object.entries(FULL).filter(([field]) => !['width', 'scheduler', 'isSeedLocked', 'steps'].includes(field)),
    ),
  )
})
