import { expect, test } from 'vitest'
import { judgeRequired } from './required.ts'

const ids = ['A-tokenizer', 'E-unet/small', 'E-unet/large']
const results = [
  { id: 'A-tokenizer', status: 'pass' },
  { id: 'E-unet/small', status: 'pass' },
  { id: 'E-unet/large', status: 'unsupported' },
] as const

test.each([[[]], [['A-tokenizer']], [['E-unet/small', 'small', 'E-unet/s*']]])('%j is met', (required) => {
  expect(judgeRequired(required, ids, results)).toEqual({ faults: [], notes: [] })
})

test.each(['E-unet', 'E-unet/large', 'large'])('%s fails, since a case of it is unsupported', (name) => {
  expect(judgeRequired([name], ids, results).faults).toEqual(['E-unet/large is required, but unsupported'])
})

test.each(['E-unet/smal', 'A-tokenizer/prompts', 'E-*/medium'])('%s fails, since its group has no such case', (name) => {
  expect(judgeRequired([name], ids, results).faults).toEqual([`${name} is required, but its group has no such case`])
})

test('a case that was left out by --only is not misspelled', () => {
  expect(judgeRequired(['E-unet/large'], ids, results.slice(0, 1))).toEqual({ faults: [], notes: [] })
})

test.each(['F-flux/small', 'G-video'])('%s is only a note, since the set has nothing of its group', (name) => {
  expect(judgeRequired([name], ids, results)).toEqual({ faults: [], notes: [`No case is named ${name}`] })
})
