import { type Actor, type Direction, type ImageCategory, missingError, type ResourceOrigin } from '@bottega/contracts'
import { listImages, listImagesAfter, readImageNames } from '../data/gallery/gallery.ts'
import type { ImageList } from '../data/gallery/image-list.ts'
import type { ImageRecord } from '../data/gallery/image-record.ts'
import { findImage } from '../data/repositories/images.ts'
import { canUseImage } from '../policies/images.ts'
import { type AskedScope, imageScope } from '../policies/scopes.ts'
import type { App } from './app.ts'

/** A direction as the store has it. */
export function directionOf(direction: Direction): 'asc' | 'desc' {
  return direction === 'ASC' ? 'asc' : 'desc'
}

/** What lists of images are asked for, in the words of the routes that have them. */
export interface ImageQuery {
  readonly image_origin?: ResourceOrigin | undefined
  readonly origin?: ResourceOrigin | undefined
  readonly categories?: readonly ImageCategory[] | undefined
  readonly is_intermediate?: boolean | undefined
  readonly board_id?: string | undefined
  readonly starred?: boolean | undefined
  readonly created_date?: string | undefined
  readonly created_from?: string | undefined
  readonly created_to?: string | undefined
  readonly order_dir: Direction
  readonly starred_first: boolean
  readonly search_term?: string | undefined
  readonly scope?: AskedScope
}

/**
 * A list of images as the store has it. That the actor may read its board was checked.
 *
 * @throws AppError `admin_required`
 */
export function describeImageList(query: ImageQuery, actor: Actor): ImageList {
  return {
    scope: imageScope(actor, query.scope, query.board_id),
    origin: query.image_origin ?? query.origin,
    categories: query.categories,
    isIntermediate: query.is_intermediate,
    boardId: query.board_id,
    starred: query.starred,
    ...describeDays(query),
    search: query.search_term,
    direction: directionOf(query.order_dir),
    starredFirst: query.starred_first,
  }
}

/** The days of a list: those that lie in all that was asked for. */
function describeDays({ created_date: day, created_from, created_to }: ImageQuery): Pick<ImageList, 'createdFrom' | 'createdTo'> {
  const days = (bounds: readonly (string | undefined)[]) => bounds.filter((bound) => bound !== undefined).toSorted()
  return { createdFrom: days([day, created_from]).at(-1), createdTo: days([day, created_to]).at(0) }
}

/** Which part of a list of images is asked for, by its place or by the image before it. */
export interface ImagePageQuery extends ImageQuery {
  readonly offset: number
  readonly limit: number
  /** Name of an image, which wins over the offset. */
  readonly after?: string | undefined
}

/**
 * A page of images, each as it is presented.
 *
 * @throws AppError `image_not_found` when the image before the page is gone or may not be seen
 */
export async function showImagePage<Item>(
  { db, readers }: Pick<App, 'db' | 'readers'>,
  actor: Actor,
  { offset, limit, after, ...query }: ImagePageQuery,
  present: (image: ImageRecord) => Item,
) {
  const list = describeImageList(query, actor)
  const place = after === undefined ? undefined : await findImage(db, after, actor.userId)
  if (after !== undefined && (place === undefined || canUseImage(actor, 'read', place) !== 'allowed')) {
    throw missingError('image', after)
  }
  const page =
    place === undefined
      ? await listImages(readers, list, actor.userId, { offset, limit })
      : await listImagesAfter(readers, list, actor.userId, { after: place, limit })
  return { items: page.items.map(present), offset, limit, total: page.total }
}

/** The names of all images in a scope, or of a part of them. */
export async function listImageNames(
  { readers }: Pick<App, 'readers'>,
  part: Pick<ImageList, 'scope' | 'boardId' | 'isIntermediate'>,
): Promise<string[]> {
  const bytes = await readImageNames(readers, { ...part, direction: 'desc', starredFirst: false }, 'names')
  // the form `names` is a bare list
  return JSON.parse(new TextDecoder().decode(bytes)) as string[]
}
