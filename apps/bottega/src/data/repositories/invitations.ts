import { type SqlBool, sql } from 'kysely'
import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** An open invitation, without its token. */
export type InvitationRecord = Row<'invitations'>

/** Whether who made an invitation still administers; it would let somebody in whom nobody of them has asked. */
const isBacked = sql<SqlBool>`exists (
  select 1 from users where users.user_id = invitations.created_by and is_admin = 1 and is_active = 1
)`

/** Stores an invitation. */
export async function createInvitation(db: Queryable, invitation: NewRow<'invitations'>): Promise<InvitationRecord> {
  return db.insertInto('invitations').values(invitation).returningAll().executeTakeFirstOrThrow()
}

/** The invitation of that hash which can be accepted. */
export async function findInvitation(db: Queryable, tokenHash: string): Promise<InvitationRecord | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', NOW)
    .where(isBacked)
    .executeTakeFirst()
}

/** The invitations that can be accepted, newest first. */
export async function listInvitations(db: Queryable): Promise<InvitationRecord[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('expires_at', '>', NOW)
    .where(isBacked)
    .orderBy('created_at', 'desc')
    .orderBy('invitation_id')
    .execute()
}

/** Takes an invitation that can be accepted away; undefined when there is none. */
export async function takeInvitation(db: Queryable, invitationId: string): Promise<InvitationRecord | undefined> {
  return db
    .deleteFrom('invitations')
    .where('invitation_id', '=', invitationId)
    .where('expires_at', '>', NOW)
    .where(isBacked)
    .returningAll()
    .executeTakeFirst()
}

/** Forgets the invitations that have run out. */
export async function deleteExpiredInvitations(db: Queryable): Promise<void> {
  await db.deleteFrom('invitations').where('expires_at', '<=', NOW).execute()
}
