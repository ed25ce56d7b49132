import { sql } from 'kysely'
import type { Queryable } from '../database.ts'

/** When the newest of the rows was made that tell of their time; null where there are none. */
export async function findNewestTime(db: Queryable): Promise<string | null> {
  const { rows } = await sql<{ newest: string | null }>`
    select max(newest) as newest from (
      select max(created_at) as newest from audit_entries
      union all select max(created_at) from user_sessions
      union all select created_at from (select created_at from queue_items order by item_id desc limit 1)
      union all select created_at from (select created_at from images order by id desc limit 1)
    )`.execute(db)
  return rows[0]?.newest ?? null
}
