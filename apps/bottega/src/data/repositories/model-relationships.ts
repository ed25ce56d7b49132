import { sql } from 'kysely'
import type { Queryable } from '../database.ts'
import { valuesOf } from '../json.ts'

/**
 * Relates two models to one another.
 *
 * @throws an error that `isTaken` knows when they are related already
 */
export async function createModelRelationship(db: Queryable, key: string, otherKey: string): Promise<void> {
  await db.insertInto('model_relationships').values(sortPair(key, otherKey)).execute()
}

/** Ends the relationship of two models; false when there was none. */
export async function deleteModelRelationship(db: Queryable, key: string, otherKey: string): Promise<boolean> {
  const { model_key_1, model_key_2 } = sortPair(key, otherKey)
  const { numDeletedRows } = await db
    .deleteFrom('model_relationships')
    .where('model_key_1', '=', model_key_1)
    .where('model_key_2', '=', model_key_2)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** Keys of the models that are related to any of these, each once, in order. */
export async function listRelatedModels(db: Queryable, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select model_key_2 as key from model_relationships where model_key_1 in ${valuesOf(keys)}
    union select model_key_1 from model_relationships where model_key_2 in ${valuesOf(keys)}
    order by key`.execute(db)
  return rows.map(({ key }) => key)
}

/** A pair is stored once, the smaller key first. */
function sortPair(key: string, otherKey: string) {
  const [model_key_1, model_key_2] = key < otherKey ? [key, otherKey] : [otherKey, key]
  return { model_key_1, model_key_2 }
}
