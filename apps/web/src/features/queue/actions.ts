import { IconClearAll, IconHandStop, IconPlayerPause, IconPlayerPlay, IconRefresh, IconTrash, IconX } from '@tabler/icons-react'
import { defineAction } from '../../shared/actions/index.ts'
import type { Studio } from '../../shared/studio.tsx'
import { dropItems } from './live-items.ts'
import { type QueueState, queue, queueKeys } from './queries.ts'
import { hasEnded } from './tracked-item.ts'

/** Items by their ids. */
export type Ids = readonly number[]

/** Cancels items that wait or run. */
export const cancelAction = defineAction<Ids>({
  id: 'queue.cancel',
  label: 'queue:cancelJob',
  icon: IconX,
  scope: 'everywhere',
  hotkey: 'Shift+X',
  hinder: (ids) => (ids.length === 0 ? 'queue:nothingToCancel' : undefined),
  run: (ids, { server }) => cancelEach(ids, server.client),
})

/** Cancels what waits and runs of a batch, however much that is. */
export const cancelBatchAction = defineAction<string>({
  id: 'queue.cancelBatch',
  label: 'queue:cancelBatch',
  icon: IconX,
  scope: 'queue',
  run: (batchId, { server }) => server.client.cancelBatches({ params: queue, body: { batch_ids: [batchId] } }),
})

/** Cancels all that one has in the queue. */
export const cancelMineAction = defineAction<void>({
  id: 'queue.cancelMine',
  label: 'queue:cancelMine',
  icon: IconHandStop,
  scope: 'everywhere',
  hotkey: 'Mod+Shift+X',
  isDestructive: true,
  hinder: (_, { server }) => {
    const known = server.queries.getQueryData<QueueState>(queueKeys.status)?.queue
    const mine = known && (known.user_pending ?? 0) + (known.user_in_progress ?? 0)
    return mine === 0 ? 'queue:nothingToCancel' : undefined
  },
  async run(_, { server: { client } }) {
    await client.cancelAllExceptCurrent({ params: queue, query: {} })
    const query = { own: true, status: ['in_progress' as const, 'waiting' as const], order_dir: 'ASC' as const }
    const { item_ids } = await client.listQueueItemIds({ params: queue, query })
    await cancelEach(item_ids, client)
  },
})

/** Has failed and canceled items made again. */
export const retryAction = defineAction<Ids>({
  id: 'queue.retry',
  label: 'queue:retry',
  icon: IconRefresh,
  scope: 'queue',
  hinder: (ids) => (ids.length === 0 ? 'queue:nothingToRetry' : undefined),
  async run(ids, { server }) {
    await server.client.retryQueueItems({ params: queue, body: [...ids] })
    dropItems(({ id }) => ids.includes(id))
  },
})

/** Takes the own items that have ended off the list. */
export const pruneAction = defineAction<void>({
  id: 'queue.prune',
  label: 'queue:prune',
  icon: IconClearAll,
  scope: 'queue',
  async run(_, studio) {
    await studio.server.client.pruneQueue({ params: queue, query: {} })
    dropItems(hasEnded)
    await readAnew(studio)
  },
})

/** Cancels all that one has in the queue, and takes it off the list. */
export const clearAction = defineAction<void>({
  id: 'queue.clear',
  label: 'queue:clear',
  icon: IconTrash,
  scope: 'queue',
  isDestructive: true,
  async run(_, studio) {
    await studio.server.client.clearQueue({ params: queue, query: {} })
    dropItems(() => true)
    await readAnew(studio)
  },
})

/** Lets nothing else start. */
export const pauseAction = defineAction<void>({
  id: 'queue.pause',
  label: 'queue:pause',
  icon: IconPlayerPause,
  scope: 'queue',
  hinder: (_, studio) => hinderPausing(studio) ?? (isPaused(studio) ? 'queue:isPaused' : undefined),
  async run(_, studio) {
    patchProcessor(studio, await studio.server.client.pauseProcessor({ params: queue }))
    await readAnew(studio)
  },
})

/** Lets items start again. */
export const resumeAction = defineAction<void>({
  id: 'queue.resume',
  label: 'queue:resume',
  icon: IconPlayerPlay,
  scope: 'queue',
  hinder: (_, studio) => hinderPausing(studio) ?? (isPaused(studio) ? undefined : 'queue:isNotPaused'),
  async run(_, studio) {
    patchProcessor(studio, await studio.server.client.resumeProcessor({ params: queue }))
    await readAnew(studio)
  },
})

/** What can be done on the page of the queue. */
export const queueActions = [pruneAction, pauseAction, resumeAction]

async function cancelEach(ids: Ids, client: Studio['server']['client']): Promise<void> {
  await Promise.all(ids.map((item_id) => client.cancelQueueItem({ params: { ...queue, item_id } })))
}

function hinderPausing({ isAdmin }: Studio) {
  return isAdmin ? undefined : ('queue:onlyAdministratorsPause' as const)
}

function isPaused({ server }: Studio): boolean {
  return server.queries.getQueryData<QueueState>(queueKeys.status)?.processor.paused_at != null
}

function patchProcessor({ server }: Studio, processor: QueueState['processor']): void {
  server.queries.setQueryData<QueueState>(queueKeys.status, (known) => known && { ...known, processor })
}

async function readAnew({ server }: Studio): Promise<void> {
  await server.queries.invalidateQueries({ queryKey: ['queue'] })
}
