import { sql } from 'kysely'
import { compose } from '../compose.ts'
import { asJsonBytes, jsonOfRow } from '../json.ts'
import { type Readers, readRows } from '../readers.ts'
import type { ImagePage } from './gallery.ts'
import { selectImageRecords } from './image-record.ts'

/** A page of the trash: the images that the user owns, whoever deleted them, the last deleted first. */
export function listTrash(
  readers: Readers,
  userId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ImagePage> {
  const page = selectImageRecords(compose, userId)
    .where('images.user_id', '=', userId)
    .where('images.deleted_at', 'is not', null)
    .orderBy('images.deleted_at', 'desc')
    .orderBy('images.image_name', 'desc')
    .limit(limit)
    .offset(offset)
  const total = compose
    .selectFrom('image_counts')
    .select(sql<number>`coalesce(sum(images), 0)`.as('total'))
    .where('user_id', '=', userId)
    .where('shelf', '=', 'trash')
  const items = sql`(select json_group_array(${jsonOfRow(page)} order by deleted_at desc, image_name desc) from ${page})`
  const answer = sql`json_object('items', json(${items}), 'total', ${total})`
  return readRows(readers, compose.selectNoFrom(asJsonBytes(answer)))
}
