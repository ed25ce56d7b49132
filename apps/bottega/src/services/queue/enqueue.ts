import { randomUUID } from 'node:crypto'
import { type Actor, AppError, DEFAULT_QUEUE_ID, type EnqueueRequest, type EnqueueResult } from '@bottega/contracts'
import { type Batch, type Catalogue, countSessions, GraphError, parseBatch, substitutionsAt } from '@bottega/graph'
import { transaction } from '../../data/database.ts'
import { serverEvent } from '../../events/server-event.ts'
import { enqueueBatch, type NewBatch } from '../../queue/enqueue.ts'
import type { App } from '../app.ts'
import { checkReferences, refuseNodes } from './check-batch.ts'
import { readLimits } from './queue-limits.ts'
import type { Sessions } from './session-control.ts'

/** What an enqueue takes. */
export type Enqueuing = Pick<App, 'db' | 'settings'> & { readonly sessions: Pick<Sessions, 'wake'> }

/**
 * Enqueues a batch, all of it or nothing: its graph is checked first, then the things that it names, then the limits.
 *
 * @throws AppError `graph_invalid`, `batch_invalid`, `queue_full`, and what `checkThings` throws
 */
export async function enqueue(deps: Enqueuing, actor: Actor, { batch: sent, prepend }: EnqueueRequest): Promise<EnqueueResult> {
  // nodes, loaded by the first enqueue
  const { CATALOGUE } = await import('@bottega/nodes')
  const batch = parse(sent, CATALOGUE)
  refuseNodes(batch, deps.settings.values)
  await checkReferences(deps, actor, batch, CATALOGUE)

  const { origin = null, destination = null, workflow } = sent
  const count = countSessions(batch)
  const isVaried = batch.data.length > 0
  const newBatch: NewBatch = {
    queueId: DEFAULT_QUEUE_ID,
    userId: actor.userId,
    origin,
    destination,
    graph: JSON.stringify(batch.graph),
    workflow: workflow == null ? null : JSON.stringify(workflow),
    count,
    fieldValuesAt: (index) => (isVaried ? substitutionsAt(batch, index) : null),
    prepend,
  }
  const { batchId, itemIds, priority } = await transaction(deps.db, async (tx) => {
    const enqueued = await enqueueBatch(tx, newBatch, readLimits(deps.settings.values))
    const numbers = { enqueued: count, requested: count, priority: enqueued.priority }
    const about = { queue_id: DEFAULT_QUEUE_ID, batch_id: enqueued.batchId, origin, user_id: actor.userId }
    tx.emit(serverEvent('batch_enqueued', { ...about, ...numbers }))
    return enqueued
  })
  if (count > 0) deps.sessions.wake()
  return {
    queue_id: DEFAULT_QUEUE_ID,
    enqueued: count,
    requested: count,
    batch: { ...sent, batch_id: batchId },
    priority,
    item_ids: [...itemIds],
  }
}

function parse({ graph, data, runs }: EnqueueRequest['batch'], catalogue: Catalogue): Batch {
  try {
    return parseBatch({ graph, data, ...(runs !== undefined && { runs }) }, { catalogue, newId: () => randomUUID() })
  } catch (error) {
    if (!(error instanceof GraphError)) throw error
    throw new AppError(
      error.code === 'batch_invalid' ? 'batch_invalid' : 'graph_invalid',
      { reason: error.message },
      { cause: error },
    )
  }
}
