import { sql } from 'kysely'
import type { Queryable, Tx } from '../database.ts'
import { valuesOf } from '../json.ts'

/** Notes that the content of an account has to follow it, so that a death on the way is no hindrance. */
export async function createErasure(tx: Tx<never>, userId: string): Promise<void> {
  await tx
    .insertInto('erasures')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Accounts whose content is on its way after them. */
export async function listErasures(db: Queryable): Promise<string[]> {
  return (await db.selectFrom('erasures').select('user_id').execute()).map(({ user_id }) => user_id)
}

/** Notes that nothing is left of an account. */
export async function deleteErasure(db: Queryable, userId: string): Promise<void> {
  await db.deleteFrom('erasures').where('user_id', '=', userId).execute()
}

/** Names of some images of an account, of the trash too. */
export async function listImagesOfOwner(db: Queryable, userId: string, limit: number): Promise<string[]> {
  const rows = await db.selectFrom('images').select('image_name').where('user_id', '=', userId).limit(limit).execute()
  return rows.map(({ image_name }) => image_name)
}

/** Takes some images off the boards of an account; answers how many those were, fewer than `limit` when none is left. */
export async function clearBoardsOfOwner(tx: Tx<never>, userId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update images set board_id = null where id in (
      select id from images where board_id in (select board_id from boards where user_id = ${userId}) limit ${limit}
    )`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** What an account has that has files beside the database. */
export interface OwnedFiles {
  readonly workflows: readonly string[]
  readonly stylePresets: readonly string[]
  /** Names of archives that it asked for, and of those that hold all that it has. */
  readonly downloads: readonly string[]
}

/** Ids of what has files of its own beside images. */
export async function listOwnedFiles(db: Queryable, userId: string): Promise<OwnedFiles> {
  const workflows = await db.selectFrom('workflows').select('workflow_id as id').where('user_id', '=', userId).execute()
  const presets = await db.selectFrom('style_presets').select('style_preset_id as id').where('user_id', '=', userId).execute()
  const downloads = await db
    .selectFrom('bulk_downloads')
    .select('bulk_download_item_name as id')
    .where((eb) => eb.or([eb('user_id', '=', userId), eb('exported_user_id', '=', userId)]))
    .execute()
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  return { workflows: idsOf(workflows), stylePresets: idsOf(presets), downloads: idsOf(downloads) }
}

/** Deletes all that belongs to an account but images and items of the queue. Its boards have to be empty but for what others may add meanwhile. */
export async function deleteOwned(tx: Tx<never>, userId: string, { downloads }: Pick<OwnedFiles, 'downloads'>): Promise<void> {
  for (const table of ['boards', 'workflows', 'style_presets', 'system_prompts', 'workflow_openings', 'client_state'] as const) {
    await tx.deleteFrom(table).where('user_id', '=', userId).execute()
  }
  await tx.deleteFrom('queue_users').where('user_id', '=', userId).execute()
  await tx.deleteFrom('bulk_downloads').where('bulk_download_item_name', 'in', valuesOf(downloads)).execute()
}
