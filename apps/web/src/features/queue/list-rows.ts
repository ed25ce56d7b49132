import type { QueueItemSummary, QueueStatus } from '@bottega/contracts'

/** A line of the list: one job, or the jobs of a batch folded into one. */
export interface Job {
  readonly key: string
  /** The first of them in the order of the list that none of the others has called. */
  readonly lead: QueueItemSummary
  readonly items: readonly QueueItemSummary[]
  /** Whether more of them were not read. */
  readonly isPart?: boolean
  /** The state of all, or of those that failed. */
  readonly status: QueueStatus
}

/** A row of the list. */
export type ListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly part: 'open' | 'ended'; readonly total: number }
  | { readonly kind: 'job'; readonly key: string; readonly job: Job; readonly isNested: boolean; readonly isOpen: boolean }
  | { readonly kind: 'more'; readonly key: string; readonly part: 'open' | 'ended' }
  | { readonly kind: 'detail'; readonly key: string; readonly item: QueueItemSummary }

/** Folds jobs of one batch into one line, at the place of the first. Those of others are told apart by their owner alone. */
export function foldJobs(items: readonly QueueItemSummary[]): readonly Job[] {
  const groups = new Map<string, QueueItemSummary[]>()
  for (const item of items) {
    const key = `${item.user_id} ${item.user_display_name ?? ''} ${item.batch_id}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return [...groups].map(([key, group]) => toJob(key, group))
}

/**
 * The rows of a part of the queue.
 *
 * @param open  keys of the jobs that are unfolded
 */
export function listRows(
  part: 'open' | 'ended',
  { items, total }: { readonly items: readonly QueueItemSummary[]; readonly total: number },
  open: ReadonlySet<string>,
): readonly ListRow[] {
  if (total === 0) return []
  const rows: ListRow[] = [{ kind: 'heading', key: part, part, total }]
  const isCut = items.length < total
  // items are read by age, and those of a batch came together: the list is cut within the batch of the last one
  const ids = items.map(({ item_id }) => item_id)
  const lastId = part === 'open' ? Math.max(...ids) : Math.min(...ids)
  for (const folded of foldJobs(items)) {
    const key = `${part} ${folded.key}`
    const job = isCut && folded.items.some(({ item_id }) => item_id === lastId) ? { ...folded, isPart: true } : folded
    // what is unfolded stays so when it ends
    const isOpen = open.has(job.key)
    rows.push({ kind: 'job', key, job, isNested: false, isOpen })
    if (!isOpen) continue
    if (job.items.length === 1) rows.push({ kind: 'detail', key: `${key} detail`, item: job.lead })
    else for (const item of putCalledBehind(job.items)) rows.push(...listNested(item, open))
  }
  if (isCut) rows.push({ kind: 'more', key: `${part} more`, part })
  return rows
}

function listNested(item: QueueItemSummary, open: ReadonlySet<string>): ListRow[] {
  const key = `item ${item.item_id}`
  const isOpen = open.has(key)
  const row: ListRow = { kind: 'job', key, job: toJob(key, [item]), isNested: true, isOpen }
  return isOpen ? [row, { kind: 'detail', key: `${key} detail`, item }] : [row]
}

function toJob(key: string, items: readonly QueueItemSummary[]): Job {
  const ids = new Set(items.map(({ item_id }) => item_id))
  // a group has a first one
  const lead = items.find((item) => !isCalledBy(item, ids)) ?? items[0]!
  const worst = items.find(({ status }) => status === 'failed') ?? items.find(({ status }) => status === 'in_progress') ?? lead
  return { key, lead, items, status: worst.status }
}

/** Items in their order, but what one has called comes right behind it. */
export function putCalledBehind(items: readonly QueueItemSummary[]): readonly QueueItemSummary[] {
  const ids = new Set(items.map(({ item_id }) => item_id))
  const called = new Map<number, QueueItemSummary[]>()
  for (const item of items.toSorted((a, b) => a.item_id - b.item_id)) {
    if (item.parent_item_id === null) continue
    const others = called.get(item.parent_item_id)
    if (others === undefined) called.set(item.parent_item_id, [item])
    else others.push(item)
  }
  const withCalled = (item: QueueItemSummary): QueueItemSummary[] => [
    item,
    ...(called.get(item.item_id) ?? []).flatMap(withCalled),
  ]
  return items.filter((item) => !isCalledBy(item, ids)).flatMap(withCalled)
}

function isCalledBy({ parent_item_id }: QueueItemSummary, ids: ReadonlySet<number>): boolean {
  return parent_item_id !== null && ids.has(parent_item_id)
}
