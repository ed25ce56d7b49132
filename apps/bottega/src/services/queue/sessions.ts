import { randomUUID } from 'node:crypto'
import { DEFAULT_QUEUE_ID } from '@bottega/contracts'
import { EngineError } from '@bottega/engine'
import { type Tx, transaction } from '../../data/database.ts'
import { purgeImages } from '../../data/repositories/images.ts'
import { type AttemptImage, findAttemptImages } from '../../queue/attempt-images.ts'
import { cancelItems } from '../../queue/cancel.ts'
import { type ClaimedItem, claimNext } from '../../queue/claim.ts'
import { endItem, type ItemEnd, type ItemError, keepSession } from '../../queue/end.ts'
import { pruneHistory, removeItems } from '../../queue/remove.ts'
import { returnDeadItem, returnLostItems, returnStoppedItem } from '../../queue/return.ts'
import { findResumption, listWaitingRoots, type Resumption } from '../../queue/workflow-call.ts'
import { WorkerError } from '../../worker/errors.ts'
import type { WorkerHost } from '../../worker/host.ts'
import { type CacheCounts, NodeRefusal, type SessionResult } from '../../worker/session-port.ts'
import type { App, ServerEvent } from '../app.ts'
import { finishRemovals } from '../images/image-removal.ts'
import { describeForLog } from '../log/log.ts'
import { withLogContext } from '../log/log-context.ts'
import { noteError, settleCall } from './called-items.ts'
import { emitStatusChange } from './queue-events.ts'
import type { Sessions } from './session-control.ts'
import { createSessionTeller, type SessionTeller } from './session-events.ts'
import { createSessionHost } from './session-host.ts'
import { findSessionOwner } from './session-owner.ts'
import { createStoreRetries, isPassing } from './store-retries.ts'
import { startCall } from './workflow-calls.ts'

type Deps = Pick<App, 'db' | 'events' | 'images' | 'log' | 'root' | 'settings'>

/** A worker and what it works on. */
export interface SessionWorker {
  /** `cpu`, `cuda:0`. */
  readonly device: string
  readonly host: Pick<WorkerHost, 'run' | 'clearCache' | 'closeModels' | 'close'>
}

interface Slot extends SessionWorker {
  isBusy: boolean
  counts: CacheCounts
  /** Of the models that its process has loaded, as far as known. */
  modelKeys: readonly string[]
}

interface ItemToRun extends ClaimedItem {
  /** From where it goes on, when it has waited. */
  readonly resumption: Resumption | undefined
}

const NO_COUNTS: CacheCounts = { size: 0, hits: 0, misses: 0 }

/** The dispatcher between queue and workers. Nothing is polled: it looks at the queue when it is woken and when a worker is done. */
export function createSessions(deps: Deps, workers: readonly SessionWorker[]): Sessions {
  const { db, log } = deps
  const slots: Slot[] = workers.map((worker) => ({ ...worker, isBusy: false, counts: NO_COUNTS, modelKeys: [] }))
  const running = new Map<number, AbortController>()
  /** What has to end before the dispatcher has: loops of workers, ends of items that wait for the store. */
  const unfinished = new Set<Promise<void>>()
  const retries = createStoreRetries(deps)
  let state: 'waiting' | 'started' | 'stopped' = 'waiting'
  let wakes = 0
  let isCacheEnabled = true

  /** Takes one item after the other until there is none. */
  async function work(slot: Slot): Promise<void> {
    let seen: number
    do {
      seen = wakes
      while (state === 'started') {
        const item = await take(slot).catch((fault) =>
          retries.after(fault, 'What is taken from the queue', async () => (state === 'started' ? take(slot) : undefined)),
        )
        if (item === undefined) break
        await withLogContext({ session: item.session_id }, () => runItem(slot, item))
      }
      // what was enqueued while one looked is not overlooked
    } while (state === 'started' && seen !== wakes)
  }

  function wake(): void {
    wakes++
    if (state !== 'started') return
    for (const slot of slots) {
      if (slot.isBusy) continue
      slot.isBusy = true
      finish(
        work(slot)
          .catch((error) => log.write('error', `Taking from the queue failed: ${describeForLog(error)}`))
          .finally(() => {
            slot.isBusy = false
          }),
      )
    }
  }

  /** @param work  does not reject */
  function finish(work: Promise<void>): void {
    unfinished.add(work)
    void work.then(() => unfinished.delete(work))
  }

  async function take({ device, modelKeys }: Slot): Promise<ItemToRun | undefined> {
    const mode = deps.settings.values.session_queue_mode
    for (;;) {
      const token = randomUUID()
      let claimed: ClaimedItem | undefined
      try {
        const taken = await transaction(db, async (tx) => {
          const item = await claimNext(tx, { queueId: DEFAULT_QUEUE_ID, mode, device, modelKeys, token })
          if (item === undefined) return undefined
          claimed = item
          const hasOwner = (await findSessionOwner({ db: tx, settings: deps.settings }, item.user_id)) !== undefined
          const what = { kind: 'item', itemId: item.item_id } as const
          // a cancel may come right after the commit
          if (hasOwner) running.set(item.item_id, new AbortController())
          const { running: stopped, others } = hasOwner
            ? { running: [], others: [] }
            : await cancelItems(tx, { queueId: item.queue_id, what })
          const changed = new Set([item, ...stopped, ...others].map(({ item_id }) => item_id))
          for (const itemId of changed) await emitStatusChange(tx, item.queue_id, itemId)
          return { item: { ...item, resumption: await findResumption(tx, item.item_id) }, hasOwner, stopped }
        })
        interrupt((taken?.stopped ?? []).map(({ item_id }) => item_id))
        if (taken === undefined || taken.hasOwner) return taken?.item
      } catch (error) {
        // it was not taken after all
        if (claimed !== undefined) running.delete(claimed.item_id)
        throw error
      }
    }
  }

  async function runItem(slot: Slot, item: ItemToRun): Promise<void> {
    const { device, host: worker } = slot
    const teller = createSessionTeller(deps.events, item, device)
    const signal = running.get(item.item_id)?.signal ?? AbortSignal.abort()
    try {
      const result = await worker.run(
        {
          sessionId: item.session_id,
          userId: item.user_id,
          graph: item.graph,
          fieldValues: item.field_values,
          workflow: item.workflow,
          cache: { isEnabled: isCacheEnabled, maxSize: deps.settings.values.node_cache_size },
          resumption: item.resumption === undefined ? null : { ...item.resumption, things: [...item.resumption.things] },
          isCalled: item.workflow_call_id !== null,
        },
        {
          signal,
          host: createSessionHost(deps, item),
          onReport: (report) => teller.take(report),
        },
      )
      slot.counts = result.cache
      slot.modelKeys = result.modelKeys
      await storeEnd(item, () => storeResult(item, result, teller))
    } catch (error) {
      // a process that ended has nothing loaded
      slot.modelKeys = []
      await storeEnd(item, giveUp(item, error))
    } finally {
      running.delete(item.item_id)
    }
  }

  /** Stores how an attempt ended, or sees to it that it is stored later while the worker goes on. Does not throw. */
  async function storeEnd(item: ClaimedItem, store: () => Promise<unknown>): Promise<void> {
    const what = `The end of item ${item.item_id}`
    try {
      await store()
    } catch (fault) {
      const later = isPassing(fault) ? retries.after(fault, what, store) : fail(item, fault)()
      // it may be in the queue again
      finish(later.then(wake).catch((error) => log.write('error', `${what} is not stored: ${describeForLog(error)}`)))
    }
  }

  /** Stores what a session came to, or that it waits for a workflow, or why it cannot. */
  async function storeResult(item: ClaimedItem, result: SessionResult, teller: SessionTeller): Promise<void> {
    const { suspension, outcome, session, error, returned } = result
    if (outcome !== 'suspended') {
      if (await close(item, { status: outcome, session, ...(error && { error }), ...(returned && { returned }) }))
        teller.tellFailure()
      return
    }
    if (suspension === undefined) throw new Error('a suspended session says how it goes on')
    // loaded for the nodes of the first graph that was enqueued
    const { CATALOGUE } = await import('@bottega/nodes')
    try {
      await transaction(db, async (tx) => {
        const waits = await startCall(tx, { settings: deps.settings, catalogue: CATALOGUE }, item, session, suspension)
        if (!waits) await keepSession(tx, item.item_id, session)
      })
      wake()
    } catch (refusal) {
      if (!(refusal instanceof NodeRefusal)) throw refusal
      const failure = describeRefusal(refusal, suspension.call.sourceId)
      teller.take({ kind: 'failed', error: failure })
      const end = { status: 'failed', error: failure, session: noteError(session, suspension.call.nodeId, failure) } as const
      if (await close(item, end)) teller.tellFailure()
    }
  }

  /** Closes an item; false when it was over before, and then what its session came to is kept all the same. */
  async function close(item: ClaimedItem, end: ItemEnd): Promise<boolean> {
    const { isEnded, canceled } = await transaction(db, async (tx) => {
      const isEnded = await endItem(tx, item, end)
      if (isEnded) await emitStatusChange(tx, item.queue_id, item.item_id)
      else if (end.session !== undefined) await keepSession(tx, item.item_id, end.session)
      const isAwaited = isEnded && item.workflow_call_id !== null
      return { isEnded, canceled: isAwaited ? await settleCall(tx, item.queue_id, item.item_id) : [] }
    })
    interrupt(canceled)
    // who waited for it may go on
    if (item.workflow_call_id !== null) wake()
    return isEnded
  }

  function interrupt(itemIds: Iterable<number>): void {
    for (const itemId of itemIds) running.get(itemId)?.abort()
  }

  /** What is to be stored of an attempt that the server could not carry out. */
  function fail(item: ClaimedItem, error: unknown): () => Promise<unknown> {
    log.write('error', `Item ${item.item_id} failed: ${describeForLog(error)}`)
    const message = 'The server could not run it. Its log says why.'
    return () => close(item, { status: 'failed', error: { type: 'ServerError', message, traceback: '' } })
  }

  /** What is to be stored of an attempt whose worker came to no end. */
  function giveUp(item: ClaimedItem, error: unknown): () => Promise<unknown> {
    // it was canceled, and its worker had to be killed
    if (error instanceof EngineError && error.code === 'canceled') return async () => {}
    if (!(error instanceof WorkerError) || error.code === 'worker_failed') return fail(item, error)
    const why = `The worker process ${error.ending} while it ran`
    if (error.code === 'worker_died') log.write('warning', `Item ${item.item_id}: ${why}`)
    return async () => {
      const canceled = await transaction(db, async (tx) => {
        const images = await findAttemptImages(tx, item.queue_id)
        const status = error.code === 'worker_closed' ? await returnStoppedItem(tx, item) : await returnDeadItem(tx, item, why)
        if (status === 'pending') await purgeImages(tx, namesOf(images, [item]))
        if (status !== undefined) await emitStatusChange(tx, item.queue_id, item.item_id)
        return status === 'failed' ? settleCall(tx, item.queue_id, item.item_id) : []
      })
      interrupt(canceled)
      await finishRemovals(deps)
    }
  }

  return {
    async start() {
      const { clear_queue_on_startup, max_queue_history } = deps.settings.values
      const lost = await transaction(db, async (tx) => {
        // before what ran goes back: whole chains of calls end
        const canceled = await cancelWaitingChains(tx)
        const images = await findAttemptImages(tx, DEFAULT_QUEUE_ID)
        const { returned, failed } = await returnLostItems(tx, DEFAULT_QUEUE_ID)
        await purgeImages(tx, namesOf(images, returned))
        if (clear_queue_on_startup) await removeItems(tx, { queueId: DEFAULT_QUEUE_ID, what: { kind: 'all' } })
        else if (max_queue_history !== null) await pruneHistory(tx, DEFAULT_QUEUE_ID, max_queue_history)
        return { returned: returned.length, failed: failed.length, canceled }
      })
      if (lost.returned + lost.failed + lost.canceled > 0) {
        log.write(
          'warning',
          `The last server was cut off: items that ran then and run again ${lost.returned}, given up ${lost.failed}, ` +
            `canceled with workflows that they called ${lost.canceled}`,
        )
      }
      await finishRemovals(deps)
      state = 'started'
      wake()
    },
    wake,
    interrupt,
    async stop() {
      state = 'stopped'
      await Promise.all(slots.map((slot) => slot.host.close()))
      retries.stop()
      while (unfinished.size > 0) await Promise.all(unfinished)
    },
    closeModels() {
      for (const slot of slots) {
        slot.host.closeModels()
        slot.modelKeys = []
      }
    },
    workerCount: slots.length,
    get isStarted() {
      return state === 'started'
    },
    get isProcessing() {
      return running.size > 0
    },
    cache: {
      get isEnabled() {
        return isCacheEnabled
      },
      get counts() {
        return slots.map((slot) => slot.counts).reduce(addCounts, NO_COUNTS)
      },
      enable(isEnabled) {
        isCacheEnabled = isEnabled
      },
      clear() {
        for (const slot of slots) {
          slot.host.clearCache()
          slot.counts = NO_COUNTS
        }
      },
    },
  }
}

function namesOf(images: readonly AttemptImage[], items: readonly { readonly item_id: number }[]): string[] {
  const itemIds = new Set(items.map(({ item_id }) => item_id))
  return images.filter(({ item_id }) => itemIds.has(item_id)).map(({ image_name }) => image_name)
}

/** At a start: ends all chains of calls in which something waits. */
async function cancelWaitingChains(tx: Tx<ServerEvent>): Promise<number> {
  let count = 0
  for (const itemId of await listWaitingRoots(tx, DEFAULT_QUEUE_ID)) {
    const { running, others } = await cancelItems(tx, { queueId: DEFAULT_QUEUE_ID, what: { kind: 'item', itemId } })
    count += running.length + others.length
  }
  return count
}

function describeRefusal({ type, message }: NodeRefusal, sourceId: string): ItemError {
  return { type, message, traceback: `${type}: ${message}\n  in node ${sourceId} (call_saved_workflow)` }
}

function addCounts(a: CacheCounts, b: CacheCounts): CacheCounts {
  return { size: a.size + b.size, hits: a.hits + b.hits, misses: a.misses + b.misses }
}
