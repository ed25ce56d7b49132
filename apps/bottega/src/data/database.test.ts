import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'
import { openDatabase, transaction, watchOtherCommits } from './database.ts'
import { findSetting, saveSetting } from './repositories/settings.ts'
import { rootDatabasePath } from './root-database.ts'
import { openTemporaryStore } from './temporary-store.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('stores all of a transaction, or nothing when its work throws', async () => {
  await using store = await openTemporaryStore()
  await transaction(store.db, async (tx) => {
    await saveSetting(tx, 'a', '1')
    await saveSetting(tx, 'b', '2')
  })
  const failed = transaction(store.db, async (tx) => {
    await saveSetting(tx, 'a', '9')
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect([await findSetting(store.db, 'a'), await findSetting(store.db, 'b')]).toEqual(['1', '2'])
})

test('hands events over in order after the transaction is stored, and before the next one begins', async () => {
  const seen: string[] = []
  await using store = await openTemporaryStore<string>({ deliver: (event) => seen.push(event) })
  const run = (name: string) =>
    transaction(store.db, async (tx) => {
      seen.push(`${name} begins`)
      tx.emit(`${name} 1`)
      await saveSetting(tx, name, 'null')
      tx.emit(`${name} 2`)
      seen.push(`${name} ends`)
    })
  await Promise.all([run('a'), run('b')])
  expect(seen).toEqual(['a begins', 'a ends', 'a 1', 'a 2', 'b begins', 'b ends', 'b 1', 'b 2'])
})

test('never hands over the events of a transaction that failed', async () => {
  const seen: string[] = []
  await using store = await openTemporaryStore<string>({ deliver: (event) => seen.push(event) })
  const failed = transaction(store.db, async (tx) => {
    tx.emit('lost')
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  await transaction(store.db, async (tx) => tx.emit('kept'))
  expect(seen).toEqual(['kept'])
})

test('takes what is stored as stored when whoever hears of it throws', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  await using store = await openTemporaryStore<string>({
    deliver: () => {
      throw new Error('deaf')
    },
  })
  await transaction(store.db, async (tx) => {
    await saveSetting(tx, 'a', '1')
    tx.emit('said')
  })
  expect(await findSetting(store.db, 'a')).toBe('1')
  expect(warn).toHaveBeenCalledOnce()
})

test('refuses an event after the end of its transaction', async () => {
  await using store = await openTemporaryStore<string>()
  const tx = await transaction(store.db, async (tx) => tx)
  expect(() => tx.emit('late')).toThrow(expect.objectContaining({ code: 'transaction_misused' }))
})

test('refuses the database itself inside a transaction, where it would wait for ever, and is of use afterwards', async () => {
  await using store = await openTemporaryStore()
  const reading = transaction(store.db, async (tx) => {
    await saveSetting(tx, 'a', '1')
    await findSetting(store.db, 'a')
  })
  await expect(reading).rejects.toMatchObject({ code: 'transaction_misused', message: expect.stringContaining('use tx') })
  const nesting = transaction(store.db, () => transaction(store.db, async () => {}))
  await expect(nesting).rejects.toMatchObject({ code: 'transaction_misused' })
  expect(await findSetting(store.db, 'a')).toBeUndefined()
})

test('lets work that a transaction began and that outlives it use the database', async () => {
  await using store = await openTemporaryStore()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  const { later } = await transaction(store.db, async () => ({ later: released.then(() => findSetting(store.db, 'a')) }))
  release()
  expect(await later).toBeUndefined()
})

test.each([
  ['a Date', new Date(0), 'An object (Date)'],
  ['an object', { a: 1 }, 'An object (Object)'],
  ['a list', [1], 'An object (Array)'],
  ['undefined', undefined, 'type undefined'],
])('refuses %s as a value, which SQLite would store as nothing', async (_, value, message) => {
  await using store = await openTemporaryStore()
  await expect(sql`select ${value}`.execute(store.db)).rejects.toThrow(message)
})

test('refuses a text with NUL, which SQLite would cut', async () => {
  await using store = await openTemporaryStore()
  await expect(sql`select ${'a\0b'}`.execute(store.db)).rejects.toMatchObject({ code: 'text_unstorable' })
})

test('stores texts letter for letter, bytes, numbers, truth and null', async () => {
  await using store = await openTemporaryStore()
  const values = ['赤い 🦊 "é"\n\\%_', new Uint8Array([0, 1, 255]), 4_294_967_295, -1.5, true, null]
  const { rows } = await sql<
    Record<string, unknown>
  >`select ${sql.join(values.map((value, at) => sql`${value} as ${sql.ref(`v${at}`)}`))}`.execute(store.db)
  expect(Object.values(rows[0] ?? {})).toEqual([...values.slice(0, 4), 1, null])
})

test('notices what another connection stores, and nothing of its own', async () => {
  await using store = await openTemporaryStore()
  vi.useFakeTimers()
  const other = openDatabase(rootDatabasePath(store.root))
  let noticed = 0
  const end = watchOtherCommits(store.db, () => {
    noticed++
  })
  await saveSetting(store.db, 'own', '1')
  vi.advanceTimersByTime(1000)
  expect(noticed).toBe(0)
  await saveSetting(other, 'theirs', '1')
  vi.advanceTimersByTime(1000)
  expect(noticed).toBe(1)
  end()
  await saveSetting(other, 'theirs', '2')
  vi.advanceTimersByTime(1000)
  expect(noticed).toBe(1)
  await other.close()
})

test('says that the disk is full, keeps nothing of the transaction, and goes on when there is room', async () => {
  await using store = await openTemporaryStore()
  const pages = store.db.sqlite.prepare('pragma page_count').all([])[0]?.page_count
  const limit = (count: unknown) => store.db.sqlite.prepare(`pragma max_page_count = ${count}`).all([])
  limit(pages)
  const filling = transaction(store.db, async (tx) => {
    for (let at = 0; at < 100; at++) await saveSetting(tx, `k${at}`, JSON.stringify('x'.repeat(10_000)))
  })
  await expect(filling).rejects.toMatchObject({ code: 'disk_full', message: expect.stringContaining('not stored') })
  limit(1_000_000)
  expect(await findSetting(store.db, 'k0')).toBeUndefined()
  await saveSetting(store.db, 'k0', '1')
  expect(await findSetting(store.db, 'k0')).toBe('1')
})

test('reads before it writes although another process has stored something between', async () => {
  await using store = await openTemporaryStore()
  const other = openDatabase(rootDatabasePath(store.root))
  await saveSetting(other, 'n', '1')
  const add = (db: typeof other) =>
    transaction(db, async (tx) => {
      const before = Number(await findSetting(tx, 'n'))
      await saveSetting(tx, 'n', String(before + 1))
    })
  await add(store.db)
  await add(other)
  await add(store.db)
  expect(await findSetting(other, 'n')).toBe('4')
  await other.close()
})
