import { SYSTEM_USER_ID } from '@bottega/contracts'
import { sql } from 'kysely'
import { compose } from '../compose.ts'
import { asJsonBytes, jsonOfRow } from '../json.ts'
import { type Readers, readRows } from '../readers.ts'
import type { Row } from '../tables.ts'
import { NOW } from '../time.ts'

/** An account with what it has and does. */
export interface AccountUseRecord extends Omit<Row<'users'>, 'password_hash' | 'email_folded'> {
  readonly image_count: number
  readonly board_count: number
  readonly storage_bytes: number
  readonly session_count: number
  readonly api_key_count: number
  readonly pending_count: number
}

/** All accounts of people with what they have and do, newest first. Sizes are summed up from an index. */
export function listAccountUse(readers: Readers): Promise<readonly AccountUseRecord[]> {
  const rows = compose
    .selectFrom('users')
    .select(['user_id', 'email', 'display_name', 'is_admin', 'is_active', 'created_at', 'updated_at', 'last_login_at'])
    .select([
      sql<number>`(
        select coalesce(sum(images), 0) from image_counts
        where image_counts.user_id = users.user_id and shelf in ('images', 'assets')
      )`.as('image_count'),
      sql<number>`(select count(*) from boards where boards.user_id = users.user_id)`.as('board_count'),
      sql<number>`(
        select coalesce(sum(size_bytes), 0) from images
        where images.user_id = users.user_id and size_bytes is not null
      )`.as('storage_bytes'),
      sql<number>`(
        select count(*) from user_sessions where user_sessions.user_id = users.user_id and expires_at > ${NOW}
      )`.as('session_count'),
      sql<number>`(
        select count(*) from api_keys
        where api_keys.user_id = users.user_id and (expires_at is null or expires_at > ${NOW})
      )`.as('api_key_count'),
      sql<number>`(
        select coalesce(sum(pending), 0) from queue_users where queue_users.user_id = users.user_id
      )`.as('pending_count'),
    ])
    .where('user_id', '<>', SYSTEM_USER_ID)
  const list = sql`json_group_array(${jsonOfRow(rows)} order by created_at desc, user_id)`
  return readRows(readers, compose.selectFrom(rows.as('accounts')).select(asJsonBytes(list)), 'heavy')
}
