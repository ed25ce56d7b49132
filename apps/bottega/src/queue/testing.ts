import { randomUUID } from 'node:crypto'
import { type Db, type Tx, transaction } from '../data/database.ts'
import { type ClaimedItem, claimNext, type QueueMode } from './claim.ts'
import { type EnqueuedBatch, enqueueBatch, type NewBatch } from './enqueue.ts'
import type { QueueLimits } from './limits.ts'

/*
 * Short ways to fill and empty a queue, for tests.
 */

/** As much as anybody wants. */
const NO_LIMITS: QueueLimits = { maxPending: 1_000_000, maxPendingPerUser: null }

/** A batch that says nothing in particular. */
function makeBatch(batch: Partial<NewBatch> = {}): NewBatch {
  return {
    queueId: 'default',
    userId: 'ann',
    origin: null,
    destination: null,
    graph: '{"id":"g","nodes":{},"edges":[]}',
    workflow: null,
    count: 1,
    fieldValuesAt: () => null,
    prepend: false,
    ...batch,
  }
}

/** Enqueues it. */
export function enqueue<Event>(db: Db<Event>, batch: Partial<NewBatch> = {}, limits = NO_LIMITS): Promise<EnqueuedBatch> {
  return transaction(db, (tx) => enqueueBatch(asQuiet(tx), makeBatch(batch), limits))
}

/** Takes the next item. */
export function claim<Event>(
  db: Db<Event>,
  mode: QueueMode = 'round_robin',
  modelKeys: readonly string[] = [],
): Promise<ClaimedItem | undefined> {
  return transaction(db, (tx) =>
    claimNext(asQuiet(tx), { queueId: 'default', mode, device: 'cpu', modelKeys, token: randomUUID() }),
  )
}

// statements of the queue emit nothing
const asQuiet = (tx: Tx<unknown>) => tx as Tx<never>
