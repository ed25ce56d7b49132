import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordAll } from './queries.ts'
import { listWholeScans } from './statements.ts'

const asked = await recordAll()
const sources = join(import.meta.dirname, '../../../apps/bottega/src')

/** What may look at all of them, or all of a kind, and why. */
const WHOLE: Readonly<Record<string, string>> = {
  findPositions: 'counts who stands before whom, on a reader thread',
  listExpiredIntermediates: 'spares what any of them names, on a reader thread, once an hour',
  listItems: 'answers them all',
  listItemIds: 'answers them all, or those of a kind',
  findNewestTime: 'goes no further than the last of them, for a command',
  listImagePlaces: 'answers them all, for a command',
  listNewestPlaces: 'goes no further than the newest outside the trash, once at a start',
  listAuditEntries: 'takes the newest in order and counts all by an index, on a reader thread',
  cancelItems: 'takes them all',
  removeItems: 'takes them all',
}

test('no list, claim or count looks at all of a large table to find a few', () => {
  const scans = asked.flatMap(({ file, name, statements }) =>
    statements.flatMap((statement) => listWholeScans(statement).map((step) => ({ file, name, step }))),
  )
  expect(scans.filter(({ name }) => !(name in WHOLE))).toEqual([])
  expect(Object.keys(WHOLE).filter((name) => !scans.some((scan) => scan.name === name))).toEqual([])
})

test('pages and names of the gallery are found in indices alone, and only what a page shows is read from the table', () => {
  const lists = asked.filter(
    ({ name, label }) => /^(listImages|listImagesAfter|readImageNames)$/.test(name) && label === 'counted',
  )
  expect(lists).toHaveLength(3)
  for (const { statements } of lists) {
    const reads = statements.flatMap(({ plan }) => plan.filter((step) => / images\b/.test(step)))
    expect(reads).toContain('SEARCH images USING COVERING INDEX images_by_shelf (shelf=? AND starred=?)')
    expect(reads.filter((step) => !/USING (?:COVERING INDEX|INTEGER PRIMARY KEY)/.test(step))).toEqual([])
  }
})

test('every file that asks the database has its specimens', () => {
  const files = ['data/repositories', 'data/gallery', 'queue'].flatMap((folder) =>
    readdirSync(join(sources, folder)).map((name) => `${folder}/${name}`),
  )
  const known = new Set(asked.map(({ file }) => file))
  const asksNothing = /(?:\.test|\/(?:image-list|image-record|runs|shelf|item-record|selection|has-status|testing))\.ts$/
  expect(files.filter((file) => !asksNothing.test(file) && !known.has(file))).toEqual([])
  expect([...known].filter((file) => !files.includes(file))).toEqual([])
})
