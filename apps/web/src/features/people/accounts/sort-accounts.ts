import type { TextKey } from '../../../shared/i18n/index.ts'
import { type AccountUse, nameOf } from '../queries.ts'

/** What an account has and does, as columns of the table. */
export const MEASURES = ['images', 'boards', 'storage', 'sessionCount', 'keyCount', 'waiting'] as const
/** The columns by which accounts are sorted. */
export const SORT_KEYS = ['name', 'lastSignIn', ...MEASURES] as const
/** A column by which accounts are sorted. */
export type SortKey = (typeof SORT_KEYS)[number]

/** How the columns are called. */
export const COLUMN_NAMES: Readonly<Record<SortKey, TextKey>> = {
  name: 'people:name',
  lastSignIn: 'people:lastSignIn',
  images: 'people:images',
  boards: 'people:boards',
  storage: 'people:storage',
  sessionCount: 'people:sessionCount',
  keyCount: 'people:keyCount',
  waiting: 'people:waiting',
}

/** By which column accounts are sorted, and in which direction. */
export interface Sort {
  readonly by: SortKey
  readonly isDescending: boolean
}

/** The order by a column at first: names begin with A, numbers and moments with the largest. */
export const sortBy = (by: SortKey): Sort => ({ by, isDescending: by !== 'name' })

/** How much an account has of something. */
export function measureOf(account: AccountUse, by: (typeof MEASURES)[number]): number {
  switch (by) {
    case 'images':
      return account.image_count
    case 'boards':
      return account.board_count
    case 'storage':
      return account.storage_bytes
    case 'sessionCount':
      return account.session_count
    case 'keyCount':
      return account.api_key_count
    case 'waiting':
      return account.pending_count
  }
}

/** The accounts in an order; those that are equal by name. */
export function sortAccounts(accounts: readonly AccountUse[], { by, isDescending }: Sort): readonly AccountUse[] {
  const sign = isDescending ? -1 : 1
  return accounts.toSorted((a, b) => sign * compare(a, b, by) || nameOf(a).localeCompare(nameOf(b)))
}

function compare(a: AccountUse, b: AccountUse, by: SortKey): number {
  if (by === 'name') return nameOf(a).localeCompare(nameOf(b))
  if (by === 'lastSignIn') return (a.last_login_at ?? '').localeCompare(b.last_login_at ?? '')
  return measureOf(a, by) - measureOf(b, by)
}
