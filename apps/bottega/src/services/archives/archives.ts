import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Tx, transaction } from '../../data/database.ts'
import { createBulkDownload, updateBulkDownload } from '../../data/repositories/bulk-downloads.ts'
import type { NewRow } from '../../data/tables.ts'
import { formatTime } from '../../data/time.ts'
import { serverEvent } from '../../events/server-event.ts'
import { writeZip, type ZipEntry } from '../../files/zip-file.ts'
import type { App, ServerEvent } from '../app.ts'
import { describeForLog } from '../log/log.ts'

/** How long an archive can be fetched. */
const KEPT_MS = 24 * 3600 * 1000

/** What is kept of an archive that is begun: its name, for whom it is, and what is in it. */
export type NewArchive = Pick<
  NewRow<'bulk_downloads'>,
  'bulk_download_item_name' | 'user_id' | 'exported_user_id' | 'foreign_images'
>

/** Why there is no archive, in words for whom it was for. */
export const REASONS = {
  failed: 'The archive could not be packed. Is the disk of the server full?',
  withdrawn: 'The archive was withdrawn while it was packed: what it holds was handed over, or is gone. Ask for it anew.',
} as const

/** What this process is packing. A row may say so longer: on a full disk its end cannot be stored. */
const packing = new Set<string>()

/** Names of the archives that are being packed. */
export function listPacking(): ReadonlySet<string> {
  return new Set(packing)
}

/**
 * Begins to pack an archive; events tell whom it is for how it goes.
 *
 * @param entries  read as they are packed
 * @param record   what has to be stored together with it
 */
export async function startArchive(
  deps: Pick<App, 'db' | 'root' | 'events' | 'log'>,
  archive: NewArchive,
  entries: AsyncIterable<ZipEntry>,
  record: (tx: Tx<ServerEvent>) => Promise<void> = async () => undefined,
): Promise<void> {
  const expires_at = formatTime(new Date(Date.now() + KEPT_MS))
  await transaction(deps.db, async (tx) => {
    await createBulkDownload(tx, { ...archive, status: 'started', error: null, size_bytes: null, expires_at })
    await record(tx)
  })
  packing.add(archive.bulk_download_item_name)
  void pack(deps, archive, entries).finally(() => packing.delete(archive.bulk_download_item_name))
}

async function pack(
  deps: Pick<App, 'db' | 'root' | 'events' | 'log'>,
  { bulk_download_item_name: name, user_id }: NewArchive,
  entries: AsyncIterable<ZipEntry>,
): Promise<void> {
  const id = name.replace(/\.zip$/, '')
  const told = { bulk_download_id: 'default', bulk_download_item_id: id, bulk_download_item_name: name, user_id }
  try {
    deps.events.publish(serverEvent('bulk_download_started', told))
    const size_bytes = await writeArchive(deps, name, entries)
    if (await updateBulkDownload(deps.db, name, { status: 'complete', size_bytes })) {
      deps.events.publish(serverEvent('bulk_download_complete', told))
      return
    }
    await removeArchiveFiles(deps, [name])
    deps.events.publish(serverEvent('bulk_download_error', { ...told, error: REASONS.withdrawn }))
  } catch (error) {
    // of one that was withdrawn the unfinished file may be gone already, which is no failure
    const isWanted = await updateBulkDownload(deps.db, name, { status: 'error', error: REASONS.failed }).catch(() => true)
    if (isWanted) deps.log.write('error', `packing ${name}: ${describeForLog(error)}`)
    deps.events.publish(serverEvent('bulk_download_error', { ...told, error: isWanted ? REASONS.failed : REASONS.withdrawn }))
  }
}

/** Writes an archive, which is there as a whole or not at all; answers its size in bytes. */
async function writeArchive({ root }: Pick<App, 'root'>, name: string, entries: AsyncIterable<ZipEntry>): Promise<number> {
  await mkdir(folderOf(root), { recursive: true })
  const path = unfinished(root, name)
  try {
    const sizeBytes = await writeZip(path, entries)
    await rename(path, archivePath(root, name))
    return sizeBytes
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** Where an archive lies that is finished. */
export function archivePath({ cache }: Pick<App['root'], 'cache'>, name: string): string {
  return join(folderOf({ cache }), name)
}

/** Removes the files of archives, finished or not. */
export async function removeArchiveFiles({ root }: Pick<App, 'root'>, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await rm(archivePath(root, name), { force: true })
    await rm(unfinished(root, name), { force: true })
  }
}

function folderOf({ cache }: Pick<App['root'], 'cache'>): string {
  return join(cache, 'downloads')
}

function unfinished(root: Pick<App['root'], 'cache'>, name: string): string {
  return `${archivePath(root, name)}.part`
}

/** Somebody's name for a thing as a part of a file's name. */
export function cleanName(name: string, fallback: string): string {
  return (
    name
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
      .slice(0, 60) || fallback
  )
}
