import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findProjectRoot } from '../files/project-root.ts'
import { chooseDefaults, loadModelCard, parseModelCard } from './model-card.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const usual = { width: 512, height: 512, steps: 25, guidanceScale: 7, scheduler: 'euler' } as const

test('reads the card of the starter model, in its folder and beside its files', async () => {
  const { name, defaults } = JSON.parse(await readFile(join(starter, 'bottega.json'), 'utf8'))
  expect(await loadModelCard(starter)).toEqual({ name, defaults })
  expect(await loadModelCard(join(starter, 'model_index.json'))).toEqual({ name, defaults })
})

test('takes a folder without a card for one that says nothing', async () => {
  expect(await loadModelCard(join(starter, 'unet'))).toEqual({})
})

test('lets the card win over what is usual, value by value', () => {
  const card = parseModelCard('{"defaults": {"steps": 4, "cfg_scale": 1}, "prompts": ["x"], "more": null}', 'bottega.json')
  expect(chooseDefaults(card, usual)).toEqual({ ...usual, steps: 4, guidanceScale: 1 })
  expect(chooseDefaults({}, usual)).toEqual(usual)
})

test.each([
  ['not JSON', '{', 'the whole'],
  ['not an object', '[]', 'the whole'],
  ['a width that is no multiple of 8', '{"defaults": {"width": 100}}', 'defaults.width'],
  ['steps that are a text', '{"defaults": {"steps": "12"}}', 'defaults.steps'],
  ['a scheduler that does not exist', '{"defaults": {"scheduler": "magic"}}', 'defaults.scheduler'],
])('refuses a card with %s and names file and place', (_, text, place) => {
  expect(() => parseModelCard(text, 'm/bottega.json')).toThrow(new RegExp(`^m/bottega.json .*${place}`))
})
