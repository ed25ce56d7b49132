import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Migrator } from 'kysely'
import type { Db } from './database.ts'
import { StoreError } from './errors.ts'
import { migrations } from './migrations/index.ts'
import type { Sqlite } from './sqlite.ts'

/** What has to be done to a database before this version can use it. */
export interface MigrationPlan {
  /** Names of the changes that are missing, in order. */
  readonly pending: readonly string[]
  /** Whether there is nothing in it that would be worth a backup. */
  readonly isEmpty: boolean
}

const OWN_TABLE = 'kysely_migration'
const LOCK_TABLE = 'kysely_migration_lock'
/** "Botg", in the header of the file, by which other programs know it. */
const APPLICATION_ID = 0x42_6f_74_67

/**
 * Looks what a database lacks. Changes nothing.
 *
 * @throws StoreError `database_newer`, `database_foreign`
 */
export function planMigration(sqlite: Sqlite): MigrationPlan {
  const tables = sqlite
    .prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite~_%' escape '~'`)
    .all([])
    .map(({ name }) => String(name))
  const isEmpty = tables.every((name) => name === OWN_TABLE || name === LOCK_TABLE)
  if (!tables.includes(OWN_TABLE)) {
    if (!isEmpty) {
      throw new StoreError('database_foreign', `${sqlite.path} belongs to another program. Move it away, or choose another root.`)
    }
    return { pending: Object.keys(migrations), isEmpty }
  }
  const applied = new Set(
    sqlite
      .prepare(`select name from ${OWN_TABLE}`)
      .all([])
      .map(({ name }) => String(name)),
  )
  const unknown = [...applied].filter((name) => !(name in migrations)).sort()
  if (unknown.length > 0) {
    throw new StoreError(
      'database_newer',
      `${sqlite.path} was changed by a newer version of Bottega (${unknown.join(', ')}), which this one cannot read. ` +
        'Start that version, or put back a file of the backups folder that is older than the change.',
    )
  }
  return { pending: Object.keys(migrations).filter((name) => !applied.has(name)), isEmpty }
}

/**
 * Brings the tables of a database up to date, all changes in one transaction. A database that holds something is copied first.
 * For the owner of the root's lock.
 *
 * @param backupsFolder  takes the copy, `bottega-<time>-before-<change>.db`; of such copies the latest five stay
 * @param now            for its name
 * @returns path of the copy, if one was made
 * @throws StoreError; after any error the database is as it was
 */
export async function migrate(db: Db<never>, backupsFolder: string, now = new Date()): Promise<string | undefined> {
  const { pending, isEmpty } = planMigration(db.sqlite)
  const [first] = pending
  if (first === undefined) return undefined
  if (isEmpty) {
    await applyMigrations(db)
    return undefined
  }
  const backup = await backUpTo(db.sqlite, join(backupsFolder, nameBackup(now, first)))
  await clearBackups(backupsFolder)
  try {
    await applyMigrations(db)
    return backup
  } catch (error) {
    throw explainFailure(error, db.sqlite.path, backup)
  }
}

/** Brings the tables up to date without a copy: for databases that tests and tools make. */
export async function applyMigrations(db: Db<never>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
  db.sqlite.execute(`pragma application_id = ${APPLICATION_ID}`)
}

/**
 * Copies the database into a file, which appears whole or not at all.
 *
 * @returns the path
 * @throws StoreError
 */
async function backUpTo(sqlite: Sqlite, path: string): Promise<string> {
  const unfinished = `${path}.part`
  await rm(unfinished, { force: true })
  try {
    await sqlite.backUp(unfinished)
    await rename(unfinished, path)
    return path
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Copies kept: whoever starts a version that fails again and again must not fill the disk with them. */
const KEPT_BACKUPS = 5
const BACKUP_NAME = /^bottega-\d{8}-\d{6}-before-[\w-]+\.db$/

/** Deletes old copies, and what a dead process has not finished. */
async function clearBackups(folder: string): Promise<void> {
  const names = (await readdir(folder)).sort()
  const whole = names.filter((name) => BACKUP_NAME.test(name))
  const unfinished = names.filter((name) => BACKUP_NAME.test(name.replace(/\.part(?:-journal)?$/, '')) && !whole.includes(name))
  for (const name of [...whole.slice(0, -KEPT_BACKUPS), ...unfinished]) await rm(join(folder, name), { force: true })
}

function explainFailure(cause: unknown, path: string, backup: string): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const message =
    `${path} could not be brought up to date (${reason}). It is as it was, and ${backup} is a copy. Start the version that was used ` +
    'before, or remove the cause and start again.'
  return new StoreError(cause instanceof StoreError ? cause.code : 'migration_failed', message, { cause })
}

function nameBackup(now: Date, change: string): string {
  return `bottega-${now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}-before-${change}.db`
}
