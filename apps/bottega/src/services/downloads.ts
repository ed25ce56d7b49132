import { randomUUID } from 'node:crypto'
import { type Actor, AppError, type DownloadRequest, missingError } from '@bottega/contracts'
import { countNamedImages } from '../data/gallery/counts.ts'
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
import { owns, ownsOrOversees } from '../policies/decide.ts'
import { canUseImage } from '../policies/images.ts'
import { imageScope, listScope } from '../policies/scopes.ts'
import type { App } from './app.ts'
import { type AddToArchive, archivePath, cleanName, KEPT_MS, removeArchiveFiles, writeArchive } from './archives.ts'
import { listImageNames } from './lists.ts'
import { describeForLog } from './log.ts'
import type { StoredFile } from './stored-file.ts'

type Deps = Pick<App, 'db' | 'readers' | 'images' | 'root' | 'events' | 'log'>

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
  const id = board === undefined ? randomUUID() : `${cleanName(board.board_name, 'board')}_${randomUUID()}`
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
export async function getDownload(
  { db, readers, root }: Pick<App, 'db' | 'readers' | 'root'>,
  actor: Actor,
  name: string,
): Promise<StoredFile> {
  const download = await findBulkDownload(db, name)
  const isOver =
    download === undefined ||
    download.status !== 'complete' ||
    download.expires_at <= formatTime(new Date()) ||
    !(await mayStillSee(readers, actor, download))
  const file = isOver ? undefined : await openFile(archivePath(root, name))
  if (file === undefined) throw missingError('download', name)
  return file
}

async function mayStillSee(
  readers: App['readers'],
  actor: Actor,
  { foreign_images, exported_user_id }: BulkDownloadRecord,
): Promise<boolean> {
  if (exported_user_id !== null && !ownsOrOversees(actor, { user_id: exported_user_id })) return false
  // startDownload wrote a list of names
  const names = JSON.parse(foreign_images) as string[]
  if (names.length === 0) return true
  // counted where it keeps nobody waiting: an archive may hold a whole gallery
  const scope = listScope(actor, actor.role === 'admin' ? 'all' : undefined)
  return (await countNamedImages(readers, scope, names)) === names.length
}

/** Removes archives whose time is over, at a start also those that were never finished. */
export async function clearDownloads(
  { db, root }: Pick<App, 'db' | 'root'>,
  { atStart }: { readonly atStart: boolean },
): Promise<void> {
  const names = await listExpiredBulkDownloads(db, formatTime(new Date()), { unfinishedToo: atStart })
  await removeArchiveFiles({ root }, names)
  await deleteBulkDownloads(db, names)
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
    const size_bytes = await writeArchive(deps.root, name, (add) => addImages(deps.images, images, add))
    // it may have gone meanwhile with the account that it belongs to
    if (!(await updateBulkDownload(deps.db, name, { status: 'complete', size_bytes }))) return removeArchiveFiles(deps, [name])
    deps.events.publish(serverEvent('bulk_download_complete', told))
  } catch (error) {
    deps.log.write('error', `packing ${name}: ${describeForLog(error)}`)
    const reason = 'The images could not be packed. Is the disk of the server full?'
    await updateBulkDownload(deps.db, name, { status: 'error', error: reason }).catch(() => undefined)
    deps.events.publish(serverEvent('bulk_download_error', { ...told, error: reason }))
  }
}

/** Puts the files of images into an archive; those that are gone are left out. */
async function addImages(store: App['images'], images: readonly ImageRecord[], add: AddToArchive): Promise<void> {
  for (const image of images) {
    const file = await store.open(image, 'full')
    if (file !== undefined) await add(`${image.image_category}/${image.image_name}`, file.stream())
  }
}
