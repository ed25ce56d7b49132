import { type Oversight, SYSTEM_USER_ID } from '@bottega/contracts'
import type { Queryable } from '../data/database.ts'
import { listAccountsAsOpened } from '../data/repositories/account-openings.ts'
import type { UserRecord } from '../data/repositories/users.ts'
import { parseTime } from '../data/time.ts'

/** What is needed to say how far administrators see. */
export interface OversightGrounds {
  readonly db: Queryable
  readonly settings: { readonly values: { readonly admin_private_view: boolean } }
}

/** How far an account sees the private things of others; undefined where its role alone decides. */
export async function findOversight(
  { db, settings }: OversightGrounds,
  { user_id, is_admin }: Pick<UserRecord, 'user_id' | 'is_admin'>,
): Promise<Oversight | undefined> {
  if (is_admin === 0 || settings.values.admin_private_view) return undefined
  const accounts = await listAccountsAsOpened(db, user_id)
  const isOpen = (account: (typeof accounts)[number]) => account.user_id === SYSTEM_USER_ID || account.until !== null
  const ends = accounts.flatMap(({ until }) => (until === null ? [] : [parseTime(until).getTime()]))
  return {
    closed: new Set(accounts.filter((account) => !isOpen(account)).map((account) => account.user_id)),
    opened: new Set(accounts.filter(isOpen).map((account) => account.user_id)),
    until: ends.length === 0 ? undefined : new Date(Math.min(...ends)),
  }
}
