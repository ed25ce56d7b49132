import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** An API key, without the key. */
export type ApiKeyRecord = Row<'api_keys'>

/** An API key with its account as it is now. */
export interface KnownApiKey extends ApiKeyRecord {
  readonly display_name: string | null
  readonly is_admin: 0 | 1
  readonly is_active: 0 | 1
}

/** Stores an API key. */
export async function createApiKey(db: Queryable, key: NewRow<'api_keys'>): Promise<ApiKeyRecord> {
  return db.insertInto('api_keys').values(key).returningAll().executeTakeFirstOrThrow()
}

/** The key of that hash which has not run out, with its account. */
export async function findKnownApiKey(db: Queryable, keyHash: string): Promise<KnownApiKey | undefined> {
  return db
    .selectFrom('api_keys')
    .innerJoin('users', 'users.user_id', 'api_keys.user_id')
    .selectAll('api_keys')
    .select(['users.display_name', 'users.is_admin', 'users.is_active'])
    .where('key_hash', '=', keyHash)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', NOW)]))
    .executeTakeFirst()
}

/** A key, be it of whomever. */
export async function findApiKey(db: Queryable, keyId: string): Promise<ApiKeyRecord | undefined> {
  return db.selectFrom('api_keys').selectAll().where('key_id', '=', keyId).executeTakeFirst()
}

/** The keys of an account, newest first, those that have run out too. */
export async function listApiKeys(db: Queryable, userId: string): Promise<ApiKeyRecord[]> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('key_id')
    .execute()
}

/** Remembers that a key is in use. */
export async function touchApiKey(db: Queryable, keyId: string): Promise<void> {
  await db.updateTable('api_keys').set({ last_used_at: NOW }).where('key_id', '=', keyId).execute()
}

/** Takes keys of an account away, all of them or one. @returns their ids */
export async function deleteApiKeys(
  db: Queryable,
  userId: string,
  { only }: { readonly only?: string | undefined } = {},
): Promise<string[]> {
  const keys = db.deleteFrom('api_keys').where('user_id', '=', userId)
  const gone = await (only === undefined ? keys : keys.where('key_id', '=', only)).returning('key_id').execute()
  return gone.map(({ key_id }) => key_id)
}
