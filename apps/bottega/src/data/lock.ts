import { dirname, join } from 'node:path'
import { StoreError } from './errors.ts'
import { openSqlite } from './sqlite.ts'

/** The right to be the one server of a root, and to change its tables. It ends with the process, however that ends. */
export interface RootLock {
  release(): void
}

/** How long one waits for a command that is just changing the tables. */
const WAIT_MS = 3000

/**
 * Takes the root for this process: an exclusive transaction on `server.lock`, which the system ends with the process, so nothing
 * is left to clear after a crash. Blocks the thread while it waits.
 *
 * Whoever holds it must not open, read or copy any file of the folder by other means than SQLite: closing such a file would drop
 * the lock.
 *
 * @param databasesFolder  must exist
 * @throws StoreError `root_in_use`
 */
export function acquireRootLock(databasesFolder: string, waitMs = WAIT_MS): RootLock {
  const lock = openSqlite(join(databasesFolder, 'server.lock'), 'lock', waitMs)
  try {
    lock.execute('begin exclusive')
  } catch (error) {
    lock.close()
    if (!(error instanceof StoreError) || error.code !== 'database_busy') throw error
    const root = dirname(databasesFolder)
    throw new StoreError(
      'root_in_use',
      `Another process uses the root ${root}: a server, or a command that updates its database. End it first, or choose another root.`,
      { cause: error },
    )
  }
  return { release: () => lock.close() }
}
