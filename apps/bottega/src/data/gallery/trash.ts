import { sql } from 'kysely'
import { compose } from '../compose.ts'
import { asJsonBytes, jsonOfRow } from '../json.ts'
import { type Readers, readRows } from '../readers.ts'
import { isInScope, type OwnerScope } from '../scope.ts'
import type { ImagePage } from './gallery.ts'
import { selectImageRecords } from './image-record.ts'

/** A page of the trash: the images that the user owns, whoever deleted them, or everybody's; the last deleted first. */
export function listTrash(
  readers: Readers,
  scope: OwnerScope,
  viewerId: string,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<ImagePage> {
  const trashed = selectImageRecords(compose, viewerId).where('images.deleted_at', 'is not', null)
  const all = compose
    .selectFrom('image_counts')
    .select(sql<number>`coalesce(sum(images), 0)`.as('total'))
    .where('shelf', '=', 'trash')
  const never = () => sql`false`
  const isPart = isInScope(scope, 'images.user_id', never)
  const isCounted = isInScope(scope, 'user_id', never)
  const ofOwner = isPart === undefined ? trashed : trashed.where(isPart)
  // each of the two has its index
  const page = (scope.kind === 'owner' ? ofOwner : ofOwner.where('images.shelf', '=', 'trash'))
    .orderBy('images.deleted_at', 'desc')
    .orderBy('images.image_name', 'desc')
    .limit(limit)
    .offset(offset)
  const total = isCounted === undefined ? all : all.where(isCounted)
  const items = sql`(select json_group_array(${jsonOfRow(page)} order by deleted_at desc, image_name desc) from ${page})`
  const answer = sql`json_object('items', json(${items}), 'total', ${total})`
  return readRows(readers, compose.selectNoFrom(asJsonBytes(answer)))
}
