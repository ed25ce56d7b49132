import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DatabaseOptions, type Db, openDatabase, openDatabaseOn } from './database.ts'
import { applyMigrations } from './migrate.ts'
import { createInProcessReaders, type Readers } from './readers.ts'
import { rootDatabasePath } from './root-database.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'

/** A store of its own in a folder of its own, for a test. */
export interface TemporaryStore<Event> extends AsyncDisposable {
  /** A root that holds `databases/` and `backups/`. */
  readonly root: string
  readonly db: Db<Event>
  readonly readers: Readers
  /** Closes the store and removes the folder. */
  close(): Promise<void>
}

let template: Promise<Sqlite> | undefined

/** Opens a store with all tables and nothing in them but `system`, copied from a template. */
export async function openTemporaryStore<Event = never>(options?: DatabaseOptions<Event>): Promise<TemporaryStore<Event>> {
  const root = await mkdtemp(join(tmpdir(), 'bottega store é '))
  for (const folder of ['databases', 'backups']) await mkdir(join(root, folder))
  template ??= makeTemplate()
  await (await template).backUp(rootDatabasePath(root))
  const db = openDatabase<Event>(rootDatabasePath(root), options)
  const close = async () => {
    await db.close()
    await rm(root, { recursive: true })
  }
  return { root, db, readers: createInProcessReaders(db), close, [Symbol.asyncDispose]: close }
}

async function makeTemplate(): Promise<Sqlite> {
  const sqlite = openSqlite(':memory:', 'main')
  await applyMigrations(openDatabaseOn(sqlite))
  return sqlite
}
