import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Actor, AppError, type DownloadRequest, missingError } from '@bottega/contracts'
import type { ImageRecord } from '../data/gallery/image-record.ts'
import { findBoard } from '../data/repositories/boards.ts'
import {
  type BulkDownloadRecord,
  createBulkDownload,
  deleteBulkDownloads,
  findBulkDownload,
  listExpiredBulkDownloads,
  updateBulkDownload,
} from '../data/repositories/bulk-downloads.ts'
import { findImages } from '../data/repositories/images.ts'
import { formatTime } from '../data/time.ts'
import { serverEvent } from '../events/server-event.ts'
import { openFile } from '../files/open-file.ts'
import { owns } from '../policies/decide.ts'
import { canUseImage } from '../policies/images.ts'
import { imageScope } from '../policies/scopes.ts'
import type { App } from './app.ts'
import { listImageNames } from './lists.ts'
import { describeForLog } from './log.ts'
import type { StoredFile } from './stored-file.ts'

type Deps = Pick<App, 'db' | 'readers' | 'images' | 'root' | 'events' | 'log'>

/** How long an archive can be fetched. */
const KEPT_MS = 24 * 3600 * 1000

/**
 * Begins to pack images into an archive: those of a board, else the named ones. Events tell how it goes.
 *
 * @returns the name under which it can be fetched
 * @throws AppError `download_empty`
 */
export async function startDownload(deps: Deps, actor: Actor, request: DownloadRequest | undefined): Promise<string> {
  const boardId = request?.board_id || undefined
  const given = request?.image_names ?? []
  if (boardId === undefined && given.length === 0) throw new AppError('download_empty')
  const onBoard = { scope: imageScope(actor, undefined, boardId), boardId, isIntermediate: false }
  const names = boardId === undefined ? given : await listImageNames(deps, onBoard)
  const board = boardId === undefined ? undefined : await findBoard(deps.db, boardId, actor.userId)
  const id = board === undefined ? randomUUID() : `${cleanName(board.board_name)}_${randomUUID()}`
  const name = `${id}.zip`
  const images = await findImages(deps.db, names, actor.userId)
  const visible = images.filter((image) => canUseImage(actor, 'read', image) === 'allowed')
  const expires_at = formatTime(new Date(Date.now() + KEPT_MS))
  await createBulkDownload(deps.db, {
    bulk_download_item_name: name,
    user_id: actor.userId,
    status: 'started',
    error: null,
    size_bytes: null,
    expires_at,
    foreign_images: JSON.stringify(visible.filter((image) => !owns(actor, image)).map(({ image_name }) => image_name)),
  })
  void pack(deps, actor, { id, name, images: visible })
  return name
}

/**
 * An archive that can be fetched.
 *
 * @throws AppError `download_not_found`, also while it is being packed, and once an image of somebody else in it may no longer be seen
 */
export async function getDownload({ db, root }: Pick<App, 'db' | 'root'>, actor: Actor, name: string): Promise<StoredFile> {
  const download = await findBulkDownload(db, name)
  const isOver =
    download === undefined ||
    download.status !== 'complete' ||
    download.expires_at <= formatTime(new Date()) ||
    !(await mayStillSee(db, actor, download))
  const file = isOver ? undefined : await openFile(join(folderOf(root), name))
  if (file === undefined) throw missingError('download', name)
  return file
}

async function mayStillSee(db: App['db'], actor: Actor, { foreign_images }: BulkDownloadRecord): Promise<boolean> {
  // startDownload wrote a list of names
  const names = JSON.parse(foreign_images) as string[]
  const found = await findImages(db, names, actor.userId)
  return found.length === names.length && found.every((image) => canUseImage(actor, 'read', image) === 'allowed')
}

/** Removes archives whose time is over, at a start also those that were never finished. */
export async function clearDownloads(
  { db, root }: Pick<App, 'db' | 'root'>,
  { atStart }: { readonly atStart: boolean },
): Promise<void> {
  const names = await listExpiredBulkDownloads(db, formatTime(new Date()), { unfinishedToo: atStart })
  await removeDownloadFiles({ root }, names)
  await deleteBulkDownloads(db, names)
}

/** Removes the files of archives, finished or not. */
export async function removeDownloadFiles({ root }: Pick<App, 'root'>, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await rm(join(folderOf(root), name), { force: true })
    await rm(unfinished(root, name), { force: true })
  }
}

interface Archive {
  readonly id: string
  readonly name: string
  readonly images: readonly ImageRecord[]
}

async function pack(deps: Deps, { userId }: Actor, { id, name, images }: Archive): Promise<void> {
  const told = { bulk_download_id: 'default', bulk_download_item_id: id, bulk_download_item_name: name, user_id: userId }
  try {
    deps.events.publish(serverEvent('bulk_download_started', told))
    const size_bytes = await writeArchive(deps, name, images)
    // it may have gone meanwhile with the account that it belongs to
    if (!(await updateBulkDownload(deps.db, name, { status: 'complete', size_bytes }))) return removeDownloadFiles(deps, [name])
    deps.events.publish(serverEvent('bulk_download_complete', told))
  } catch (error) {
    deps.log.write('error', `packing ${name}: ${describeForLog(error)}`)
    const reason = 'The images could not be packed. Is the disk of the server full?'
    await updateBulkDownload(deps.db, name, { status: 'error', error: reason }).catch(() => undefined)
    deps.events.publish(serverEvent('bulk_download_error', { ...told, error: reason }))
  }
}

/** Packs the files uncompressed, since PNG is; answers the size. Files that are gone are left out. */
async function writeArchive({ images: store, root }: Deps, name: string, images: readonly ImageRecord[]): Promise<number> {
  await mkdir(folderOf(root), { recursive: true })
  // loaded by the first archive
  const { ZipArchive } = await import('archiver')
  const archive = new ZipArchive({ store: true })
  const path = unfinished(root, name)
  const written = pipeline(archive, createWriteStream(path))
  // looked at when the archive is done
  written.catch(() => undefined)
  let packing: Readable | undefined
  try {
    for (const image of images) {
      const file = await store.open(image, 'full')
      if (file === undefined) continue
      packing = file.stream()
      archive.append(packing, { name: `${image.image_category}/${image.image_name}` })
      // one open file at a time; where nothing can be written, no entry ever comes
      await Promise.race([once(archive, 'entry'), written])
    }
    await Promise.race([archive.finalize(), written])
    await written
    const { size } = await stat(path)
    await rename(path, join(folderOf(root), name))
    return size
  } catch (error) {
    packing?.destroy()
    archive.destroy()
    await written.catch(() => undefined)
    await rm(path, { force: true })
    throw error
  }
}

function folderOf({ cache }: App['root']): string {
  return join(cache, 'downloads')
}

function unfinished(root: App['root'], name: string): string {
  return join(folderOf(root), `${name}.part`)
}

/** A board's name as a part of a file's name. */
function cleanName(name: string): string {
  return (
    name
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{N}_-]+/gu, '_')
      .slice(0, 60) || 'board'
  )
}
