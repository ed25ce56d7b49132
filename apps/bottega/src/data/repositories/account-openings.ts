import { sql } from 'kysely'
import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** An opening of an account. */
export type AccountOpeningRecord = Row<'account_openings'> & { readonly user_display_name: string | null }

/** Stores an opening. */
export async function createAccountOpening(
  db: Queryable,
  opening: Omit<NewRow<'account_openings'>, 'opened_at' | 'closed_at' | 'noted_at'>,
): Promise<void> {
  await db.insertInto('account_openings').values(opening).execute()
}

/** Adds to what a notice tells that its owner has not taken note of. @returns whether there was one */
export async function raiseNotice(
  db: Queryable,
  { user_id, admin_id, kind, what }: Pick<Row<'account_openings'>, 'user_id' | 'admin_id' | 'kind' | 'what'>,
  amount: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('account_openings')
    .set((eb) => ({ amount: eb('amount', '+', amount), opened_at: NOW, until: NOW }))
    .where('user_id', '=', user_id)
    .where('admin_id', '=', admin_id)
    .where('kind', '=', kind)
    .where('what', '=', what)
    .where('noted_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** An opening by its id. */
export async function findAccountOpening(db: Queryable, openingId: string): Promise<AccountOpeningRecord | undefined> {
  return selectOpenings(db).where('opening_id', '=', openingId).executeTakeFirst()
}

/** The openings that are not over, newest first. */
export async function listOpenAccounts(db: Queryable): Promise<AccountOpeningRecord[]> {
  return selectOpenings(db)
    .where('kind', '=', 'opening')
    .where('closed_at', 'is', null)
    .where('until', '>', NOW)
    .orderBy('opened_at', 'desc')
    .orderBy('opening_id')
    .execute()
}

/** All openings of an account, newest first. */
export async function listOpeningsOf(db: Queryable, userId: string): Promise<AccountOpeningRecord[]> {
  return selectOpenings(db)
    .where('account_openings.user_id', '=', userId)
    .orderBy('opened_at', 'desc')
    .orderBy('opening_id')
    .execute()
}

/** The accounts that have been told something and have not taken note of it. */
export async function listUsersWithNews(db: Queryable): Promise<string[]> {
  const rows = await db.selectFrom('account_openings').select('user_id').distinct().where('noted_at', 'is', null).execute()
  return rows.map(({ user_id }) => user_id)
}

/** Ends an opening before its time. */
export async function closeAccountOpening(db: Queryable, openingId: string): Promise<void> {
  await db.updateTable('account_openings').set({ closed_at: NOW }).where('opening_id', '=', openingId).execute()
}

/**
 * Notes that the owner of an account has read of an opening; of anything else, of all of the same kind and by the same hand that was
 * stored until then too: a script may pack every night.
 */
export async function noteAccountOpening(
  db: Queryable,
  {
    opening_id,
    user_id,
    admin_id,
    kind,
    what,
  }: Pick<AccountOpeningRecord, 'opening_id' | 'user_id' | 'admin_id' | 'kind' | 'what'>,
): Promise<void> {
  await db
    .updateTable('account_openings')
    .set({ noted_at: NOW })
    .where('user_id', '=', user_id)
    .where('admin_id', '=', admin_id)
    .where('kind', '=', kind)
    .where('what', 'is', what)
    .where('noted_at', 'is', null)
    .where(
      kind === 'opening'
        ? sql<boolean>`opening_id = ${opening_id}`
        : // by the order of storing, which no clock changes
          sql<boolean>`rowid <= (select rowid from account_openings where opening_id = ${opening_id})`,
    )
    .execute()
}

/** Every account but the administrator's own, with the moment until which it is open to them; null where it is closed. */
export async function listAccountsAsOpened(
  db: Queryable,
  adminId: string,
): Promise<{ readonly user_id: string; readonly until: string | null }[]> {
  return db
    .selectFrom('users')
    .leftJoin('account_openings', (join) =>
      join
        .onRef('account_openings.user_id', '=', 'users.user_id')
        .on('account_openings.admin_id', '=', adminId)
        // what was only told opens nothing, wherever the clock stands
        .on('account_openings.kind', '=', 'opening')
        .on('account_openings.closed_at', 'is', null)
        .on('account_openings.until', '>', NOW),
    )
    .select((eb) => ['users.user_id', eb.fn.max('until').as('until')])
    .where('users.user_id', '<>', adminId)
    .groupBy('users.user_id')
    .execute()
}

function selectOpenings(db: Queryable) {
  return db
    .selectFrom('account_openings')
    .leftJoin('users', 'users.user_id', 'account_openings.user_id')
    .selectAll('account_openings')
    .select('users.display_name as user_display_name')
}
