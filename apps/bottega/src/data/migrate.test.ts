import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Migrator, sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, openDatabase } from './database.ts'
import { migrate, planMigration } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { findSetting, saveSetting } from './repositories/settings.ts'
import { openRootDatabase, rootDatabasePath } from './root-database.ts'
import { openSqlite } from './sqlite.ts'
import { openTemporaryStore, type TemporaryStore } from './temporary-store.ts'

let store: TemporaryStore<never>
let db: Db
let backups: string
const last = Object.keys(migrations).at(-1) ?? ''

beforeEach(async () => {
  store = await openTemporaryStore()
  db = store.db
  backups = join(store.root, 'backups')
})

afterEach(async () => {
  await db.close()
  await store.close()
})

/** Puts a database in place that lacks the last change of this version. */
async function goBeforeLastChange() {
  await db.close()
  await rm(join(store.root, 'databases'), { recursive: true })
  await mkdir(join(store.root, 'databases'))
  db = openDatabase(rootDatabasePath(store.root))
  const { [last]: _last, ...others } = migrations
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => others } }).migrateToLatest()
  expect(error).toBeUndefined()
}

const readTables = () => db.sqlite.prepare('select sql from sqlite_schema order by name').all([])

test('makes every table of a new root, without a backup of nothing', async () => {
  await db.close()
  await rm(join(store.root, 'databases'), { recursive: true })
  await mkdir(join(store.root, 'databases'))
  db = await openRootDatabase(store.root)
  expect(planMigration(db.sqlite)).toEqual({ pending: [], isEmpty: false })
  expect(await db.selectFrom('users').select(['user_id', 'is_admin', 'password_hash']).execute()).toEqual([
    { user_id: 'system', is_admin: 0, password_hash: '' },
  ])
  expect(db.sqlite.prepare('pragma journal_mode').all([])).toEqual([{ journal_mode: 'wal' }])
  expect(await readdir(backups)).toEqual([])
})

test('copies a database that holds something before it changes its tables, and keeps what it holds', async () => {
  await goBeforeLastChange()
  await saveSetting(db, 'a', '1')
  const backup = await migrate(db, backups, new Date('2026-08-19T01:13:04Z'))
  expect(backup).toBe(join(backups, `bottega-20260819-011304-before-${last}.db`))
  expect(await readdir(backups)).toHaveLength(1)
  expect(planMigration(db.sqlite).pending).toEqual([])
  expect(await findSetting(db, 'a')).toBe('1')
  const old = openSqlite(backup ?? '', 'reader')
  expect(planMigration(old).pending).toEqual([last])
  expect(old.prepare('select value from settings').all([])).toEqual([{ value: '1' }])
  old.close()
})

test('does nothing when there is nothing to do', async () => {
  expect(await migrate(db, backups)).toBeUndefined()
  expect(await readdir(backups)).toEqual([])
})

test('leaves the database as it was when a change fails or the copy cannot be written', async () => {
  await goBeforeLastChange()
  // the change was made by somebody else, and is not noted
  await migrations[last]?.up(db)
  const before = readTables()
  await expect(migrate(db, backups)).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringMatching(/could not be brought up to date.*(exists|duplicate|no such).*is as it was.*backups/s),
  })
  await expect(migrate(db, join(store.root, 'nowhere'))).rejects.toMatchObject({ code: 'database_unreachable' })
  expect(readTables()).toEqual(before)
  expect(planMigration(db.sqlite).pending).toEqual([last])
  expect(await readdir(backups)).toHaveLength(1)
})

test('keeps the latest copies, and nothing of one that was not finished', async () => {
  for (let day = 1; day <= 8; day++) {
    await goBeforeLastChange()
    await writeFile(join(backups, `bottega-2026010${day}-000000-before-x.db.part`), '')
    await migrate(db, backups, new Date(`2026-08-0${day}T00:00:00Z`))
  }
  await writeFile(join(backups, 'mine.db'), '')
  await goBeforeLastChange()
  await migrate(db, backups, new Date('2026-08-09T00:00:00Z'))
  const days = [5, 6, 7, 8, 9].map((day) => `bottega-2026080${day}-000000-before-${last}.db`)
  expect((await readdir(backups)).sort()).toEqual([...days, 'mine.db'])
})

test('refuses a database that a newer version has changed, with advice, and leaves it alone', async () => {
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(db)
  await expect(openRootDatabase(store.root)).rejects.toMatchObject({
    code: 'database_newer',
    message: expect.stringMatching(/9999-later.*Start that version, or put back/s),
  })
})

test('refuses the database of another program, with advice, and leaves it alone', async () => {
  const path = rootDatabasePath(store.root)
  await db.close()
  await rm(join(store.root, 'databases'), { recursive: true })
  await mkdir(join(store.root, 'databases'))
  const foreign = openSqlite(path, 'lock')
  foreign.execute('create table images (image_name text)')
  foreign.close()
  const before = await readFile(path)
  await expect(openRootDatabase(store.root)).rejects.toMatchObject({
    code: 'database_foreign',
    message: expect.stringContaining(path),
  })
  expect(await readFile(path)).toEqual(before)
  expect(await readdir(join(store.root, 'databases'))).toEqual(['bottega.db'])
})

test.each([
  ['no database', 'x'.repeat(10_000), 'database_foreign'],
  ['cut off', undefined, 'database_damaged'],
])('says so when the file is %s', async (_, content, code) => {
  await db.close()
  const path = rootDatabasePath(store.root)
  await writeFile(path, content ?? '')
  if (content === undefined) {
    const other = await openTemporaryStore()
    await other.db.close()
    await cp(rootDatabasePath(other.root), path)
    await rm(other.root, { recursive: true })
    const { truncate } = await import('node:fs/promises')
    await truncate(path, 40_000)
  }
  await expect(openRootDatabase(store.root)).rejects.toMatchObject({ code, message: expect.stringContaining(path) })
})

test('says so when the folder of the database is missing', async () => {
  await expect(openRootDatabase(join(store.root, 'nowhere'))).rejects.toMatchObject({ code: 'database_unreachable' })
})
