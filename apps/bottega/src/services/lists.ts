import type { Actor, Direction, ImageCategory, ResourceOrigin } from '@bottega/contracts'
import { readImageNames } from '../data/gallery/gallery.ts'
import type { ImageList } from '../data/gallery/image-list.ts'
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
  readonly created_date?: string | undefined
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
    createdDate: query.created_date,
    search: query.search_term,
    direction: directionOf(query.order_dir),
    starredFirst: query.starred_first,
  }
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
