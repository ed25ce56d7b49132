import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFiles } from '../../files/files.ts'
import { openSettings } from './settings.ts'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega settings é '))
  path = join(folder, 'bottega.yaml')
})
afterEach(() => rm(folder, { recursive: true }))

const files = createFiles()

test('without a file every setting is its default', async () => {
  const settings = await openSettings(path, files, {})
  expect(settings.values).toMatchObject({ port: 9090, multiuser: false })
  expect(settings.show().set_fields).toEqual([])
})

test('a change is made in the file, whose comments stay, and counts at once', async () => {
  await writeFile(path, '# mine\nport: 7 # seven\nmax_queue_history: 3\n')
  const settings = await openSettings(path, files, {})
  await settings.update({ max_queue_history: null, image_subfolder_strategy: 'date' })
  expect(await readFile(path, 'utf8')).toBe('# mine\nport: 7 # seven\nimage_subfolder_strategy: date\n')
  expect(settings.values).toMatchObject({ max_queue_history: null, image_subfolder_strategy: 'date', port: 7 })
})

test('a change in an empty file makes the file', async () => {
  const settings = await openSettings(path, files, {})
  await settings.update({ image_subfolder_strategy: 'hash' })
  expect(await readFile(path, 'utf8')).toBe('image_subfolder_strategy: hash\n')
})

test('a file that holds a secret is for its owner alone', async () => {
  await writeFile(path, 'port: 7\n', { mode: 0o644 })
  const settings = await openSettings(path, files, {})
  await settings.update({ image_subfolder_strategy: 'hash' })
  expect((await stat(path)).mode & 0o777).toBe(0o644)
  await settings.update({ smtp_url: 'smtp://studio:hush@mail.example.com' })
  expect((await stat(path)).mode & 0o777).toBe(0o600)
})

test('a change that a flag or the environment would overrule is refused, and nothing is written', async () => {
  const environment = { BOTTEGA_IMAGE_SUBFOLDER_STRATEGY: 'date' }
  const settings = await openSettings(path, files, { environment })
  await expect(settings.update({ image_subfolder_strategy: 'hash' })).rejects.toMatchObject({ code: 'setting_invalid' })
  await expect(readFile(path)).rejects.toThrow('ENOENT')
})

test.each([
  ['a: [', 'is not valid YAML at line 1'],
  ['- port', 'must hold lines of the form'],
  ['port: many', 'port: '],
])('%s is refused with the place', async (text, sentence) => {
  await writeFile(path, text)
  await expect(openSettings(path, files, {})).rejects.toThrow(sentence)
})

test('keys that mean nothing here are told, and keys of the reference that have no effect', async () => {
  await writeFile(path, 'colour: red\nram: 12\n')
  const { warnings } = await openSettings(path, files, {})
  expect(warnings).toEqual([`${path}: colour is no setting; it is ignored.`, `${path}: ram has no effect here.`])
})

test.each([
  ['127.0.0.1', false, false],
  ['::1', false, false],
  ['localhost', false, false],
  ['0.0.0.0', false, true],
  ['192.168.1.7', false, true],
  ['0.0.0.0', true, false],
])('who listens on %s with accounts %s is warned: %s', async (host, multiuser, isWarned) => {
  const { warnings } = await openSettings(path, files, { flags: { host, multiuser } })
  expect(warnings.filter((text) => text.includes('whoever reaches it')).length).toBe(isWarned ? 1 : 0)
})
