import type { EventPayload } from '@bottega/contracts'
import { element } from '../../shared/element.ts'
import type { Notices } from '../../shared/notices.ts'
import type { Server } from '../../shared/server.ts'
import { createStage } from './stage.ts'
import {
  applyProgress,
  applyResult,
  applySession,
  applyStatus,
  applySummary,
  hasEnded,
  meetItem,
  type TrackedItem,
} from './tracked-item.ts'
import { createWaitingList } from './waiting-list.ts'
import './queue.css'

/** What is being made and what waits. */
export interface QueuePanel {
  readonly element: HTMLElement
  /** Follows new items. */
  follow(itemIds: readonly number[]): void
  /** Reads anew how the queue is. */
  refresh(): Promise<void>
}

const params = { queue_id: 'default' }
/** The newest items that are looked through for some that have not ended. */
const LOOKED_THROUGH = 100
const READ_AGAIN_MS = 100

/** Whose items the panel follows, and what it does when one of their pictures was made. */
export interface QueuePanelOptions {
  readonly userId: string
  onPicture(): unknown
}

/** Makes the panel. */
export function createQueuePanel(
  { client, events }: Server,
  notices: Notices,
  { userId, onPicture }: QueuePanelOptions,
): QueuePanel {
  // administrators hear of the items of others as well
  const isOwn = ({ user_id }: { readonly user_id: string }) => user_id === userId
  const items = new Map<number, TrackedItem>()
  let onStage: number | undefined
  let pendingTotal = 0
  let willRead = false
  const cancel = (item_id: number) => notices.attempt(() => client.cancelQueueItem({ params: { ...params, item_id } }))
  const stage = createStage({ onCancel: cancel })
  const waiting = createWaitingList({ onCancel: cancel })

  function change(id: number, apply: (item: TrackedItem) => TrackedItem): void {
    const item = apply(items.get(id) ?? meetItem(id))
    items.set(id, item)
    const current = onStage === undefined ? undefined : items.get(onStage)
    if (item.status === 'in_progress' || current === undefined || (hasEnded(current) && item.status === 'failed')) {
      if (item.status !== 'pending' && item.status !== 'waiting') onStage = id
    }
    show()
  }

  function show(): void {
    for (const [id, item] of items) if (hasEnded(item) && id !== onStage) items.delete(id)
    stage.show(onStage === undefined ? undefined : items.get(onStage))
    const pending = [...items.values()].filter(({ status }) => status === 'pending' || status === 'waiting')
    waiting.show(
      pending.sort((a, b) => a.id - b.id),
      pendingTotal,
    )
  }

  async function readItems(ids: readonly number[]): Promise<void> {
    if (ids.length === 0) return
    const summaries = await client.getQueueItemSummaries({ params, body: { item_ids: [...ids] } })
    for (const summary of summaries.filter(isOwn)) {
      const { item_id } = summary
      const known = items.get(item_id)
      if (known !== undefined || !hasEnded(summary)) change(item_id, (item) => applySummary(item, summary))
      // its end went by unheard
      if (known !== undefined && hasEnded(summary) && !hasEnded(known)) await readEnd(item_id)
    }
  }

  async function readEnd(item_id: number): Promise<void> {
    const ended = await client.getQueueItem({ params: { ...params, item_id } })
    onStage = item_id
    change(item_id, (item) => applySession(item, ended))
    onPicture()
  }

  /** Places move when others end; several changes at once are read once. */
  function readPlacesSoon(): void {
    if (willRead) return
    willRead = true
    setTimeout(() => {
      willRead = false
      const ids = [...items.values()].filter((item) => !hasEnded(item)).map(({ id }) => id)
      void readItems(ids).catch(() => undefined)
    }, READ_AGAIN_MS)
  }

  function onStatus(event: EventPayload<'queue_item_status_changed'>): void {
    pendingTotal = event.queue_status.pending
    if (isOwn(event) && (items.has(event.item_id) || event.status === 'in_progress')) {
      change(event.item_id, (item) => applyStatus(item, event))
      if (event.status === 'completed') onPicture()
    }
    readPlacesSoon()
  }
  events.on('queue_item_status_changed', onStatus)
  events.on('invocation_progress', (event) => isOwn(event) && change(event.item_id, (item) => applyProgress(item, event)))
  events.on('invocation_complete', (event) => isOwn(event) && change(event.item_id, (item) => applyResult(item, event)))

  return {
    element: element('div', { className: 'queue' }, stage.element, waiting.element),
    follow(itemIds) {
      for (const id of itemIds) if (!items.has(id)) items.set(id, meetItem(id))
      readPlacesSoon()
    },
    async refresh() {
      await notices.attempt(async () => {
        const [{ queue }, { item_ids }] = await Promise.all([
          client.getQueueStatus({ params }),
          client.listQueueItemIds({ params, query: { order_dir: 'DESC' } }),
        ])
        pendingTotal = queue.pending
        const known = [...items.values()].filter((item) => !hasEnded(item)).map(({ id }) => id)
        await readItems([...new Set([...known, ...item_ids.slice(0, LOOKED_THROUGH)])])
        show()
      })
    },
  }
}
