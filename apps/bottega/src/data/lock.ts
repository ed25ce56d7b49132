import { dirname, join } from 'node:path'
import { StoreError, type StoreErrorCode } from './errors.ts'
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
  return lockFile(
    join(databasesFolder, 'server.lock'),
    waitMs,
    'root_in_use',
    `Another process uses the root ${dirname(databasesFolder)}: a server, or a command that updates its database. End it first, or choose another root.`,
  )
}

/**
 * Keeps the files of images where they are until it is released, although their rows may go: for a backup, which reads rows first and
 * files after. It ends with the process.
 *
 * @throws StoreError `backup_running`
 */
export function holdFiles(databasesFolder: string): RootLock {
  return lockFile(
    join(databasesFolder, HOLD_FILE),
    WAIT_MS,
    'backup_running',
    `A backup of the root ${dirname(databasesFolder)} is being made already. Wait until it is done.`,
  )
}

/** Whether somebody holds the files of images. */
export function areFilesHeld(databasesFolder: string): boolean {
  const lock = openSqlite(join(databasesFolder, HOLD_FILE), 'lock', 0)
  try {
    lock.prepare('select 1 from sqlite_schema').all([])
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw error
  } finally {
    lock.close()
  }
}

const HOLD_FILE = 'backup.lock'

function lockFile(path: string, waitMs: number, code: StoreErrorCode, refusal: string): RootLock {
  const lock = openSqlite(path, 'lock', waitMs)
  try {
    lock.execute('begin exclusive')
  } catch (error) {
    lock.close()
    throw isBusy(error) ? new StoreError(code, refusal, { cause: error }) : error
  }
  return { release: () => lock.close() }
}

function isBusy(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'database_busy'
}
