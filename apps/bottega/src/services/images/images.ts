import {
  type Actor,
  type DeleteImagesResult,
  type ImageChanges,
  type ImageDto,
  missingError,
  NO_BOARD,
  type RestoreImagesResult,
  type WorkflowAndGraph,
} from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import { countImages } from '../../data/gallery/counts.ts'
import { readImageNames } from '../../data/gallery/gallery.ts'
import type { ImageRecord } from '../../data/gallery/image-record.ts'
import { listTrash } from '../../data/gallery/trash.ts'
import { findBoard } from '../../data/repositories/boards.ts'
import {
  findImage,
  findImageMetadata,
  findImages,
  findTrashedImages,
  listTrashOf,
  moveImages,
  restoreImages,
  starImages,
  updateImage,
} from '../../data/repositories/images.ts'
import { formatTime, parseTime } from '../../data/time.ts'
import { readPngTexts } from '../../pictures/png-text.ts'
import { canUseBoard } from '../../policies/boards.ts'
import { asUser } from '../../policies/decide.ts'
import { canUseImage } from '../../policies/images.ts'
import { type AskedScope, bulkScope, listScope } from '../../policies/scopes.ts'
import { noteRoleActs } from '../accounts/role-acts.ts'
import type { App } from '../app.ts'
import type { Doer } from '../audit/audit.ts'
import { listBoardsOf } from '../boards/boards.ts'
import { inParts } from '../in-parts.ts'
import { parseJsonObject } from '../json-text.ts'
import { describeImageList, type ImagePageQuery, type ImageQuery, listImageNames, showImagePage } from '../lists.ts'
import { presentImage } from '../presenters.ts'
import { deletedOf, discardImages, purge, purgeTrashed } from './image-removal.ts'
import { readStoredFile, type StoredFile } from './stored-file.ts'

type Store = Pick<App, 'db'>
interface PageQuery {
  readonly offset: number
  readonly limit: number
}

/** @throws AppError `image_not_found` */
export async function getImage({ db }: Store, actor: Actor, imageName: string): Promise<ImageDto> {
  return presentImage(await getRecord(db, actor, imageName), actor)
}

/** Those of the images that the actor may see, in the order of the names. */
export async function getImages({ db }: Store, actor: Actor, imageNames: readonly string[]): Promise<ImageDto[]> {
  const found = await findImages(db, imageNames, actor.userId)
  return found.filter((image) => canUseImage(actor, 'read', image) === 'allowed').map((image) => presentImage(image, actor))
}

/** A page of images. @throws AppError `image_not_found` */
export function showImages(deps: Pick<App, 'db' | 'readers'>, actor: Actor, query: ImagePageQuery) {
  return showImagePage(deps, actor, query, (image) => presentImage(image, actor))
}

/** All names of a list, as JSON. */
export function showImageNames(
  { readers }: Pick<App, 'readers'>,
  actor: Actor,
  query: ImageQuery,
  form: Parameters<typeof readImageNames>[2] = 'image_names',
): Promise<Uint8Array> {
  return readImageNames(readers, describeImageList(query, actor), form)
}

/** Changes what is sent of an image. */
export async function changeImage(deps: Store, actor: Actor, imageName: string, changes: ImageChanges): Promise<ImageDto> {
  const { image_category, session_id, is_intermediate, starred } = changes
  await updateImage(deps.db, imageName, {
    ...(image_category != null && { image_category }),
    ...(session_id != null && { session_id }),
    ...(is_intermediate != null && { is_intermediate }),
    ...(starred != null && { starred }),
  })
  return getImage(deps, actor, imageName)
}

/** Gives or takes the star of images that were checked; answers all of them. */
export async function star({ db }: Store, actor: Actor, imageNames: readonly string[], starred: boolean) {
  await transaction(db, (tx) => starImages(tx, imageNames, starred))
  const images = await findImages(db, imageNames, actor.userId)
  return { names: images.map(({ image_name }) => image_name), affected_boards: listBoardsOf(images) }
}

/** Moves those of the images to the trash that the actor may delete, and names the others. */
export async function deleteImages(
  deps: Pick<App, 'db' | 'images' | 'settings'>,
  actor: Actor,
  imageNames: readonly string[],
  doer: Doer,
): Promise<DeleteImagesResult> {
  const names = [...new Set(imageNames)]
  const found = await findImages(deps.db, names, actor.userId)
  const doomed = found.filter((image) => canUseImage(actor, 'delete', image) === 'allowed')
  const deleted = doomed.map(({ image_name }) => image_name)
  await discardImages(deps, deleted)
  const byRole = doomed.filter((image) => canUseImage(asUser(actor), 'delete', image) === 'denied')
  await noteRoleActs(deps, doer, byRole.map(deletedOf))
  const gone = new Set(deleted)
  return {
    deleted_images: deleted,
    failed_images: names.filter((name) => !gone.has(name)),
    affected_boards: listBoardsOf(doomed),
  }
}

/** Moves the images that lie on no board to the trash: the actor's own, or everybody's. */
export async function deleteUncategorized(
  deps: Pick<App, 'db' | 'images' | 'settings' | 'readers'>,
  actor: Actor,
  scope: AskedScope,
  doer: Doer,
): Promise<DeleteImagesResult> {
  const names = await listImageNames(deps, { scope: bulkScope(actor, scope), boardId: NO_BOARD })
  return deleteImages(deps, actor, names, doer)
}

/** Counts the intermediate images that the actor sees. */
export async function countIntermediates({ readers }: Pick<App, 'readers'>, actor: Actor, scope: AskedScope): Promise<number> {
  return (await countImages(readers, { scope: listScope(actor, scope), isIntermediate: true })).total
}

/** Deletes intermediate images for good: the actor's own, or everybody's; answers how many. */
export async function clearIntermediates(
  deps: Pick<App, 'db' | 'images' | 'readers'>,
  actor: Actor,
  scope: AskedScope,
): Promise<number> {
  const names = await listImageNames(deps, { scope: bulkScope(actor, scope), isIntermediate: true })
  await purge(deps, names)
  return names.length
}

const DAY_MS = 24 * 3600 * 1000

/** A page of the actor's trash, or of everybody's. */
export async function showTrash(
  { readers, settings }: Pick<App, 'readers' | 'settings'>,
  actor: Actor,
  { offset, limit, scope }: PageQuery & { readonly scope?: AskedScope },
) {
  const page = await listTrash(readers, bulkScope(actor, scope), actor.userId, { offset, limit })
  const keptMs = settings.values.trash_days * DAY_MS
  const items = page.items.map((image) => {
    const deleted_at = image.deleted_at ?? image.updated_at
    const expires_at = formatTime(new Date(parseTime(deleted_at).getTime() + keptMs))
    return { ...presentImage(image, actor), deleted_at, expires_at }
  })
  return { items, offset, limit, total: page.total }
}

/** How many images go from the trash at once, so that others get in between. */
const AT_ONCE = 200

/** Deletes images in the trash for good: those named, which were checked, or all of the actor's own; answers how many. */
export async function purgeTrash(
  deps: Pick<App, 'db' | 'images'>,
  actor: Actor,
  imageNames: readonly string[] | undefined,
): Promise<number> {
  let purged = 0
  if (imageNames !== undefined) {
    for (const some of inParts(imageNames, AT_ONCE)) purged += await purgeTrashed(deps, some)
    return purged
  }
  await eachOfTrash(deps, actor, async (names) => {
    purged += await purgeTrashed(deps, names)
  })
  return purged
}

/** Takes all out of the trash that is the actor's own; answers how many. */
export async function restoreTrash(deps: Store, actor: Actor): Promise<number> {
  let restored = 0
  await eachOfTrash(deps, actor, async (names) => {
    restored += (await restore(deps, actor, names)).restored_images.length
  })
  return restored
}

/** Goes through the actor's trash, which `take` has to take the images out of. What is thrown away meanwhile stays. */
async function eachOfTrash({ db }: Store, actor: Actor, take: (imageNames: readonly string[]) => Promise<void>): Promise<void> {
  const now = formatTime(new Date())
  for (;;) {
    const names = await listTrashOf(db, actor.userId, now, AT_ONCE)
    if (names.length === 0) return
    await take(names)
  }
}

/** Takes images out of the trash, which were checked. One whose board its owner may no longer add to lies on none from then on. */
export async function restore({ db }: Store, actor: Actor, imageNames: readonly string[]): Promise<RestoreImagesResult> {
  const restored = await transaction(db, async (tx) => {
    const images = await restoreImages(tx, imageNames)
    /** Whether the owner of an image may add to its board, asked once for all of the owner's images there. */
    const isOpen = new Map<string, boolean>()
    for (const { board_id, user_id } of images) {
      const key = JSON.stringify([board_id, user_id])
      if (board_id === null || isOpen.has(key)) continue
      const board = await findBoard(tx, board_id, user_id)
      const owner: Actor =
        user_id === actor.userId ? actor : { userId: user_id, role: 'user', isSystem: false, displayName: null }
      isOpen.set(key, board !== undefined && canUseBoard(owner, 'add', board) === 'allowed')
    }
    const isHomeless = ({ board_id, user_id }: (typeof images)[number]) =>
      isOpen.get(JSON.stringify([board_id, user_id])) === false
    const homeless = images.filter(isHomeless).map(({ image_name }) => image_name)
    await moveImages(tx, homeless, null)
    return images.map((image) => (isHomeless(image) ? { ...image, board_id: null } : image))
  })
  return { restored_images: restored.map(({ image_name }) => image_name), affected_boards: listBoardsOf(restored) }
}

/** How an image was made; null when nothing is known of it. */
export async function getMetadata({ db }: Store, imageName: string): Promise<Record<string, unknown> | null> {
  return parseJsonObject((await findImageMetadata(db, imageName)) ?? undefined) ?? null
}

/** The workflow and the graph inside the file of an image. */
export async function getWorkflowAndGraph(
  deps: Pick<App, 'db' | 'images'>,
  actor: Actor,
  imageName: string,
): Promise<WorkflowAndGraph> {
  const png = await readStoredFile(await getImageFile(deps, actor, imageName, 'full'))
  const texts = await readPngTexts(png, ['invokeai_workflow', 'invokeai_graph'])
  return { workflow: texts.invokeai_workflow ?? null, graph: texts.invokeai_graph ?? null }
}

/** @throws AppError `image_not_found`, also when only its file is gone */
export async function getImageFile(
  { db, images }: Pick<App, 'db' | 'images'>,
  actor: Actor,
  imageName: string,
  kind: 'full' | 'thumbnail',
): Promise<StoredFile> {
  const file = await images.open(await getRecord(db, actor, imageName), kind)
  if (file === undefined) throw missingError('image', imageName)
  return file
}

/**
 * The small picture of an image in the trash, whose owner was checked.
 *
 * @throws AppError `image_not_found`, also when only its file is gone
 */
export async function getTrashedThumbnail({ db, images }: Pick<App, 'db' | 'images'>, imageName: string): Promise<StoredFile> {
  const [image] = await findTrashedImages(db, [imageName], '')
  const file = image && (await images.open(image, 'thumbnail'))
  if (file === undefined) throw missingError('image', imageName)
  return file
}

async function getRecord(db: App['db'], actor: Actor, imageName: string): Promise<ImageRecord> {
  const image = await findImage(db, imageName, actor.userId)
  if (image === undefined) throw missingError('image', imageName)
  return image
}
