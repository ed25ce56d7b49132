import type { Queryable } from '../database.ts'
import { valuesOf } from '../json.ts'
import type { NewRow, Row, RowChanges } from '../tables.ts'
import { NOW } from '../time.ts'

const LONG_AGO = '1970-01-01 00:00:00.000'

/** A zip file that is being made or can be fetched. */
export type BulkDownloadRecord = Row<'bulk_downloads'>

/** Stores that a zip file is begun. */
export async function createBulkDownload(db: Queryable, download: NewRow<'bulk_downloads'>): Promise<void> {
  await db.insertInto('bulk_downloads').values(download).execute()
}

/** A zip file by its name. */
export async function findBulkDownload(db: Queryable, name: string): Promise<BulkDownloadRecord | undefined> {
  return db.selectFrom('bulk_downloads').selectAll().where('bulk_download_item_name', '=', name).executeTakeFirst()
}

/** Notes how the making of a zip file ended; answers whether it is still wanted: one that was withdrawn meanwhile stays as it is. */
export async function updateBulkDownload(
  db: Queryable,
  name: string,
  changes: Pick<RowChanges<'bulk_downloads'>, 'status' | 'error' | 'size_bytes' | 'expires_at'>,
): Promise<boolean> {
  const query = db
    .updateTable('bulk_downloads')
    .set(changes)
    .where('bulk_download_item_name', '=', name)
    .where('expires_at', '>', NOW)
  return (await query.executeTakeFirst()).numUpdatedRows > 0n
}

/** Ends what was packed by an account or of it, be it on its way: from now on it cannot be fetched, and goes with the next clearing. */
export async function expireBulkDownloads(db: Queryable, userId: string): Promise<void> {
  await db
    .updateTable('bulk_downloads')
    // at no time by which the clock could come back
    .set({ expires_at: LONG_AGO })
    .where((eb) => eb.or([eb('user_id', '=', userId), eb('exported_user_id', '=', userId)]))
    .execute()
}

/**
 * Names of the zip files that may go: those whose time is over, and those that a dead server left unfinished when all unfinished
 * are asked for.
 *
 * @param now  as times are stored
 */
export async function listExpiredBulkDownloads(
  db: Queryable,
  now: string,
  { unfinishedToo = false }: { readonly unfinishedToo?: boolean } = {},
): Promise<string[]> {
  const rows = await db
    .selectFrom('bulk_downloads')
    .select('bulk_download_item_name')
    .where((eb) =>
      unfinishedToo ? eb.or([eb('expires_at', '<=', now), eb('status', '=', 'started')]) : eb('expires_at', '<=', now),
    )
    .execute()
  return rows.map((row) => row.bulk_download_item_name)
}

/** Forgets zip files. */
export async function deleteBulkDownloads(db: Queryable, names: readonly string[]): Promise<void> {
  await db.deleteFrom('bulk_downloads').where('bulk_download_item_name', 'in', valuesOf(names)).execute()
}
