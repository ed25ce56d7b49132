import type { Queryable } from '../database.ts'
import type { NewRow, Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** An open invitation, without its token. */
export type InvitationRecord = Row<'invitations'>

/** Stores an invitation. */
export async function createInvitation(db: Queryable, invitation: NewRow<'invitations'>): Promise<InvitationRecord> {
  return db.insertInto('invitations').values(invitation).returningAll().executeTakeFirstOrThrow()
}

/** The invitation of that hash which has not run out. */
export async function findInvitation(db: Queryable, tokenHash: string): Promise<InvitationRecord | undefined> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', NOW)
    .executeTakeFirst()
}

/** The invitations that have not run out, newest first. */
export async function listInvitations(db: Queryable): Promise<InvitationRecord[]> {
  return db
    .selectFrom('invitations')
    .selectAll()
    .where('expires_at', '>', NOW)
    .orderBy('created_at', 'desc')
    .orderBy('invitation_id')
    .execute()
}

/** Takes an invitation that has not run out away; undefined when there is none. */
export async function takeInvitation(db: Queryable, invitationId: string): Promise<InvitationRecord | undefined> {
  return db
    .deleteFrom('invitations')
    .where('invitation_id', '=', invitationId)
    .where('expires_at', '>', NOW)
    .returningAll()
    .executeTakeFirst()
}

/** Forgets the invitations that have run out. */
export async function deleteExpiredInvitations(db: Queryable): Promise<void> {
  await db.deleteFrom('invitations').where('expires_at', '<=', NOW).execute()
}
