import type { AnswerOf, Client } from '@bottega/client'
import type { EventPayload, QueueItemSummary, QueueStatus } from '@bottega/contracts'
import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query'
import { useHearing, useServer } from '../../shared/server/index.ts'
import { queueStatus } from '../generate/index.ts'
import { hasEnded } from './tracked-item.ts'

/** The only queue there is. */
export const queue = { queue_id: 'default' } as const

/** Keys of what is read of the queue. */
export const queueKeys = {
  status: ['queue', 'status'],
  lists: ['queue', 'list'],
  item: (id: number) => ['queue', 'item', id],
  newest: ['queue', 'newest'],
} as const

/** How full the queue is, how much of it is one's own, and who has paused it. */
export type QueueState = AnswerOf<'getQueueStatus'>

/** How full the queue is, how much of it is one's own, and who has paused it. Events keep it up to date. */
export function useQueueStatus() {
  const server = useServer()
  // what is told is heard from the first connection on
  const isConnected = useHearing(({ connections }) => connections > 0)
  return useQuery({ ...queueStatus(server), enabled: isConnected })
}

/** Puts the counts that came with an event into what is known of the queue. */
export function patchCounts(
  queries: QueryClient,
  { queue_status, user_id }: Pick<EventPayload<'queue_item_status_changed'>, 'queue_status' | 'user_id'>,
  ownId: string,
): void {
  queries.setQueryData<QueueState>(queueKeys.status, (known) => {
    if (known === undefined) return known
    // the numbers of a user are those of the item's owner
    const { user_pending, user_in_progress } = user_id === ownId ? queue_status : known.queue
    return { ...known, queue: { ...queue_status, user_pending, user_in_progress } }
  })
}

/** Counts what was enqueued. */
export function patchEnqueued(
  queries: QueryClient,
  { enqueued, user_id }: Pick<EventPayload<'batch_enqueued'>, 'enqueued' | 'user_id'>,
  ownId: string,
): void {
  queries.setQueryData<QueueState>(queueKeys.status, (known) => {
    if (known === undefined) return known
    const { pending, total, user_pending } = known.queue
    return {
      ...known,
      queue: {
        ...known.queue,
        pending: pending + enqueued,
        total: total + enqueued,
        user_pending: user_id === ownId ? (user_pending ?? 0) + enqueued : user_pending,
      },
    }
  })
}

/** A part of the queue: what waits and runs, or what has ended. */
export type Part = 'open' | 'ended'

/** Whose items are listed, and the most of each part that are read. */
export interface ListQuery {
  readonly own: boolean
  readonly most: Readonly<Record<Part, number>>
}

/** Items of the queue, and how many there are with those that were not read. */
export interface ItemList {
  readonly items: readonly QueueItemSummary[]
  readonly total: number
}

const PARTS: Readonly<Record<Part, readonly QueueStatus[]>> = {
  open: ['pending', 'in_progress', 'waiting'],
  ended: ['completed', 'failed', 'canceled'],
}
/** The most that one call answers. */
const AT_ONCE = 1000

/** The queue: what waits and runs in the order of its turn, what has ended latest first. */
export function useItemLists(query: ListQuery) {
  const { client } = useServer()
  return useQuery({
    queryKey: [...queueKeys.lists, query],
    queryFn: ({ signal }) => readItemLists(client, query, signal),
    refetchOnMount: 'always',
    // a longer list, or one's own instead of all, takes the place of the one before
    placeholderData: keepPreviousData,
  })
}

async function readItemLists(
  client: Client,
  { own, most }: ListQuery,
  signal: AbortSignal,
): Promise<Readonly<Record<Part, ItemList>>> {
  const listIds = (part: Part, status = PARTS[part]) =>
    client.listQueueItemIds(
      { params: queue, query: { own, status: [...status], order_dir: part === 'open' ? 'ASC' : 'DESC' } },
      { signal },
    )
  // one after the other: what ends in between is found twice, not never
  const open = await listIds('open')
  const ended = await listIds('ended')
  // those that run may have come to the front past many
  const running = open.item_ids.length > most.open ? (await listIds('open', ['in_progress'])).item_ids : []
  const ids = new Set([...running, ...open.item_ids.slice(0, most.open), ...ended.item_ids.slice(0, most.ended)])
  const items = await readSummaries(client, [...ids], signal)
  const [endedItems, openItems] = [items.filter(hasEnded), items.filter((item) => !hasEnded(item))]
  const openTotal = open.item_ids.length <= most.open ? openItems.length : open.total_count
  return {
    open: { items: openItems.toSorted(compareTurns), total: openTotal },
    ended: { items: endedItems.toSorted((a, b) => b.item_id - a.item_id), total: Math.max(ended.total_count, endedItems.length) },
  }
}

/** Reads items by their ids, however many. */
export async function readSummaries(
  client: Client,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<readonly QueueItemSummary[]> {
  const parts = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, at) => ids.slice(at * AT_ONCE, (at + 1) * AT_ONCE))
  const read = parts.map((item_ids) =>
    client.getQueueItemSummaries({ params: queue, body: { item_ids } }, signal ? { signal } : {}),
  )
  return (await Promise.all(read)).flat()
}

/** What runs comes first, then by place in line. */
function compareTurns(a: QueueItemSummary, b: QueueItemSummary): number {
  return (a.position ?? 0) - (b.position ?? 0) || a.item_id - b.item_id
}

/** An item with its session: what it made, why it failed. */
export function useQueueItem(id: number) {
  const { client } = useServer()
  return useQuery({
    queryKey: queueKeys.item(id),
    queryFn: ({ signal }) => client.getQueueItem({ params: { ...queue, item_id: id } }, { signal }),
  })
}

/** Pictures that are looked through for an own one. */
const LOOKED_THROUGH = 20

/** The newest own picture, for a stage on which nothing happened yet. The gallery's list may tell it sooner. */
export function useNewestPicture(isWanted: boolean) {
  const { client } = useServer()
  const isConnected = useHearing(({ connections }) => connections > 0)
  return useQuery({
    queryKey: queueKeys.newest,
    queryFn: async ({ signal }) => {
      const query = { categories: ['general' as const], is_intermediate: false, starred_first: false, limit: LOOKED_THROUGH }
      const { items } = await client.listImages({ query }, { signal })
      // on boards that one sees lie pictures of others
      return items.find(({ access }) => access === 'owner') ?? null
    },
    enabled: isWanted && isConnected,
  })
}

/** Says which picture is the newest, where a list has told it. */
export function noteNewestPicture(queries: QueryClient, image: AnswerOf<'getImage'> | undefined): void {
  queries.setQueryData(queueKeys.newest, image ?? null)
}
