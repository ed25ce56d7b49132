import { expect, test } from 'vitest'
import type { PaintingModel } from '../../models/index.ts'
import { EMPTY_FORM } from './form-section.ts'
import { listChanged } from './list-changed.ts'

const model = (key: string, steps: number) =>
  ({ key, defaults: { width: 128, height: 128, steps, cfg_scale: 2, scheduler: 'ddim' } }) as PaintingModel
const models = [model('small', 12), model('large', 30)]
const change = (changes: Parameters<typeof listChanged>[1], form = {}) => listChanged({ ...EMPTY_FORM, ...form }, changes, models)

test('a value that says what is usual anyway changes nothing', () => {
  expect(change({ steps: 12, width: 128, modelKey: 'small', negativePrompt: '', seamlessX: false })).toEqual([])
})

test('what shows something else is changed', () => {
  expect(change({ steps: 13, width: 128, positivePrompt: 'a fox' })).toEqual(['steps', 'positivePrompt'])
  expect(change({ steps: undefined }, { steps: 20 })).toEqual(['steps'])
})

test('what is usual is told by the model that is chosen, before and after', () => {
  expect(change({ modelKey: 'large', steps: 30 })).toEqual(['modelKey', 'steps'])
  expect(change({ modelKey: 'large', steps: 12 })).toEqual(['modelKey'])
})
