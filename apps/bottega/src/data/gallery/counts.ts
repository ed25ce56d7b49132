import { sql } from 'kysely'
import { compose } from '../compose.ts'
import { asJsonBytes, valuesOf } from '../json.ts'
import { type JsonQuery, type Readers, readRows } from '../readers.ts'
import { type ImageScope, isOnBoardInScope } from '../scope.ts'
import { type ImageList, selectMatches } from './image-list.ts'
import { pickShelves } from './runs.ts'

/** What a list is counted by. A search and days are not known to the counts. */
export type CountedList = Pick<ImageList, 'scope' | 'origin' | 'categories' | 'isIntermediate' | 'boardId' | 'starred'>

/** How many images a list has. */
export interface ImageCount {
  readonly total: number
  readonly starred: number
}

/** Counts a list from the sums that triggers keep, which takes the same time however many images there are. */
export function countImages(readers: Readers, list: CountedList): Promise<ImageCount> {
  return readRows(readers, selectCount(list))
}

/** Counts a list of some days from an index, which takes time that grows with what lies between them. */
export function countDatedImages(readers: Readers, list: ImageList): Promise<ImageCount> {
  const listed = compose.selectFrom(selectMatches(list).as('listed'))
  const count = listed.select(asJsonBytes(sql`json_object('total', count(*), 'starred', coalesce(sum(starred), 0))`))
  return readRows(readers, count, 'heavy')
}

/** How many of these images are there and in a scope; those in the trash are not. */
export function countNamedImages(readers: Readers, scope: ImageScope, names: readonly string[]): Promise<number> {
  const named = compose.selectFrom('images').where('image_name', 'in', valuesOf(names)).where('deleted_at', 'is', null)
  const isShown = isOnBoardInScope(scope, 'user_id', 'board_id')
  const shown = isShown === undefined ? named : named.where(isShown)
  return readRows(readers, shown.select(asJsonBytes(sql`count(*)`)), 'heavy')
}

function selectCount({ scope, origin, categories, isIntermediate, boardId, starred }: CountedList): JsonQuery {
  const shelves = pickShelves(categories, isIntermediate).map(({ shelf }) => shelf)
  let query = compose.selectFrom('image_counts').where('shelf', 'in', shelves)
  if (categories?.length) query = query.where('image_category', 'in', categories)
  if (origin !== undefined) query = query.where('image_origin', '=', origin)
  if (boardId !== undefined) query = query.where('board_id', '=', boardId)
  if (starred !== undefined) query = query.where('starred', '=', starred ? 1 : 0)
  const isCountedFor = isOnBoardInScope(scope, 'user_id', 'board_id')
  if (isCountedFor !== undefined) query = query.where(isCountedFor)
  return query.select(
    asJsonBytes(sql`json_object(
      'total', coalesce(sum(images), 0),
      'starred', coalesce(sum(images) filter (where starred), 0)
    )`),
  )
}
