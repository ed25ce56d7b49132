import { type RawBuilder, sql } from 'kysely'
import { compose } from '../compose.ts'
import { asJsonBytes, jsonOfRow } from '../json.ts'
import { type JsonQuery, type Readers, readRows } from '../readers.ts'
import type { ImageScope } from '../scope.ts'
import { countDatedImages, countImages, type ImageCount } from './counts.ts'
import { type Cursor, type ImageList, isBehind, isCounted, segmentsOf, selectMatches, selectWindow } from './image-list.ts'
import { type ImageRecord, selectImageRecords } from './image-record.ts'
import { cutWindows } from './runs.ts'

/** A part of a list, and how many images the whole list has. */
export interface ImagePage {
  readonly items: readonly ImageRecord[]
  readonly total: number
}

/**
 * A page of a list by its place.
 *
 * Without a search it costs what lies between the page and the nearer end of its segment, some milliseconds for a hundred
 * thousand images, and as much for the days that it has to count; a search costs what it finds.
 *
 * @param viewerId  the user who looks, for `viewer_permission`
 * @param page      `limit` 0 for the total alone
 */
export async function listImages(
  readers: Readers,
  list: ImageList,
  viewerId: string,
  page: { readonly offset: number; readonly limit: number },
): Promise<ImagePage> {
  if (list.search) return readRows(readers, selectMatchingPage(list, viewerId, page), 'heavy')
  const { total, starred } = await count(readers, list)
  const totals = list.starredFirst ? [starred, total - starred] : [total]
  const windows = cutWindows(segmentsOf(list), totals, page.offset, page.limit)
  if (windows.length === 0) return { items: [], total }
  const parts = windows.map((window) => selectPart(window.segment, selectWindow(list, window.runs, window)))
  return { items: await readRows(readers, selectRecords(chain(parts), list, viewerId)), total }
}

/**
 * A page of a list behind a place, the first one without. Without search and days it costs the same however deep it lies, and images that come or go
 * before it move nothing.
 */
export async function listImagesAfter(
  readers: Readers,
  list: ImageList,
  viewerId: string,
  { after, limit }: { readonly after?: Cursor | undefined; readonly limit: number },
): Promise<ImagePage> {
  if (list.search) return readRows(readers, selectMatchingPage(list, viewerId, { after, offset: 0, limit }), 'heavy')
  const { total } = await count(readers, list)
  const from = after && list.starredFirst ? 1 - after.starred : 0
  const parts = segmentsOf(list).flatMap((runs, segment) => {
    if (segment < from || runs.length === 0) return []
    return [selectPart(segment, selectWindow(list, runs, { limit, ...(after && segment === from && { after }) }))]
  })
  if (parts.length === 0) return { items: [], total }
  // segments come one after the other, so the first of these are the first of the list
  return { items: await readRows(readers, selectRecords(sql`(${chain(parts)} limit ${limit})`, list, viewerId)), total }
}

/** The forms in which names are asked for; see `readImageNames`. */
export type NamesForm = 'image_names' | 'item_names' | 'items' | 'names'

/**
 * All names of a list, in order, as JSON ready to be sent:
 *
 * - `image_names`, `item_names`  `{<form>: [name], starred_count, total_count}`
 * - `items`                      the same with `{kind: 'image', name}` for each
 * - `names`                      the bare list
 */
export function readImageNames(readers: Readers, list: ImageList, form: NamesForm): Promise<Uint8Array> {
  const isSearch = Boolean(list.search)
  const item = form === 'items' ? sql`json_object('kind', 'image', 'name', image_name)` : sql`image_name`
  const names = sql`json_group_array(${item})`
  const counts = sql`'starred_count', coalesce(sum(starred), 0), 'total_count', count(*)`
  const answer = form === 'names' ? names : sql`json_object(${sql.lit(form)}, ${names}, ${counts})`
  const listed = sql<{ image_name: string; starred: number }>`(${isSearch ? selectMatchesInOrder(list) : selectAll(list)})`
  const query = compose.selectFrom(listed.as('listed')).select(asJsonBytes(answer))
  return readers.read(query, isSearch ? 'heavy' : 'light')
}

/** A day of the gallery in UTC, with the images made on it and the newest of them to show. */
export interface GalleryDay {
  readonly date: string
  readonly image_count: number
  readonly asset_count: number
  readonly cover_image_name: string
}

/** The days on which images were made that are not intermediate, newest first. It takes time that grows with the gallery. */
export function listGalleryDays(readers: Readers, scope: ImageScope): Promise<readonly GalleryDay[]> {
  const shown = selectMatches({ scope, isIntermediate: false, direction: 'desc', starredFirst: false }).select('shelf')
  const days = compose
    .selectFrom(shown.as('shown'))
    .select([
      sql<string>`substr(created_at, 1, 10)`.as('date'),
      sql<number>`sum(shelf = 'images')`.as('image_count'),
      sql<number>`sum(shelf = 'assets')`.as('asset_count'),
      // the name stands behind the 23 letters of the time
      sql<string>`substr(max(created_at || image_name), 24)`.as('cover_image_name'),
    ])
    .groupBy('date')
  const list = sql`json_group_array(${jsonOfRow(days)} order by date desc)`
  const query = compose.selectFrom(days.as('days')).select(asJsonBytes(list))
  return readRows(readers, query, 'heavy')
}

type Listing = ReturnType<typeof selectWindow>

function selectPart(segment: number, window: Listing): RawBuilder<unknown> {
  return sql`select id, ${sql.lit(segment)} as segment from ${window}`
}

/** One part after the other. */
function chain(parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(parts, sql` union all `)
}

function count(readers: Readers, list: ImageList): Promise<ImageCount> {
  return isCounted(list) ? countImages(readers, list) : countDatedImages(readers, list)
}

/** Every image of a list without search in order. */
function selectAll(list: ImageList): RawBuilder<unknown> {
  const segments = segmentsOf(list).filter((runs) => runs.length > 0)
  return chain(segments.map((runs) => sql`select image_name, starred from ${selectWindow(list, runs, {})}`))
}

function selectMatchesInOrder(list: ImageList): RawBuilder<unknown> {
  // the limit keeps SQLite from leaving the order out
  return sql`select image_name, starred from ${selectMatches(list)} order by ${orderOf(list)} limit -1`
}

function orderOf({ starredFirst, direction }: ImageList): RawBuilder<unknown> {
  const byTime = sql`created_at ${sql.raw(direction)}, image_name ${sql.raw(direction)}`
  return starredFirst ? sql`starred desc, ${byTime}` : byTime
}

/** The records of a page as a JSON list in the list's order. */
function selectRecords(page: RawBuilder<unknown>, list: ImageList, viewerId: string): JsonQuery {
  return compose.selectNoFrom(asJsonBytes(collectRecords(sql`(${page})`, list, viewerId)))
}

function collectRecords(page: RawBuilder<unknown>, { direction }: ImageList, viewerId: string): RawBuilder<string> {
  const records = selectImageRecords(compose, viewerId)
  const rows = records
    .innerJoin(sql<{ id: number; segment: number }>`${page}`.as('page'), 'page.id', 'images.id')
    .select('page.segment')
  const order = sql`segment, created_at ${sql.raw(direction)}, image_name ${sql.raw(direction)}`
  return sql`(select json_group_array(${jsonOfRow(records)} order by ${order}) from ${rows})`
}

/** A page of a list that has to be looked for, with its total, in one statement, so that it is looked for once. */
function selectMatchingPage(
  list: ImageList,
  viewerId: string,
  { after, offset, limit }: { readonly after?: Cursor | undefined; readonly offset: number; readonly limit: number },
): JsonQuery {
  const segment = list.starredFirst ? sql`1 - starred` : sql`0`
  const behind = after ? sql`where ${isBehind(list, after)}` : sql``
  const page = sql`(select id, ${segment} as segment from matches ${behind} order by ${orderOf(list)} limit ${limit} offset ${offset})`
  const answer = sql`json_object('items', json(${collectRecords(page, list, viewerId)}), 'total', (select count(*) from matches))`
  return compose
    .with(
      (cte) => cte('matches').materialized(),
      () => selectMatches(list),
    )
    .selectNoFrom(asJsonBytes(answer))
}
