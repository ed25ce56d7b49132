import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseOptions, type Db, openDatabaseOn } from './database.ts'
import { acquireRootLock, type RootLock } from './lock.ts'
import { migrate, planMigration } from './migrate.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'

/** How the database of a root is opened. */
export interface RootDatabaseOptions<Event> extends DatabaseOptions<Event> {
  /** The root's lock where the caller holds it; otherwise it is taken for as long as tables are changed. */
  readonly lock?: RootLock
  /** Hears that tables were brought up to date, and where the copy lies that was made before; none is made of an empty database. */
  readonly onUpdate?: (copy: string | undefined) => void
  /** Puts something around the connection that sees all that is said to it; for tests. */
  readonly watch?: ((sqlite: Sqlite) => Sqlite) | undefined
}

/** Where the database of a root lies. */
export function rootDatabasePath(root: string): string {
  return join(root, 'databases', 'bottega.db')
}

/**
 * Opens the database of a root, made or brought up to date where needed, with a copy in `backups/` first. The root's folders must
 * exist.
 *
 * @throws StoreError `root_in_use` when its tables are out of date and a server of another version runs on it; `database_newer`, …
 */
export async function openRootDatabase<Event = never>(
  root: string,
  { lock, deliver, onUpdate, watch = (sqlite) => sqlite }: RootDatabaseOptions<Event> = {},
): Promise<Db<Event>> {
  const path = rootDatabasePath(root)
  if (existsSync(path)) refuseForeign(path)
  const db = openDatabaseOn<Event>(watch(openSqlite(path, 'main')), deliver ? { deliver } : {})
  try {
    if (planMigration(db.sqlite).pending.length > 0) {
      const copy = await migrateUnderLock(db, root, lock)
      onUpdate?.(copy)
    }
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

/** What belongs to others or to a newer version is not even opened for writing, which would change how it keeps its log. */
function refuseForeign(path: string): void {
  const sqlite = openSqlite(path, 'reader')
  try {
    planMigration(sqlite)
  } finally {
    sqlite.close()
  }
}

async function migrateUnderLock(db: Db<never>, root: string, held: RootLock | undefined): Promise<string | undefined> {
  const lock = held ?? acquireRootLock(join(root, 'databases'))
  try {
    return await migrate(db, join(root, 'backups'))
  } finally {
    if (lock !== held) lock.release()
  }
}
