import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { parseJson, readJsonFile } from './json-file.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-json-'))
afterAll(() => rm(folder, { recursive: true }))
const path = join(folder, 'config.json')
const schema = z.looseObject({ sizes: z.array(z.int().min(1)) })

test('reads what fits, unknown keys too', async () => {
  await writeFile(path, '{"sizes": [1, 2], "other": null}')
  expect(await readJsonFile(path, schema)).toEqual({ sizes: [1, 2], other: null })
})

test('reads what Python writes: infinities and NaN as null, and a byte order mark', async () => {
  await writeFile(
    path,
    '\uFEFF{"sizes": [1], "low": -Infinity, "high": Infinity, "none": NaN, "text": "\\"NaN and -Infinity\\\\"}',
  )
  expect(await readJsonFile(path, schema)).toEqual({
    sizes: [1],
    low: null,
    high: null,
    none: null,
    text: '"NaN and -Infinity\\',
  })
})

test.each([
  ['', 'file_malformed', 'is not JSON'],
  ['{"sizes": [1, 2]', 'file_malformed', 'is not JSON'],
  ['{"sizes": [1, 0]}', 'file_malformed', 'sizes.1'],
  ['{"sizes": [1, 1.5]}', 'file_malformed', 'sizes.1'],
  ['{}', 'file_malformed', 'sizes'],
  ['[]', 'file_malformed', 'the document'],
  ['null', 'file_malformed', 'the document'],
])('refuses %j and names the file and the key', async (text, code, message) => {
  await writeFile(path, text)
  await expect(readJsonFile(path, schema)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
  await expect(readJsonFile(path, schema)).rejects.toThrow(path)
})

test('says that a file is missing, too large, or no file', async () => {
  await expect(readJsonFile(join(folder, 'none.json'), schema)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: expect.stringContaining('there is no such file'),
  })
  await expect(readJsonFile(folder, schema)).rejects.toMatchObject({ code: 'file_unreadable' })
  await writeFile(path, '{')
  await truncate(path, 3 * 2 ** 30)
  await expect(readJsonFile(path, schema)).rejects.toMatchObject({
    code: 'file_malformed',
    message: expect.stringContaining('files of its kind have at most'),
  })
})

test('a value that does not fit is refused under the name it was given', () => {
  expect(() => parseJson({ sizes: 'many' }, schema, 'unet/config.json')).toThrow(/^unet\/config\.json: sizes: /)
})
