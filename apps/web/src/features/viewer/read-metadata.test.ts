import { expect, test } from 'vitest'
import { findDifferences, readDetails, readPrompt } from './read-metadata.ts'

test('what people ask for is told in order', () => {
  const metadata = {
    seed: 5,
    positive_prompt: 'a fox',
    negative_prompt: '',
    model: { key: 'k', name: 'Starter' },
    init_image: { image_name: 'a.png' },
    cfg_scale: 7.5,
    canvas: {},
  }
  expect(readDetails(metadata).map(({ label, value }) => [label, value])).toEqual([
    ['generate:prompt', 'a fox'],
    ['generate:model', 'Starter'],
    ['generate:seed', '5'],
    ['generate:guidanceScale', '7.5'],
    ['generate:startImage', 'a.png'],
  ])
  expect(readPrompt(metadata)).toBe('a fox')
})

test('numbers as texts are told, what makes no sense is left out', () => {
  const metadata = { seed: '123', steps: Number.NaN, cfg_scale: null, guidance: '3.5', scheduler: ['euler'], model: { name: {} } }
  expect(readDetails(metadata).map(({ value }) => value)).toEqual(['123', '3.5'])
})

test.each([null, undefined, 'text', 7, [], [{}]])('metadata %o tells nothing', (metadata) => {
  expect(readDetails(metadata)).toEqual([])
  expect(readPrompt(metadata)).toBeUndefined()
})

test('two pictures differ in what only one has, and in values', () => {
  const one = readDetails({ positive_prompt: 'a fox', seed: 1, steps: 20 })
  const other = readDetails({ positive_prompt: 'a fox', seed: 2, scheduler: 'euler' })
  expect(findDifferences(one, other)).toEqual([
    { label: 'generate:seed', left: '1', right: '2' },
    { label: 'generate:steps', left: '20', right: undefined },
    { label: 'generate:scheduler', left: undefined, right: 'Euler' },
  ])
  expect(findDifferences(one, one)).toEqual([])
})
