import { sql } from 'kysely'
import { compose } from '../compose.ts'
import type { Queryable } from '../database.ts'
import { asJsonBytes, valuesOf } from '../json.ts'
import { type Readers, readRows } from '../readers.ts'
import type { Row } from '../tables.ts'

/** An image as its owner takes it along, with its metadata as JSON text. */
export type ExportedImage = Omit<Row<'images'>, 'id' | 'user_id' | 'shelf' | 'placeholder' | 'size_bytes' | 'lost_at'> & {
  readonly metadata: string | null
}

/** Names of all images of an account, the trash included, the oldest first. */
export function listNamesOfOwner(readers: Readers, userId: string): Promise<readonly string[]> {
  const names = sql`(
    select json_group_array(image_name order by created_at, image_name) from images where user_id = ${userId}
  )`
  return readRows(readers, compose.selectNoFrom(asJsonBytes(names)), 'heavy')
}

/** Those of the images that still belong to an account, as it takes them along. */
export async function findExportedImages(db: Queryable, userId: string, names: readonly string[]): Promise<ExportedImage[]> {
  return db
    .selectFrom('images')
    .leftJoin('image_metadata', 'image_metadata.image_id', 'images.id')
    .select([
      'image_name',
      'board_id',
      'image_origin',
      'image_category',
      'width',
      'height',
      'session_id',
      'node_id',
      'is_intermediate',
      'starred',
      'has_workflow',
      'image_subfolder',
      'created_at',
      'updated_at',
      'deleted_at',
      'metadata',
    ])
    .where('image_name', 'in', valuesOf(names))
    .where(sql<boolean>`+images.user_id = ${userId}`)
    .orderBy('created_at')
    .orderBy('image_name')
    .execute()
}

/** What an account takes along beside images and workflows; texts of JSON as they are stored. */
export async function findExportedThings(db: Queryable, userId: string) {
  return {
    boards: await db.selectFrom('boards').selectAll().where('user_id', '=', userId).orderBy('created_at').execute(),
    stylePresets: await db
      .selectFrom('style_presets')
      .selectAll()
      .where('type', '=', 'user')
      .where('user_id', '=', userId)
      .orderBy('created_at')
      .execute(),
    systemPrompts: await db
      .selectFrom('system_prompts')
      .selectAll()
      .where('user_id', '=', userId)
      .orderBy('created_at')
      .execute(),
    clientState: await db
      .selectFrom('client_state')
      .select(['key', 'value'])
      .where('user_id', '=', userId)
      .orderBy('key')
      .execute(),
  }
}

/** Ids of the workflows of an account, the oldest first. */
export async function listWorkflowsOfOwner(db: Queryable, userId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('workflows')
    .select('workflow_id')
    .where('category', '=', 'user')
    .where('user_id', '=', userId)
    .orderBy('created_at')
    .orderBy('workflow_id')
    .execute()
  return rows.map(({ workflow_id }) => workflow_id)
}

/** Those of the workflows that still belong to an account, as it takes them along. */
export async function findExportedWorkflows(db: Queryable, userId: string, ids: readonly string[]): Promise<Row<'workflows'>[]> {
  return db
    .selectFrom('workflows')
    .selectAll()
    .where('workflow_id', 'in', valuesOf(ids))
    .where(sql<boolean>`+user_id = ${userId}`)
    .orderBy('created_at')
    .orderBy('workflow_id')
    .execute()
}

/** Archives of all that somebody owns which one account has asked for, the latest first. */
export async function listExports(
  db: Queryable,
  askerId: string,
): Promise<(Row<'bulk_downloads'> & { readonly exported_user_id: string })[]> {
  const rows = await db
    .selectFrom('bulk_downloads')
    .selectAll()
    .where('user_id', '=', askerId)
    .where('exported_user_id', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('bulk_download_item_name')
    .execute()
  return rows.map((row) => ({ ...row, exported_user_id: row.exported_user_id ?? '' }))
}
