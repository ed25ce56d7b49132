import type { Client } from '@bottega/client'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { useReconnect, useServer, useServerEvent } from '../../shared/server/index.ts'
import { callSoon } from '../../shared/soon.ts'
import { useAccount } from '../../shared/studio.tsx'
import { callWhenSeen } from '../../shared/when-seen.ts'
import { useGalleryNews, useImageChanges } from '../images/index.ts'
import {
  changeItem,
  changeKnown,
  changeProgress,
  dropItems,
  forgetItems,
  isKnown,
  MOST_ENDED,
  useLiveItems,
} from './live-items.ts'
import { applyLoading, applyProgress } from './progress.ts'
import { patchCounts, patchEnqueued, type QueueState, queue, queueKeys, readSummaries } from './queries.ts'
import { applyResult, applySession, applySize, applyStatus, applySummary, hasEnded } from './tracked-item.ts'

/** Whose everything is in single-user mode. */
const EVERYBODY = 'system'
/** The most own items that are followed one by one; the page of the queue shows the others. */
const MOST_FOLLOWED = 200
const READ_AGAIN_MS = 1000
/** What was enqueued is wanted at once. */
const MEET_AGAIN_MS = 300

/** Keeps what is known of the queue and of the own items as the server tells it. Used once, by a component that is always there. */
export function useQueueLive(): void {
  const { client } = useServer()
  const queries = useQueryClient()
  const ownId = useAccount()?.user_id ?? EVERYBODY
  const reading = useMemo(() => createReading(client, queries), [client, queries])
  useEffect(() => {
    return () => {
      reading.stop()
      forgetItems()
    }
  }, [reading])

  // administrators hear of the items of others as well
  const isOwn = ({ user_id }: { readonly user_id: string }) => user_id === ownId

  useReconnect(() => reading.readAnew())
  useServerEvent('invocation_started', (event) => {
    if (isOwn(event)) changeKnown(event.item_id, (item) => applySize(item, event))
  })
  useServerEvent('invocation_progress', (event) => {
    if (!isOwn(event) || !isKnown(event.item_id)) return
    changeProgress(event.item_id, (progress) => applyProgress(progress, event))
    const { image } = event
    if (image) changeKnown(event.item_id, (item) => applySize(item, { invocation: { ...event.invocation, ...sizeOf(image) } }))
  })
  useServerEvent('invocation_complete', (event) => {
    if (isOwn(event)) changeKnown(event.item_id, (item) => applyResult(item, event))
  })
  useServerEvent('model_load_started', (event) => isOwn(event) && tellLoading(event, false))
  useServerEvent('model_load_complete', (event) => isOwn(event) && tellLoading(event, true))
  useServerEvent('queue_item_status_changed', (event) => {
    patchCounts(queries, event, ownId)
    if (isOwn(event)) {
      const isNew = !isKnown(event.item_id)
      // what was taken off the list does not come back to say that it has stopped
      if (!isNew || event.status !== 'canceled') changeItem(event.item_id, (item) => applyStatus(item, event))
      if (event.status === 'completed') void queries.invalidateQueries({ queryKey: queueKeys.newest })
      if (isNew && !hasEnded(event)) reading.readItemsSoon()
    }
    void queries.invalidateQueries({ queryKey: queueKeys.item(event.item_id) })
    reading.readPlacesSoon()
  })
  useServerEvent('batch_enqueued', (event) => {
    patchEnqueued(queries, event, ownId)
    if (isOwn(event)) reading.readItemsSoon()
    else reading.readPlacesSoon()
  })
  useServerEvent('queue_items_retried', (event) => {
    reading.readStatusSoon()
    if (event.user_ids.includes(ownId)) reading.readItemsSoon()
    else reading.readPlacesSoon()
  })
  useServerEvent('queue_items_canceled', (event) => {
    for (const id of event.canceled_item_ids_by_user[ownId] ?? []) {
      changeKnown(id, (item) => ({ ...item, status: 'canceled', heardAt: Date.now() }))
    }
    reading.readStatusSoon()
    reading.readPlacesSoon()
  })
  useServerEvent('queue_pause_changed', ({ paused_by, paused_at }) => {
    queries.setQueryData<QueueState>(
      queueKeys.status,
      (known) => known && { ...known, processor: { ...known.processor, paused_by, paused_at } },
    )
    reading.readStatusSoon()
    // why they wait is another reason now
    reading.readPlacesSoon()
  })
  useServerEvent('queue_cleared', ({ user_id }) => {
    if (user_id === null || user_id === ownId) dropItems((item) => !hasEnded(item))
    reading.readStatusSoon()
    reading.readPlacesSoon()
  })
  useGalleryNews(({ isOfImages, onlyAdded }) => {
    if (isOfImages && !onlyAdded) void queries.invalidateQueries({ queryKey: queueKeys.newest })
  })
  useImageChanges(({ kind, names }) => {
    if (kind === 'deleted') dropItems((item) => item.imageName !== undefined && names.includes(item.imageName))
    if (kind === 'deleted' || kind === 'restored') void queries.invalidateQueries({ queryKey: queueKeys.newest })
  })
}

/** What is read when an event tells that it is another now; many events at once are one reading. */
function createReading(client: Client, queries: QueryClient) {
  const places = callSoon(() => readItems(client, listOpen()), READ_AGAIN_MS)
  const items = callSoon(async () => readItems(client, [...(await findOpen(client)), ...listOpen()]), MEET_AGAIN_MS)
  const lists = callSoon(() => queries.invalidateQueries({ queryKey: queueKeys.lists }), READ_AGAIN_MS)
  const status = callSoon(() => queries.invalidateQueries({ queryKey: queueKeys.status }), READ_AGAIN_MS)
  const all = callWhenSeen(() => void queries.invalidateQueries({ queryKey: ['queue'] }))

  return {
    readStatusSoon: status.call,
    readItemsSoon() {
      items.call()
      lists.call()
    },
    readPlacesSoon() {
      if (listOpen().length > 0) places.call()
      lists.call()
    },
    /** After a connection: what was told before it went by unheard. The own items go on being followed while nobody looks. */
    readAnew() {
      all.call()
      items.call()
    },
    stop() {
      for (const soon of [places, items, lists, status, all]) soon.stop()
    },
  }
}

/** The own items that have not ended, as far as they are followed. */
function listOpen(): number[] {
  return Object.values(useLiveItems.getState().items)
    .filter((item) => !hasEnded(item))
    .map(({ id }) => id)
}

async function findOpen(client: Client): Promise<number[]> {
  const query = { own: true, status: ['pending' as const, 'in_progress' as const, 'waiting' as const], order_dir: 'ASC' as const }
  const { item_ids } = await client.listQueueItemIds({ params: queue, query })
  return item_ids.slice(0, MOST_FOLLOWED)
}

/** Reads items, and what those made that have ended unheard. Those that are gone are forgotten. */
async function readItems(client: Client, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const askedAt = Date.now()
  const wanted = [...new Set(ids)]
  const summaries = await readSummaries(client, wanted)
  const { items } = useLiveItems.getState()
  const unheard = summaries
    .filter((summary) => hasEnded(summary) && items[summary.item_id] && !hasEnded(items[summary.item_id]!))
    .slice(-MOST_ENDED)
  const later = new Set(unheard.map(({ item_id }) => item_id))
  for (const summary of summaries) {
    if (!later.has(summary.item_id)) changeItem(summary.item_id, (item) => applySummary(item, summary, askedAt))
  }
  // one that cannot be read now stays open here, and is looked at with the others again
  await Promise.allSettled([...later].map((id) => readEnd(client, id)))
  const found = new Set(summaries.map(({ item_id }) => item_id))
  dropItems(({ id, heardAt }) => wanted.includes(id) && !found.has(id) && heardAt < askedAt)
}

async function readEnd(client: Client, id: number): Promise<void> {
  const ended = await client.getQueueItem({ params: { ...queue, item_id: id } })
  changeItem(id, (item) => ({ ...applySession(item, ended), heardAt: Date.now() }))
}

function tellLoading(event: Parameters<typeof applyLoading>[1], isLoaded: boolean): void {
  // a load does not say for which item it is
  for (const { id, status } of Object.values(useLiveItems.getState().items)) {
    if (status === 'in_progress') changeProgress(id, (progress) => applyLoading(progress, event, isLoaded))
  }
}

const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }) => ({ width, height })
