import { sql } from 'kysely'
import type { Queryable } from '../data/database.ts'
import { asJsonBytes } from '../data/json.ts'
import { type Readers, readRows } from '../data/readers.ts'
import { hasStatus, IS_PENDING } from './has-status.ts'

/**
 * Names of intermediate images without a star that were made before a moment and that nobody uses any more: no item that waits or
 * runs, no workflow, and nothing that a page has put down, such as the layers of a canvas. Asked of the readers, since all of these
 * are looked through.
 *
 * @param before  as times are stored
 */
export async function listExpiredIntermediates(
  { db, readers }: { readonly db: Queryable; readonly readers: Readers },
  before: string,
  limit: number,
): Promise<string[]> {
  const query = sql`
    with active as materialized (
      select batch_id, field_values from queue_items where ${IS_PENDING}
      union all select batch_id, field_values from queue_items where ${hasStatus('in_progress', 'waiting')}
    ), texts as (
      select graph as json from batches where batch_id in (select batch_id from active)
      union all select field_values from active where field_values is not null
      union all select workflow from workflows
      union all select value from client_state where json_valid(value)
    ), used as materialized (
      select entry.value as image_name from texts, json_tree(texts.json) as entry
      where entry.key = 'image_name' and entry.type = 'text'
    )
    select image_name from images
    where shelf in ('intermediate_images', 'intermediate_assets') and starred = 0 and created_at < ${before}
      and image_name not in (select image_name from used)
    limit ${limit}`
  const list = db.selectNoFrom(asJsonBytes(sql`(select json_group_array(image_name) from (${query}))`))
  return readRows<string[]>(readers, list, 'heavy')
}
