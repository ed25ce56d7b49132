import type { Queryable, Tx } from '../database.ts'

/** A text that the page keeps for its user. Its version changes with each write and never comes back. */
export interface ClientState {
  readonly value: string
  readonly version: number
}

/** What is kept under a key. */
export async function findClientState(db: Queryable, userId: string, key: string): Promise<ClientState | undefined> {
  return db
    .selectFrom('client_state')
    .select(['value', 'version'])
    .where('user_id', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst()
}

/** Keeps a text under a key, in place of any other; answers its version. */
export async function saveClientState(db: Queryable, userId: string, key: string, value: string): Promise<number> {
  const { version } = await db
    .replaceInto('client_state')
    .values({ user_id: userId, key, value })
    .returning('version')
    .executeTakeFirstOrThrow()
  return version
}

/** Keeps a text under a key if what is there is of this version; else answers what is there, undefined when nothing is. */
export async function replaceClientState(
  tx: Tx<never>,
  userId: string,
  key: string,
  { value, ifVersion }: { readonly value: string; readonly ifVersion: number },
): Promise<{ readonly version: number } | { readonly current: ClientState | undefined }> {
  const current = await findClientState(tx, userId, key)
  if (current?.version !== ifVersion) return { current }
  return { version: await saveClientState(tx, userId, key, value) }
}

/** The keys that begin with these letters, the latest written first. */
export async function listClientStateKeys(db: Queryable, userId: string, prefix: string): Promise<string[]> {
  const rows = await db
    .selectFrom('client_state')
    .select('key')
    .where('user_id', '=', userId)
    .where((eb) => eb(eb.fn('substr', ['key', eb.lit(1), eb.fn('length', [eb.val(prefix)])]), '=', prefix))
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ key }) => key)
}

/** Forgets a key, or all keys of the user. */
export async function deleteClientState(db: Queryable, userId: string, key?: string): Promise<void> {
  const all = db.deleteFrom('client_state').where('user_id', '=', userId)
  await (key === undefined ? all : all.where('key', '=', key)).execute()
}
