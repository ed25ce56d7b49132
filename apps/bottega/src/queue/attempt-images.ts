import type { Tx } from '../data/database.ts'
import { hasStatus } from './has-status.ts'

/** An image that the present attempt at an item has made; those of earlier attempts are gone. */
export interface AttemptImage {
  readonly item_id: number
  readonly image_name: string
}

/** The images of all attempts that are in progress. Those of an attempt that is made once more have to go, else they were there twice. */
export async function findAttemptImages(tx: Tx<never>, queueId: string): Promise<AttemptImage[]> {
  return (
    tx
      .selectFrom('queue_items')
      .innerJoin('images', (join) =>
        join.onRef('images.session_id', '=', 'queue_items.session_id').onRef('images.user_id', '=', 'queue_items.user_id'),
      )
      .select(['item_id', 'image_name'])
      .where('queue_items.queue_id', '=', queueId)
      .where(hasStatus('in_progress'))
      .where('image_origin', '=', 'internal')
      // of an item that has waited for a workflow, what it made before stays
      .where((eb) =>
        eb.or([
          eb('images.created_at', '>=', eb.ref('queue_items.started_at')),
          eb.not(eb.exists(eb.selectFrom('workflow_calls').select('depth').whereRef('parent_item_id', '=', 'item_id'))),
        ]),
      )
      .execute()
  )
}
