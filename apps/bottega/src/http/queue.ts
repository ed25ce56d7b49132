import { enqueue } from '../services/queue/enqueue.ts'
import {
  pauseProcessor,
  resumeProcessor,
  showBatchStatus,
  showCurrentItem,
  showDestinationCounts,
  showItem,
  showItemIds,
  showItemSummaries,
  showItems,
  showItemsByIds,
  showNextItem,
  showQueueStatus,
} from '../services/queue/queue.ts'
import {
  cancelBatches,
  cancelItem,
  cancelMany,
  clearQueue,
  deleteItem,
  deleteMany,
  pruneQueue,
  retryFailed,
} from '../services/queue/queue-acts.ts'
import type { Server } from '../services/server/server.ts'
import type { Handlers } from './handlers.ts'

const waiting = { kind: 'except_current' } as const

/** Answers the routes of the queue. */
export function createQueueHandlers(app: Server) {
  return {
    enqueueBatch: ({ body }, { actor }) => enqueue(app, actor, body),
    listQueueItems: ({ query }, { actor }) => showItems(app, actor, query.destination),
    listQueueItemIds: ({ query }, { actor }) => showItemIds(app, actor, query),
    getQueueItems: ({ body }, { actor }) => showItemsByIds(app, actor, body.item_ids),
    getQueueItemSummaries: ({ body }, { actor }) => showItemSummaries(app, actor, body.item_ids),
    resumeProcessor: () => resumeProcessor(app),
    pauseProcessor: (_input, { actor }) => pauseProcessor(app, actor),
    cancelAllExceptCurrent: async ({ query }, { actor }) => ({ canceled: await cancelMany(app, actor, waiting, query.scope) }),
    deleteAllExceptCurrent: async ({ query }, { actor }) => ({ deleted: await deleteMany(app, actor, waiting, query.scope) }),
    cancelBatches: async ({ body }, { actor }) => ({ canceled: await cancelBatches(app, actor, body.batch_ids) }),
    cancelDestination: async ({ query: { destination, scope } }, { actor }) => ({
      canceled: await cancelMany(app, actor, { kind: 'destination', destination }, scope),
    }),
    retryQueueItems: ({ body }, { actor }) => retryFailed(app, actor, body),
    clearQueue: async ({ query }, { actor }) => ({ deleted: await clearQueue(app, actor, query.scope) }),
    pruneQueue: async ({ query }, { actor }) => ({ deleted: await pruneQueue(app, actor, query.scope) }),
    getCurrentQueueItem: (_input, { actor }) => showCurrentItem(app, actor),
    getNextQueueItem: (_input, { actor }) => showNextItem(app, actor),
    getQueueStatus: (_input, { actor }) => showQueueStatus(app, actor),
    getBatchStatus: ({ params }, { actor }) => showBatchStatus(app, actor, params.batch_id),
    countByDestination: ({ query }, { actor }) => showDestinationCounts(app, actor, query.destination),
    getQueueItem: ({ params }, { actor }) => showItem(app, actor, params.item_id),
    deleteQueueItem: ({ params }, { actor }) => deleteItem(app, actor, params.item_id).then(() => null),
    cancelQueueItem: ({ params }, { actor }) => cancelItem(app, actor, params.item_id),
    deleteDestination: async ({ params: { destination }, query }, { actor }) => ({
      deleted: await deleteMany(app, actor, { kind: 'destination', destination }, query.scope),
    }),
  } satisfies Partial<Handlers>
}

/** Answers the routes of what workers keep to use it again: outputs of nodes, and models. */
export function createCacheHandlers({ sessions, settings }: Server) {
  const { cache } = sessions
  return {
    emptyModelCache: () => {
      sessions.closeModels()
      return null
    },
    clearInvocationCache: () => {
      cache.clear()
      return null
    },
    enableInvocationCache: () => {
      cache.enable(true)
      return null
    },
    disableInvocationCache: () => {
      cache.enable(false)
      return null
    },
    getInvocationCacheStatus: () => ({
      ...cache.counts,
      enabled: cache.isEnabled && settings.values.node_cache_size > 0,
      max_size: settings.values.node_cache_size,
    }),
  } satisfies Partial<Handlers>
}
