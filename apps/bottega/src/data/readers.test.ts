import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { writeCheckpointsAside } from './checkpoints.ts'
import { compose } from './compose.ts'
import { asJsonBytes } from './json.ts'
import { createReaders, type JsonQuery, type Readers, readRows } from './readers.ts'
import { saveSetting } from './repositories/settings.ts'
import { rootDatabasePath } from './root-database.ts'
import { openTemporaryStore, type TemporaryStore } from './temporary-store.ts'

let store: TemporaryStore<never>
let readers: Readers

beforeEach(async () => {
  store = await openTemporaryStore()
  readers = createReaders(pathToFileURL(join(inject('dist'), 'reader.js')), rootDatabasePath(store.root))
})

afterEach(async () => {
  vi.useRealTimers()
  await readers.close()
  await store.close()
})

const answer = (json: ReturnType<typeof sql>): JsonQuery => compose.selectNoFrom(asJsonBytes(json))
/** Counts so far that it takes seconds. */
const slow = answer(
  sql`(with recursive n (i) as (select 1 union all select i + 1 from n where i < 4000000) select max(i) from n)`,
)
const settings = answer(sql`(select json_group_array(key order by key) from settings)`)

test('answers JSON in UTF-8, with what was stored just before', async () => {
  expect(await readRows(readers, settings)).toEqual([])
  await saveSetting(store.db, 'é 🦊', '1')
  expect(await readRows(readers, settings)).toEqual(['é 🦊'])
  expect(Buffer.from(await readers.read(settings)).toString()).toBe('["é 🦊"]')
})

test('a light question is answered while heavy ones wait for one another', async () => {
  const done: string[] = []
  const heavy = [slow, slow, slow].map((query) =>
    readers
      .read(query, 'heavy')
      .catch(() => {})
      .then(() => done.push('heavy')),
  )
  for (let at = 0; at < 20; at++) await readers.read(settings).then(() => done.push('light'))
  expect(done).toEqual(Array(20).fill('light'))
  await readers.close()
  await Promise.all(heavy)
})

test('reads and never writes', async () => {
  const write = {
    compile: () => ({ ...settings.compile(), sql: `insert into settings (key, value) values ('a', '1') returning 1 as json` }),
  }
  await expect(readers.read(write)).rejects.toMatchObject({ code: 'database_unreachable' })
  expect(await readRows(readers, settings)).toEqual([])
})

test('a question that is wrong fails alone, in its own words', async () => {
  await expect(readers.read(answer(sql`(select absent)`))).rejects.toThrow('no such column: absent')
  await expect(readers.read(compose.selectNoFrom(sql<Uint8Array>`1`.as('json')))).rejects.toThrow('bytes')
  await expect(readers.read(answer(sql`${'a\0b'}`))).rejects.toMatchObject({ code: 'text_unstorable' })
  expect(await readRows(readers, settings)).toEqual([])
})

test('closing lets what is being read come to its end, and tells all others that it is closed', async () => {
  const [first, second, ...waiting] = [slow, slow, slow, settings].map((query) => readers.read(query))
  const closing = readers.close()
  for (const one of waiting) await expect(one).rejects.toMatchObject({ code: 'reader_ended' })
  expect(Buffer.from((await first) ?? []).toString()).toBe('4000000')
  await second
  await closing
  await expect(readers.read(settings)).rejects.toMatchObject({ code: 'reader_ended' })
})

test('a database that cannot be opened is an answer, each time', async () => {
  const lost = createReaders(pathToFileURL(join(inject('dist'), 'reader.js')), join(store.root, 'nowhere.db'))
  const answers = await Promise.allSettled(Array.from({ length: 9 }, () => lost.read(settings)))
  const reasons = answers.map((one) => (one.status === 'rejected' ? String(one.reason) : 'answered'))
  expect(reasons).toEqual(Array(9).fill(expect.stringContaining('nowhere.db')))
  await lost.close()
})

test('checkpoints are written aside after something was stored, and only then', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const checkpoint = vi.fn(() => readers.checkpoint())
  const end = writeCheckpointsAside(store.db, { ...readers, checkpoint }, (error) => expect.fail(String(error)))
  vi.advanceTimersByTime(10_000)
  expect(checkpoint).not.toHaveBeenCalled()
  await saveSetting(store.db, 'a', '1')
  vi.advanceTimersByTime(2_000)
  await checkpoint.mock.results[0]?.value
  expect(checkpoint).toHaveBeenCalledOnce()
  end()
  // nothing is left to write
  expect(store.db.sqlite.prepare('pragma wal_checkpoint(passive)').all([])).toEqual([
    { busy: 0, checkpointed: expect.any(Number), log: expect.any(Number) },
  ])
})
