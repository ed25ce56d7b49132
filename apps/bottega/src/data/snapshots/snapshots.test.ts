import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeQueries, describeSchema } from './describe-store.ts'
import { dataSpecimens, fillForSpecimens } from './specimens.ts'

const read = (name: string) => readFile(join(import.meta.dirname, '..', name), 'utf8')

test('the committed schema is the one that the changes make (else: npm run gen)', async () => {
  expect(await describeSchema()).toBe(await read('schema.sql'))
})

test('the committed statements are those that the repositories ask (else: npm run gen)', async () => {
  expect(await describeQueries(dataSpecimens, fillForSpecimens)).toBe(await read('queries.sql'))
})

test('lists of the gallery are read from indexes alone, and only pages from the table', async () => {
  const chapters = (await read('queries.sql')).split(/^-- (?=[a-z ]+: \w+$)/m)
  const lists = chapters.filter((chapter) => /^gallery: (listImages|listImagesAfter|readImageNames)$/m.test(chapter))
  expect(lists).toHaveLength(3)
  for (const chapter of lists) {
    expect(chapter).toContain('SEARCH images USING COVERING INDEX images_by_shelf')
    expect(chapter).not.toMatch(/SCAN images\b|SEARCH images USING INDEX/)
  }
})
