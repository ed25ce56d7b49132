import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { valuesOf } from './json.ts'

/**
 * Whose things a list may show. Policies choose it; it means the same as asking them for each thing.
 *
 * - `everyone`  all things, whoever owns them
 * - `owner`     things of this user
 * - `visible`   what this user may see: own things, and things that are shared with the user or with everybody
 * - `open`      things of all but the closed accounts
 * - `overseen`  what this administrator may see: the things of `visible` and of `open`
 */
export type Scope =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'owner'; readonly userId: string }
  | { readonly kind: 'visible'; readonly userId: string }
  | { readonly kind: 'open'; readonly closed: readonly string[] }
  | { readonly kind: 'overseen'; readonly userId: string; readonly closed: readonly string[] }

/** A scope that asks for the owner alone. */
export type OwnerScope = Exclude<Scope, { readonly kind: 'visible' | 'overseen' }>

/** Scope of lists of images, which are shared by lying on a board that is. */
export type ImageScope = Scope

/**
 * Whether something is in a scope.
 *
 * @param owner     the column of its owner
 * @param isShared  whether it is shared with whoever looks
 */
export function isInScope(scope: Scope, owner: string, isShared: () => RawBuilder<unknown>): RawBuilder<SqlBool> | undefined {
  const column = sql.ref(owner)
  switch (scope.kind) {
    case 'everyone':
      return undefined
    case 'owner':
      return sql<SqlBool>`${column} = ${scope.userId}`
    case 'visible':
      return sql<SqlBool>`(${column} = ${scope.userId} or ${isShared()})`
    case 'open':
      return sql<SqlBool>`${column} not in ${valuesOf(scope.closed)}`
    case 'overseen':
      return sql<SqlBool>`(${column} not in ${valuesOf(scope.closed)} or ${isShared()})`
  }
}

/** The same for what is shared by lying on a board; `board` is the column that names it. */
export function isOnBoardInScope(scope: Scope, owner: string, board: string): RawBuilder<SqlBool> | undefined {
  const isShared = () =>
    scope.kind === 'visible' || scope.kind === 'overseen' ? sql`${sql.ref(board)} in ${selectBoardsInScope(scope)}` : sql`false`
  return isInScope(scope, owner, isShared)
}

/** The same for boards. */
export function isBoardInScope(scope: Scope): RawBuilder<SqlBool> | undefined {
  if (scope.kind === 'visible' || scope.kind === 'overseen') return sql<SqlBool>`board_id in ${selectBoardsInScope(scope)}`
  return isInScope(scope, 'user_id', () => sql`false`)
}

/** The ids of the boards that are seen in a scope. */
function selectBoardsInScope(scope: Extract<Scope, { readonly kind: 'visible' | 'overseen' }>) {
  if (scope.kind === 'visible') return selectVisibleBoards(scope.userId)
  return sql<string>`(
    select board_id from ${selectVisibleBoards(scope.userId)}
    union all select board_id from boards where user_id not in ${valuesOf(scope.closed)}
  )`
}

/** The ids of the boards that a user may see: own ones, shared and public ones, and those granted to the user. */
function selectVisibleBoards(userId: string) {
  return sql<string>`(
    select board_id from boards where user_id = ${userId}
    union all select board_id from boards where board_visibility <> 'private'
    union all select board_id from board_grants where user_id = ${userId}
  )`
}
