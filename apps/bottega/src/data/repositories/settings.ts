import type { Queryable } from '../database.ts'
import { NOW } from '../time.ts'

/** What the server keeps under a key for itself, as JSON text. */
export async function findSetting(db: Queryable, key: string): Promise<string | undefined> {
  return (await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst())?.value
}

/** Keeps JSON text under a key, in place of any other. */
export async function saveSetting(db: Queryable, key: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value, updated_at: NOW }))
    .execute()
}
