import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findProjectRoot } from '../../files/project-root.ts'
import { chooseDefaults, loadModelCard } from './model-card.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const usual = { width: 512, height: 512, steps: 25, guidanceScale: 7, scheduler: 'euler' } as const
const folder = await mkdtemp(join(tmpdir(), 'bottega-card-'))
const path = join(folder, 'bottega.json')

afterAll(() => rm(folder, { recursive: true }))

async function loadText(text: string) {
  await writeFile(path, text)
  return loadModelCard(folder)
}

test('reads the card of the starter model', async () => {
  const { name, description, defaults, prompts } = JSON.parse(await readFile(join(starter, 'bottega.json'), 'utf8'))
  expect(await loadModelCard(starter)).toEqual({ name, description, defaults, prompts })
})

test('takes a folder without a card for one that says nothing, and a card beside a checkpoint for that of something else', async () => {
  expect(await loadModelCard(join(starter, 'unet'))).toEqual({})
  expect(await loadModelCard(join(starter, 'model_index.json'))).toEqual({})
})

test('lets the card win over what is usual, value by value', async () => {
  const card = await loadText('{"defaults": {"steps": 4, "cfg_scale": 1}, "prompts": ["x"], "more": null}')
  expect(chooseDefaults(card, usual)).toEqual({ ...usual, steps: 4, guidanceScale: 1 })
  expect(chooseDefaults({}, usual)).toEqual(usual)
})

test.each(['Bottega Starter', 'Café 雪 v1.5 (pruned)', 'x'.repeat(100)])('takes the name %s', async (name) => {
  expect(await loadText(JSON.stringify({ name }))).toEqual({ name })
})

test.each([
  ['not JSON', '{', 'is not JSON'],
  ['not an object', '[]', 'the document'],
  ['a width that is no multiple of 8', '{"defaults": {"width": 100}}', 'defaults.width'],
  ['steps that are a text', '{"defaults": {"steps": "12"}}', 'defaults.steps'],
  ['a guidance beyond 100', '{"defaults": {"cfg_scale": 1e9}}', 'defaults.cfg_scale'],
  ['a scheduler that does not exist', '{"defaults": {"scheduler": "magic"}}', 'defaults.scheduler'],
  ['an empty name', '{"name": " "}', 'name'],
  ['a name of two lines', '{"name": "a\\nb"}', 'name'],
  ['a name that colours the terminal', '{"name": "\\u001b[31mred"}', 'name'],
  ['a name that is written backwards', '{"name": "\\u202etxt"}', 'name'],
  ['a name without end', JSON.stringify({ name: 'x'.repeat(101) }), 'name'],
  ['prompts that are none', '{"prompts": "a fox"}', 'prompts'],
])('refuses a card with %s and names file and place', async (_, text, place) => {
  await expect(loadText(text)).rejects.toMatchObject({ code: 'file_malformed', message: expect.stringContaining(place) })
  await expect(loadText(text)).rejects.toThrow(path)
})
