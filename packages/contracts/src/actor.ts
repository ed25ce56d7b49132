/** What an account may do at all: an administrator manages the server, a user works in it. */
export type Role = 'admin' | 'user'

/**
 * Who a request, a socket or a queue item acts for. Its role is the account's present one, never that of a token.
 *
 * `displayName` is null when the account has none.
 */
export interface Actor {
  readonly userId: string
  readonly role: Role
  /** true for the internal account that owns what single-user mode makes; it cannot sign in */
  readonly isSystem: boolean
  readonly displayName: string | null
  /** what an administrator sees of others' private things; everything where it is left out */
  readonly oversight?: Oversight | undefined
}

/** How far an administrator sees where the setting `admin_private_view` is off. */
export interface Oversight {
  /** accounts of others whose private things are closed */
  readonly closed: ReadonlySet<string>
  /** accounts whose private things are open: `system`, and those that were opened for a reason */
  readonly opened: ReadonlySet<string>
  /** when the first of those opened is closed again */
  readonly until: Date | undefined
}

/** The id of the internal account. */
export const SYSTEM_USER_ID = 'system'

/** The actor of every request in single-user mode. */
export const SYSTEM_ACTOR: Actor = { userId: SYSTEM_USER_ID, role: 'admin', isSystem: true, displayName: 'System' }
