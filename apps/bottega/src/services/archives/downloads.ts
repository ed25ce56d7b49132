import { randomUUID } from 'node:crypto'
import { setImmediate as letOthersIn } from 'node:timers/promises'
import { type Actor, AppError, type DownloadRequest, missingError } from '@bottega/contracts'
import { countNamedImages } from '../../data/gallery/counts.ts'
import type { ImageRecord } from '../../data/gallery/image-record.ts'
import { findBoard } from '../../data/repositories/boards.ts'
import {
  type BulkDownloadRecord,
  deleteBulkDownloads,
  findBulkDownload,
  listExpiredBulkDownloads,
} from '../../data/repositories/bulk-downloads.ts'
import { findImages } from '../../data/repositories/images.ts'
import { formatTime } from '../../data/time.ts'
import { openFile } from '../../files/open-file.ts'
import type { ZipEntry } from '../../files/zip-file.ts'
import { owns, ownsOrOversees } from '../../policies/decide.ts'
import { canUseImage } from '../../policies/images.ts'
import { imageScope, listScope } from '../../policies/scopes.ts'
import { noteForeignHand } from '../accounts/account-notices.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import type { StoredFile } from '../images/stored-file.ts'
import { inParts } from '../in-parts.ts'
import { listImageNames } from '../lists.ts'
import { archivePath, cleanName, removeArchiveFiles, startArchive } from './archives.ts'

type Deps = Pick<App, 'db' | 'readers' | 'images' | 'root' | 'events' | 'log'>

/** Images that are read from the store at once. */
const AT_ONCE = 200

/**
 * Begins to pack images into an archive: those of a board, else the named ones. Events tell how it goes. Whose images the actor sees
 * as an administrator alone is told, and so is the audit log.
 *
 * @returns the name under which it can be fetched
 * @throws AppError `download_empty`
 */
export async function startDownload(deps: Deps, actor: Actor, request: DownloadRequest | undefined, doer: Doer): Promise<string> {
  const boardId = request?.board_id || undefined
  const given = request?.image_names ?? []
  if (boardId === undefined && given.length === 0) throw new AppError('download_empty')
  const onBoard = { scope: imageScope(actor, undefined, boardId), boardId, isIntermediate: false }
  const names = boardId === undefined ? [...new Set(given)] : await listImageNames(deps, onBoard)
  const board = boardId === undefined ? undefined : await findBoard(deps.db, boardId, actor.userId)
  const id = board === undefined ? randomUUID() : `${cleanName(board.board_name, 'board')}_${randomUUID()}`
  const name = `${id}.zip`
  const visible: string[] = []
  const foreign: string[] = []
  const overseen = new Map<string, number>()
  const asUser: Actor = { ...actor, role: 'user' }
  for await (const image of readVisible(deps.db, actor, names)) {
    visible.push(image.image_name)
    if (!owns(actor, image)) foreign.push(image.image_name)
    if (canUseImage(asUser, 'read', image) === 'denied') overseen.set(image.user_id, (overseen.get(image.user_id) ?? 0) + 1)
  }
  const archive = { bulk_download_item_name: name, user_id: actor.userId, foreign_images: JSON.stringify(foreign) }
  await startArchive(deps, archive, listEntries(deps.images, readVisible(deps.db, actor, visible)), async (tx) => {
    for (const [userId, images] of overseen) {
      await recordAudit(tx, doer, { action: 'content_exported', target: { type: 'user', id: userId }, details: { images } })
      await noteForeignHand(tx, userId, doer, 'pictures_packed')
    }
  })
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

/** Those of the images that the actor may see, some at a time: there may be a whole gallery of them. */
async function* readVisible(db: App['db'], actor: Actor, imageNames: readonly string[]): AsyncGenerator<ImageRecord> {
  for (const some of inParts(imageNames, AT_ONCE)) {
    const images = await findImages(db, some, actor.userId)
    yield* images.filter((image) => canUseImage(actor, 'read', image) === 'allowed')
    await letOthersIn()
  }
}

/** The files of images for an archive; those that are gone are left out. */
async function* listEntries(store: App['images'], images: AsyncIterable<ImageRecord>): AsyncGenerator<ZipEntry> {
  for await (const image of images) {
    const file = await store.open(image, 'full')
    if (file !== undefined) yield { name: `${image.image_category}/${image.image_name}`, input: file.stream() }
  }
}
