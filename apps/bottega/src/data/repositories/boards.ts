import { sql } from 'kysely'
import { compose } from '../compose.ts'
import type { Queryable, Tx } from '../database.ts'
import { asJsonBytes, jsonOfRow, valuesOf } from '../json.ts'
import { type Readers, readRows } from '../readers.ts'
import { isBoardInScope, type Scope } from '../scope.ts'
import type { BoardVisibility, Flag, NewRow, Permission, RowChanges } from '../tables.ts'
import { NOW } from '../time.ts'

/** A board with its counts, its cover, and what is needed to say whose it is and what one user may do with it. */
export interface BoardRecord {
  readonly board_id: string
  readonly board_name: string
  readonly user_id: string
  readonly owner_display_name: string | null
  readonly board_visibility: BoardVisibility
  /** What is granted to the user who looks. */
  readonly viewer_permission: Permission | null
  readonly archived: Flag
  readonly created_at: string
  readonly updated_at: string
  /** Images that are general and not intermediate. */
  readonly image_count: number
  /** Images of other categories that are not intermediate. */
  readonly asset_count: number
  /** The newest of its images, starred ones before others. */
  readonly cover_image_name: string | null
  readonly grant_count: number
  /** Links that are open. */
  readonly link_count: number
}

/** Which boards a list shows, and in which order; ties by id. */
export interface BoardList {
  readonly scope: Scope
  readonly includeArchived: boolean
  readonly orderBy: 'created_at' | 'board_name'
  readonly direction: 'asc' | 'desc'
}

/** Stores a board. */
export async function createBoard(db: Queryable, board: NewRow<'boards'>): Promise<void> {
  await db.insertInto('boards').values(board).execute()
}

/** A board by its id. */
export async function findBoard(db: Queryable, boardId: string, viewerId: string): Promise<BoardRecord | undefined> {
  return selectBoards(db, viewerId).where('boards.board_id', '=', boardId).executeTakeFirst()
}

/** Ids of the boards of an account that have this id, else this name. */
export async function findBoardIds(db: Queryable, userId: string, idOrName: string): Promise<string[]> {
  const rows = await db
    .selectFrom('boards')
    .select('board_id')
    .where('user_id', '=', userId)
    .where((eb) => eb.or([eb('board_id', '=', idOrName), eb('board_name', '=', idOrName)]))
    .execute()
  const ids = rows.map(({ board_id }) => board_id)
  return ids.includes(idOrName) ? [idOrName] : ids
}

/** The boards of a list from `offset` on, and how many it has. */
export function listBoards(
  readers: Readers,
  { scope, includeArchived, orderBy, direction }: BoardList,
  viewerId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly items: readonly BoardRecord[]; readonly total: number }> {
  let listed = compose.selectFrom('boards').select(['boards.board_id as listed_id', 'boards.board_name', 'boards.created_at'])
  if (!includeArchived) listed = listed.where('archived', '=', 0)
  const isListed = isBoardInScope(scope)
  if (isListed !== undefined) listed = listed.where(isListed)
  const order = sql`${orderBy === 'board_name' ? sql`board_name collate nocase` : sql`created_at`} ${sql.raw(direction)}, listed_id`
  const page = sql<{ listed_id: string }>`(select * from listed order by ${order} limit ${limit} offset ${offset})`
  const boards = selectBoards(compose, viewerId)
  const rows = boards.innerJoin(page.as('page'), 'page.listed_id', 'boards.board_id').select('listed_id')
  const items = sql`(select json_group_array(${jsonOfRow(boards)} order by ${order}) from ${rows})`
  const query = compose
    .with('listed', () => listed)
    .selectNoFrom(asJsonBytes(sql`json_object('items', json(${items}), 'total', (select count(*) from listed))`))
  return readRows(readers, query)
}

/** Somebody who may see a board; without an account, everybody. */
export interface BoardViewer {
  readonly board_id: string
  readonly user_id: string | null
}

/** Those who may see the boards: owners, those to whom they are granted, and everybody where a board is shared or public. */
export function listBoardViewers(db: Queryable, boardIds: readonly string[]): Promise<BoardViewer[]> {
  return db
    .selectFrom('boards')
    .select(['board_id', sql<string | null>`iif(board_visibility = 'private', user_id, null)`.as('user_id')])
    .where('board_id', 'in', valuesOf(boardIds))
    .unionAll(db.selectFrom('board_grants').select(['board_id', 'user_id']).where('board_id', 'in', valuesOf(boardIds)))
    .execute()
}

/** Changes a board; what is left out stays. */
export async function updateBoard(
  db: Queryable,
  boardId: string,
  changes: Pick<RowChanges<'boards'>, 'board_name' | 'cover_image_name' | 'archived' | 'board_visibility'>,
): Promise<void> {
  await db
    .updateTable('boards')
    .set({ ...changes, updated_at: NOW })
    .where('board_id', '=', boardId)
    .execute()
}

/** Deletes a board. What lies on it, in the trash too, lies on none from then on. */
export async function deleteBoard(tx: Tx<never>, boardId: string): Promise<void> {
  await tx.deleteFrom('boards').where('board_id', '=', boardId).execute()
}

function selectBoards(db: Queryable, viewerId: string) {
  return db
    .selectFrom('boards')
    .leftJoin('users', 'users.user_id', 'boards.user_id')
    .leftJoin('board_grants', (join) =>
      join.onRef('board_grants.board_id', '=', 'boards.board_id').on('board_grants.user_id', '=', viewerId),
    )
    .select([
      'boards.board_id',
      'boards.board_name',
      'boards.user_id',
      'users.display_name as owner_display_name',
      'boards.board_visibility',
      'board_grants.permission as viewer_permission',
      'boards.archived',
      'boards.created_at',
      'boards.updated_at',
      countShelf('images').as('image_count'),
      countShelf('assets').as('asset_count'),
      cover.as('cover_image_name'),
      grantCount.as('grant_count'),
      linkCount.as('link_count'),
    ])
}

const grantCount = sql<number>`(select count(*) from board_grants where board_id = boards.board_id)`
const linkCount = sql<number>`(
    select count(*) from board_links where board_id = boards.board_id and (expires_at is null or expires_at > ${NOW})
  )`

function countShelf(shelf: 'images' | 'assets') {
  return sql<number>`(
    select coalesce(sum(images), 0) from image_counts where board_id = boards.board_id and shelf = ${sql.lit(shelf)}
  )`
}

/** The first of each shelf is found by index; the better of the two is the cover. */
const firstOf = (shelf: 'images' | 'assets') => sql`select * from (
      select image_name, starred, created_at from images
      where board_id = boards.board_id and shelf = ${sql.lit(shelf)}
      order by starred desc, created_at desc, image_name desc limit 1
    )`
/** The image that was chosen as the cover, while it lies there, else the first. */
const cover = sql<string | null>`coalesce(
    (
      select image_name from images
      where image_name = boards.cover_image_name and board_id = boards.board_id and shelf in ('images', 'assets')
    ),
    (
      select image_name from (
        ${firstOf('images')} union all ${firstOf('assets')}
      ) order by starred desc, created_at desc, image_name desc limit 1
    )
  )`
