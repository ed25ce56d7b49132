import { SYSTEM_USER_ID } from '@bottega/contracts'
import { openDatabaseOn } from './database.ts'
import { type ImageFileName, listImagePlaces } from './repositories/images.ts'
import { listModels } from './repositories/models.ts'
import { openSqlite, type Sqlite } from './sqlite.ts'

/**
 * Copies a database as it is at one moment into one file that does not exist, whatever is written meanwhile.
 *
 * @throws StoreError
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = openSqlite(from, 'reader')
  try {
    await source.backUp(to, { atOnce: true })
  } finally {
    source.close()
  }
  // without a log beside it, so that the file is all there is
  const copy = openSqlite(to, 'main')
  try {
    copy.execute('pragma journal_mode = delete')
  } finally {
    copy.close()
  }
}

/** What decides whether somebody gets in, and how far. */
export interface AccountAccess {
  readonly email: string
  readonly isAdmin: boolean
  readonly isActive: boolean
  readonly passwordHash: unknown
}

/** The accounts of a database that nobody writes, by their ids. @throws StoreError */
export function readAccountAccess(path: string): Map<string, AccountAccess> {
  const sqlite = openSqlite(path, 'reader')
  try {
    const rows = sqlite
      .prepare('select user_id, email, is_admin, is_active, password_hash from users where user_id <> ? order by email')
      .all([SYSTEM_USER_ID])
    return new Map(
      rows.map(({ user_id, email, is_admin, is_active, password_hash }) => [
        String(user_id),
        { email: String(email), isAdmin: is_admin === 1, isActive: is_active === 1, passwordHash: password_hash },
      ]),
    )
  } finally {
    sqlite.close()
  }
}

/** Ends all sign-ins, and takes away links for a new password, in a database that nobody else has open. @throws StoreError */
export function endSignInsIn(path: string): void {
  const sqlite = openSqlite(path, 'main')
  try {
    sqlite.execute('delete from user_sessions; delete from reset_links; pragma journal_mode = delete')
  } finally {
    sqlite.close()
  }
}

/** What a copied database says about itself and about files. */
export interface SnapshotContent {
  /** How many rows each table has. */
  readonly tables: Readonly<Record<string, number>>
  readonly images: readonly ImageFileName[]
  /** Records as JSON text. */
  readonly models: readonly string[]
  /** Ids of the things that have a small picture. */
  readonly covers: {
    readonly models: readonly string[]
    readonly workflows: readonly string[]
    readonly stylePresets: readonly string[]
  }
}

/** Reads a database that nobody writes. @throws StoreError */
export async function readSnapshot(path: string): Promise<SnapshotContent> {
  const sqlite = openSqlite(path, 'reader')
  const db = openDatabaseOn(sqlite)
  try {
    const models = await listModels(db)
    return {
      tables: countRows(sqlite),
      images: await listImagePlaces(db),
      models: models.map(({ config }) => config),
      covers: {
        models: models.filter(({ has_cover }) => has_cover === 1).map(({ key }) => key),
        workflows: listIds(sqlite, 'select workflow_id as id from workflows where has_thumbnail'),
        stylePresets: listIds(sqlite, 'select style_preset_id as id from style_presets where has_image'),
      },
    }
  } finally {
    await db.close()
  }
}

/** What is wrong with a database by itself, in SQLite's words; empty when it is sound. @throws StoreError */
export function checkSnapshot(path: string): string[] {
  const sqlite = openSqlite(path, 'reader')
  try {
    const integrity = sqlite.prepare('pragma integrity_check(10)').all([])
    const strays = sqlite.prepare('select distinct "table" as name, parent from pragma_foreign_key_check').all([])
    return [
      ...integrity.map(({ integrity_check }) => String(integrity_check)).filter((text) => text !== 'ok'),
      ...strays.map(({ name, parent }) => `rows of ${name} belong to rows of ${parent} that are not there`),
    ]
  } finally {
    sqlite.close()
  }
}

/** The rows of each table; of tables that only search, the tables that they keep their things in. */
function countRows(sqlite: Pick<Sqlite, 'prepare'>): Record<string, number> {
  const names = sqlite
    .prepare(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite~_%' escape '~' and sql not like 'create virtual%'`,
    )
    .all([])
  return Object.fromEntries(
    names.map(({ name }) => {
      const table = String(name)
      const [row] = sqlite.prepare(`select count(*) as rows from "${table}"`).all([])
      return [table, Number(row?.rows)]
    }),
  )
}

function listIds(sqlite: Sqlite, statement: string): string[] {
  return sqlite
    .prepare(statement)
    .all([])
    .map(({ id }) => String(id))
}
