import { join } from 'node:path'
import { type DatabaseOptions, type Db, openDatabase } from './database.ts'
import { acquireRootLock, type RootLock } from './lock.ts'
import { migrate, planMigration } from './migrate.ts'

/** How the database of a root is opened. */
export interface RootDatabaseOptions<Event> extends DatabaseOptions<Event> {
  /** The root's lock where the caller holds it; otherwise it is taken for as long as tables are changed. */
  readonly lock?: RootLock
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
  { lock, deliver }: RootDatabaseOptions<Event> = {},
): Promise<Db<Event>> {
  const db = openDatabase<Event>(rootDatabasePath(root), deliver ? { deliver } : {})
  try {
    if (planMigration(db.sqlite).pending.length > 0) await migrateUnderLock(db, root, lock)
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

async function migrateUnderLock(db: Db<never>, root: string, held: RootLock | undefined): Promise<void> {
  const lock = held ?? acquireRootLock(join(root, 'databases'))
  try {
    await migrate(db, join(root, 'backups'))
  } finally {
    if (lock !== held) lock.release()
  }
}
