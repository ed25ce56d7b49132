import type { Queryable } from '../database.ts'
import type { NewRow, Permission } from '../tables.ts'

/** A grant of a board, with the name of whom it is for. */
export interface BoardGrantRecord {
  readonly user_id: string
  readonly display_name: string | null
  readonly permission: Permission
  readonly granted_by: string
  readonly granted_by_name: string | null
  readonly created_at: string
  /** Whose the board is. */
  readonly owner_id: string
}

/** Grants a board; a grant to the same account becomes this one, and keeps its place in the list. */
export async function saveBoardGrant(db: Queryable, grant: NewRow<'board_grants'>): Promise<void> {
  const { permission, granted_by } = grant
  await db
    .insertInto('board_grants')
    .values(grant)
    .onConflict((conflict) => conflict.columns(['board_id', 'user_id']).doUpdateSet({ permission, granted_by }))
    .execute()
}

/** The grants of a board, oldest first; one to whom the board belongs by now is none. */
export async function listBoardGrants(db: Queryable, boardId: string): Promise<BoardGrantRecord[]> {
  return db
    .selectFrom('board_grants')
    .innerJoin('users', 'users.user_id', 'board_grants.user_id')
    .innerJoin('boards', 'boards.board_id', 'board_grants.board_id')
    .leftJoin('users as granters', 'granters.user_id', 'board_grants.granted_by')
    .select([
      'board_grants.user_id',
      'users.display_name',
      'board_grants.permission',
      'board_grants.granted_by',
      'granters.display_name as granted_by_name',
      'board_grants.created_at',
      'boards.user_id as owner_id',
    ])
    .where('board_grants.board_id', '=', boardId)
    .whereRef('boards.user_id', '<>', 'board_grants.user_id')
    .orderBy('board_grants.created_at')
    .orderBy('board_grants.user_id')
    .execute()
}

/** Takes a grant back; answers whether there was one. */
export async function deleteBoardGrant(db: Queryable, boardId: string, userId: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('board_grants')
    .where('board_id', '=', boardId)
    .where('user_id', '=', userId)
    .returning('user_id')
    .execute()
  return gone.length > 0
}
