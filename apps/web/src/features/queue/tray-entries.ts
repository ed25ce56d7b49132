import { hasEnded, type TrackedItem } from './tracked-item.ts'

/** An entry of the tray: one item, or what else waits of its batch. */
export interface TrayEntry {
  readonly item: TrackedItem
  /** The items that it stands for. */
  readonly ids: readonly number[]
}

const MOST_ENDED = 6

/** The entries of the tray: what runs, what waits with one entry a batch, what ended last. */
export function listEntries(items: Readonly<Record<number, TrackedItem>>): readonly TrayEntry[] {
  const all = Object.values(items)
  const running = all.filter(({ status }) => status === 'in_progress' || status === 'waiting')
  const ended = all.filter(hasEnded).sort((a, b) => b.heardAt - a.heardAt || b.id - a.id)
  const single = (item: TrackedItem): TrayEntry => ({ item, ids: [item.id] })
  return [...running.map(single), ...foldBatches(all), ...ended.slice(0, MOST_ENDED).map(single)]
}

function foldBatches(all: readonly TrackedItem[]): TrayEntry[] {
  const waiting = all.filter(({ status }) => status === 'pending').sort(comparePlaces)
  const groups = new Map<string, TrackedItem[]>()
  for (const item of waiting) {
    // an item of which only its number is known stands for itself
    const key = item.batchId || String(item.id)
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [{ item: group[0], ids: group.map(({ id }) => id) }],
  )
}

function comparePlaces(a: TrackedItem, b: TrackedItem): number {
  return (a.place?.position ?? Number.POSITIVE_INFINITY) - (b.place?.position ?? Number.POSITIVE_INFINITY) || a.id - b.id
}
