import { expect, test } from 'vitest'
import { findModels } from './find-models.ts'
import type { AnyModel } from './queries.ts'

const model = (name: string, more: object): AnyModel =>
  // what is not looked for is left out
  ({ name, description: null, base: 'sd-1', type: 'main', ...more }) as AnyModel

const models = [
  model('Portrait', { description: 'Faces in oil' }),
  model('Ink', { type: 'lora', trigger_phrases: ['inkwash style'] }),
  model('Wide', { base: 'sdxl' }),
]
const find = (typed: string, type?: string) => findModels(models, { typed, type }).map(({ name }) => name)

test('models are found by name, description, trigger phrase and architecture', () => {
  expect(find('port')).toEqual(['Portrait'])
  expect(find('OIL')).toEqual(['Portrait'])
  expect(find('inkwash')).toEqual(['Ink'])
  expect(find('diffusion xl')).toEqual(['Wide'])
  expect(find('')).toHaveLength(3)
})

test('every word has to fit, and the kind', () => {
  expect(find('oil ink')).toEqual([])
  expect(find('', 'lora')).toEqual(['Ink'])
  expect(find('wide', 'lora')).toEqual([])
})
