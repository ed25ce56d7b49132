import { sql } from 'kysely'

/**
 * Whose things a list may show. Policies choose it; it means the same as asking them for each thing.
 *
 * - `everyone`  all things, whoever owns them
 * - `owner`     things of this user
 * - `visible`   what this user may see: own things, and things that are shared with the user or with everybody
 */
export type Scope =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'owner'; readonly userId: string }
  | { readonly kind: 'visible'; readonly userId: string }

/** Scope of lists of images, which are shared by lying on a board that is. */
export type ImageScope = Scope

/** The ids of the boards that a user may see: own ones, shared and public ones, and those granted to the user. */
export function selectVisibleBoards(userId: string) {
  return sql<string>`(
    select board_id from boards where user_id = ${userId}
    union all select board_id from boards where board_visibility <> 'private'
    union all select board_id from board_grants where user_id = ${userId}
  )`
}
