import { type SqlBool, sql } from 'kysely'
import { compose } from '../compose.ts'
import { asJsonBytes } from '../json.ts'
import { type JsonQuery, type Readers, readRows } from '../readers.ts'
import { selectVisibleBoards } from '../scope.ts'
import type { ImageList } from './image-list.ts'
import { pickShelves } from './runs.ts'

/** What a list is counted by. A search and a date are not known to the counts. */
export type CountedList = Pick<ImageList, 'scope' | 'origin' | 'categories' | 'isIntermediate' | 'boardId'>

/** How many images a list has. */
export interface ImageCount {
  readonly total: number
  readonly starred: number
}

/** Counts a list from the sums that triggers keep, which takes the same time however many images there are. */
export function countImages(readers: Readers, list: CountedList): Promise<ImageCount> {
  return readRows(readers, selectCount(list))
}

function selectCount({ scope, origin, categories, isIntermediate, boardId }: CountedList): JsonQuery {
  const shelves = pickShelves(categories, isIntermediate).map(({ shelf }) => shelf)
  let query = compose.selectFrom('image_counts').where('shelf', 'in', shelves)
  if (categories?.length) query = query.where('image_category', 'in', categories)
  if (origin !== undefined) query = query.where('image_origin', '=', origin)
  if (boardId !== undefined) query = query.where('board_id', '=', boardId)
  if (scope.kind === 'owner') query = query.where('user_id', '=', scope.userId)
  if (scope.kind === 'visible') {
    query = query.where(sql<SqlBool>`(user_id = ${scope.userId} or board_id in ${selectVisibleBoards(scope.userId)})`)
  }
  return query.select(
    asJsonBytes(sql`json_object(
      'total', coalesce(sum(images), 0),
      'starred', coalesce(sum(images) filter (where starred), 0)
    )`),
  )
}
