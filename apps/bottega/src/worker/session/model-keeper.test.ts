import { cp, mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findProjectRoot } from '../../files/project-root.ts'
import { createModelKeeper } from './model-keeper.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const record = { key: 'k', hash: 'h', name: 'Starter', base: 'sd-1', type: 'main' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-models-'))
  for (const name of ['a', 'b', 'c']) await cp(starter, join(folder, name), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true }))

test('a model stays at work until two others were asked for', async () => {
  const keeper = createModelKeeper()
  const load = (name: string) => keeper.load({ ...record, key: name }, join(folder, name))
  const first = await load('a')
  expect(first).toMatchObject({ kind: 'checkpoint', model: { family: { id: 'sd1' } } })
  const second = await load('b')
  expect(await load('a')).toBe(first)
  await load('c')
  expect(await load('a')).toBe(first)
  expect(await load('b')).not.toBe(second)
  expect(keeper.keys).toEqual(['a', 'b'])
  await keeper.close()
  expect(keeper.keys).toEqual([])
  expect(await load('a')).not.toBe(first)
  await keeper.close()
})

test('a VAE is opened as an autoencoder alone', async () => {
  const keeper = createModelKeeper()
  const loaded = await keeper.load({ ...record, type: 'vae' }, join(folder, 'a', 'vae'))
  expect(loaded.kind).toBe('autoencoder')
  await keeper.close()
})

test('files that have changed since are opened anew', async () => {
  const keeper = createModelKeeper()
  const first = await keeper.load(record, join(folder, 'a'))
  await utimes(join(folder, 'a'), 1, 1)
  expect(await keeper.load(record, join(folder, 'a'))).not.toBe(first)
  await keeper.close()
})

test.each([
  ['that is gone', { ...record, name: 'Ghost' }, /^There is no model at Ghost\.$/],
  ['of another type', { ...record, name: 'L', type: 'lora' }, /^L is a model of type lora/],
])('a model %s is refused by its name, without its path', async (_, given, message) => {
  await expect(createModelKeeper().load(given, join(folder, 'nowhere'))).rejects.toThrow(message)
})
