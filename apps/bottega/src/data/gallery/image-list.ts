import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import { compose } from '../compose.ts'
import { containsText } from '../json.ts'
import { type ImageScope, isOnBoardInScope } from '../scope.ts'
import type { Flag, ImageCategory, ImageOrigin, Tables } from '../tables.ts'
import { orderRuns, pickShelves, type Run, type Segment } from './runs.ts'

/**
 * Which images a list shows, to whom, and in which order. What is left out does not narrow it. Nothing in the trash is ever
 * shown.
 */
export interface ImageList {
  readonly scope: ImageScope
  readonly origin?: ImageOrigin | undefined
  readonly categories?: readonly ImageCategory[] | undefined
  readonly isIntermediate?: boolean | undefined
  /** A board's id, or `none` for images that lie on no board. */
  readonly boardId?: string | undefined
  readonly starred?: boolean | undefined
  /** The first and the last day in UTC, `YYYY-MM-DD`. */
  readonly createdFrom?: string | undefined
  readonly createdTo?: string | undefined
  /** A part of the metadata's text or of the time, in any letter case; empty for none. */
  readonly search?: string | undefined
  readonly direction: 'asc' | 'desc'
  readonly starredFirst: boolean
}

/** The place of an image in a list, for the page behind it. */
export interface Cursor {
  readonly starred: Flag
  readonly created_at: string
  readonly image_name: string
}

/** Columns of the indices that lists are read from, so that skipped images cost no look at the table. */
export interface Listed extends Cursor {
  readonly id: number
}

/** The segments that a list without search is made of. */
export function segmentsOf(list: ImageList): readonly Segment[] {
  return orderRuns(pickShelves(list.categories, list.isIntermediate), list)
}

/** Whether the counts that are kept tell how many images a list without search has. */
export function isCounted(list: ImageList): boolean {
  return list.createdFrom === undefined && list.createdTo === undefined
}

/**
 * Some images of a segment in order: its runs, merged. Reads no more than it skips and takes.
 *
 * @param after  begins behind this place
 */
export function selectWindow(
  list: ImageList,
  runs: Segment,
  { fromEnd = false, offset = 0, limit = -1, after }: { fromEnd?: boolean; offset?: number; limit?: number; after?: Cursor },
) {
  const direction = fromEnd ? opposite(list.direction) : list.direction
  const [first, ...others] = runs.map((run) => selectRun(list, run, after))
  if (!first) throw new RangeError('a segment has at least one run')
  const merged = others.reduce((query, other) => query.unionAll(other), first)
  return merged.orderBy('created_at', direction).orderBy('image_name', direction).limit(limit).offset(offset)
}

function selectRun(list: ImageList, run: Run, after: Cursor | undefined) {
  let query = withinList(selectListed().where('shelf', '=', run.shelf).where('starred', '=', run.starred), list)
  if (run.categories) query = query.where('image_category', 'in', run.categories)
  return after ? query.where(isLater(list, after)) : query
}

/**
 * The images that a list has, in no order.
 *
 * A search of three letters and more asks the index. Fewer are looked for in every text, which takes time that grows with the
 * gallery.
 */
export function selectMatches(list: ImageList) {
  const onShelves = (query: ListedQuery) => withinList(withStars(withinShelves(query, list), list), list)
  const { search } = list
  if (!search) return onShelves(selectListed())
  const byText = onShelves(selectFound([...search].length >= 3 ? matchIndex(search) : matchTexts(search)))
  if (!MAYBE_TIME.test(search)) return byText
  return byText.union(onShelves(selectListed()).where('created_at', 'like', `%${search}%`))
}

const MAYBE_TIME = /^[\d :.-]{1,23}$/

type ListedQuery = SelectQueryBuilder<Tables, 'images', Listed>

function selectListed(): ListedQuery {
  return compose.selectFrom('images').select(['images.id', 'starred', 'created_at', 'image_name'])
}

/** A cross join keeps its order: what was found leads to the images, never the images to what was found. */
function selectFound(found: RawBuilder<{ id: number }>): ListedQuery {
  const query = compose
    .selectFrom(found.as('found'))
    .crossJoin('images')
    .select(['images.id', 'starred', 'created_at', 'image_name'])
    .whereRef('images.id', '=', 'found.id')
  // only columns of images are named further on, and they are there
  return query as unknown as ListedQuery
}

function matchIndex(search: string): RawBuilder<{ id: number }> {
  const phrase = `"${search.replaceAll('"', '""')}"`
  return sql`(select rowid as id from image_search where image_search match ${phrase})`
}

function matchTexts(search: string): RawBuilder<{ id: number }> {
  return sql`(select image_id as id from image_metadata where ${containsText('metadata', search)})`
}

function withinShelves(query: ListedQuery, list: ImageList): ListedQuery {
  const shelves = pickShelves(list.categories, list.isIntermediate)
  const narrowed = query.where(
    'shelf',
    'in',
    shelves.map(({ shelf }) => shelf),
  )
  return list.categories?.length ? narrowed.where('image_category', 'in', list.categories) : narrowed
}

// also where any will do: in the indices the time comes behind the star
function withStars(query: ListedQuery, { starred }: ImageList): ListedQuery {
  return query.where('starred', 'in', starred === undefined ? [0, 1] : [starred ? 1 : 0])
}

function withinList(query: ListedQuery, { scope, boardId, origin, createdFrom, createdTo }: ImageList): ListedQuery {
  let narrowed = query
  if (boardId === 'none') narrowed = narrowed.where('board_id', 'is', null)
  else if (boardId !== undefined) narrowed = narrowed.where('board_id', '=', boardId)
  if (origin !== undefined) narrowed = narrowed.where('image_origin', '=', origin)
  if (createdFrom !== undefined) narrowed = narrowed.where('created_at', '>=', createdFrom)
  // "24" sorts behind every hour of the day
  if (createdTo !== undefined) narrowed = narrowed.where('created_at', '<', `${createdTo} 24`)
  // what lies on no board is shared with nobody
  const lies = boardId === 'none' ? withoutShared(scope) : scope
  const isListed = isOnBoardInScope(lies, 'images.user_id', 'images.board_id')
  return isListed === undefined ? narrowed : narrowed.where(isListed)
}

function withoutShared(scope: ImageScope): ImageScope {
  if (scope.kind === 'visible') return { kind: 'owner', userId: scope.userId }
  return scope.kind === 'overseen' ? { kind: 'open', closed: scope.closed } : scope
}

/** Whether an image comes after a place in the list. */
export function isBehind(list: ImageList, after: Cursor) {
  const later = isLater(list, after)
  if (!list.starredFirst) return later
  return sql<SqlBool>`(starred < ${after.starred} or (starred = ${after.starred} and ${later}))`
}

function isLater({ direction }: ImageList, { created_at, image_name }: Cursor) {
  const place = sql`(${created_at}, ${image_name})`
  return sql<SqlBool>`(created_at, image_name) ${sql.raw(direction === 'asc' ? '>' : '<')} ${place}`
}

function opposite(direction: 'asc' | 'desc'): 'asc' | 'desc' {
  return direction === 'asc' ? 'desc' : 'asc'
}
