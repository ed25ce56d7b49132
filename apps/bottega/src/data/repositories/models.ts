import { sql } from 'kysely'
import type { Queryable } from '../database.ts'
import { valuesOf } from '../json.ts'
import type { Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** A model with its record as JSON text. */
export type ModelRow = Pick<Row<'models'>, 'key' | 'config' | 'has_cover' | 'created_at' | 'updated_at'>

const columns = ['key', 'config', 'has_cover', 'created_at', 'updated_at'] as const

/** Which models are meant; what is left out does not narrow it. */
export interface ModelFilter {
  readonly bases?: readonly string[] | undefined
  readonly type?: string | undefined
  readonly name?: string | undefined
  readonly format?: string | undefined
  readonly hash?: string | undefined
}

/** In which order models are listed; ties by name, then key. `default` is by type, base, name and format. */
export interface ModelOrder {
  readonly by: 'default' | 'type' | 'base' | 'name' | 'format' | 'size' | 'created_at' | 'updated_at' | 'path'
  readonly direction: 'asc' | 'desc'
}

/**
 * Stores a model.
 *
 * @param config  the record as JSON text
 * @throws an error that `isTaken` knows when a model of that key or path is there
 */
export async function createModel(db: Queryable, key: string, config: string): Promise<void> {
  await db.insertInto('models').values({ key, config }).execute()
}

/** A model by its key. */
export async function findModel(db: Queryable, key: string): Promise<ModelRow | undefined> {
  return db.selectFrom('models').select(columns).where('key', '=', key).executeTakeFirst()
}

/** Those of the models that are there. */
export async function findModels(db: Queryable, keys: readonly string[]): Promise<ModelRow[]> {
  return db.selectFrom('models').select(columns).where('key', 'in', valuesOf(keys)).execute()
}

/** A model by its path, as records write it. */
export async function findModelByPath(db: Queryable, path: string): Promise<ModelRow | undefined> {
  return db.selectFrom('models').select(columns).where('path', '=', path).executeTakeFirst()
}

/** Models in order. */
export async function listModels(
  db: Queryable,
  { bases, type, name, format, hash }: ModelFilter = {},
  { by, direction }: ModelOrder = { by: 'default', direction: 'asc' },
): Promise<ModelRow[]> {
  let query = db.selectFrom('models').select(columns)
  if (bases && bases.length > 0) query = query.where('base', 'in', valuesOf(bases))
  if (type !== undefined) query = query.where('type', '=', type)
  if (name !== undefined) query = query.where('name', '=', name)
  if (format !== undefined) query = query.where('format', '=', format)
  if (hash !== undefined) query = query.where('hash', '=', hash)
  const byName = sql`name collate nocase`
  const keys = by === 'default' ? [sql.ref('type'), sql.ref('base'), byName, sql.ref('format')] : [orderKey(by)]
  for (const key of keys) query = query.orderBy(key, direction)
  return query.orderBy(byName).orderBy('key').execute()
}

/** Replaces the record of a model. */
export async function updateModel(db: Queryable, key: string, config: string): Promise<void> {
  await db.updateTable('models').set({ config, updated_at: NOW }).where('key', '=', key).execute()
}

/** Notes whether a model has a cover, which is no change of its record. */
export async function markModelCover(db: Queryable, key: string, hasCover: boolean): Promise<void> {
  await db.updateTable('models').set({ has_cover: hasCover }).where('key', '=', key).execute()
}

/** Deletes a model with its relationships. */
export async function deleteModel(db: Queryable, key: string): Promise<void> {
  await db.deleteFrom('models').where('key', '=', key).execute()
}

function orderKey(by: Exclude<ModelOrder['by'], 'default'>) {
  if (by === 'name') return sql`name collate nocase`
  return sql.ref(by === 'size' ? 'file_size' : by)
}
