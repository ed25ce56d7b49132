import { create } from 'zustand'
import type { Progress } from './progress.ts'
import { hasEnded, meetItem, type TrackedItem } from './tracked-item.ts'

/** The own items that are made, wait, or ended just now, by id. Steps do not change it: they are in `useLiveProgress`. */
export const useLiveItems = create<{
  readonly items: Readonly<Record<number, TrackedItem>>
  /** What a person wants to see on the stage; nothing leaves it to what happens. */
  readonly chosen?: number | undefined
}>(() => ({ items: {} }))

/** How far the running ones are, by id: changes with every step. */
export const useLiveProgress = create<Readonly<Record<number, Progress>>>(() => ({}))

/** The ended items that are remembered. */
export const MOST_ENDED = 24

/** Changes what is known of an item; one that nobody has heard of is met. */
export function changeItem(id: number, apply: (item: TrackedItem) => TrackedItem): TrackedItem {
  const { items, chosen } = useLiveItems.getState()
  const before = items[id] ?? meetItem(id)
  const item = apply(before)
  if (item === items[id]) return item
  const begins = item.status === 'in_progress' && before.status !== 'in_progress'
  const isPassed = chosen !== undefined && (items[chosen] === undefined || hasEnded(items[chosen]))
  useLiveItems.setState({
    items: keepNewest({ ...items, [id]: item }),
    // what begins takes the stage from what has ended
    ...(begins && isPassed && { chosen: undefined }),
  })
  // the last preview stays until the picture is there
  dropProgress((progressId) => !(progressId in useLiveItems.getState().items) || (progressId === String(id) && !isShowing(item)))
  return item
}

/** Whether an item is one of those that are followed. */
export function isKnown(id: number): boolean {
  return id in useLiveItems.getState().items
}

/** Changes an item that is followed: news of one that was taken off the list do not bring it back. */
export function changeKnown(id: number, apply: (item: TrackedItem) => TrackedItem): void {
  if (isKnown(id)) changeItem(id, apply)
}

/** Changes how far an item is. */
export function changeProgress(id: number, apply: (progress: Progress | undefined) => Progress): void {
  useLiveProgress.setState((known) => ({ [id]: apply(known[id]) }))
}

/** Shows an item on the stage. */
export function chooseItem(id: number): void {
  useLiveItems.setState({ chosen: id })
}

/** Forgets items that are gone, or that nobody wants to see any more. */
export function dropItems(isGone: (item: TrackedItem) => boolean): void {
  useLiveItems.setState(({ items, chosen }) => {
    const kept = Object.fromEntries(Object.entries(items).filter(([, item]) => !isGone(item)))
    return { items: kept, chosen: chosen !== undefined && chosen in kept ? chosen : undefined }
  })
  dropProgress((id) => !(id in useLiveItems.getState().items))
}

/** Forgets everything: the next user's items are others. */
export function forgetItems(): void {
  useLiveItems.setState({ items: {}, chosen: undefined })
  useLiveProgress.setState({}, true)
}

/** The item that the stage shows: the chosen one, else what runs, else what ended last, else what comes next. */
export function findStaged(items: Readonly<Record<number, TrackedItem>>, chosen: number | undefined): TrackedItem | undefined {
  if (chosen !== undefined && items[chosen]) return items[chosen]
  const all = Object.values(items)
  const running = all.find(({ status }) => status === 'in_progress')
  const ended = all.filter(hasEnded).sort((a, b) => b.heardAt - a.heardAt)
  return running ?? ended[0] ?? all[0]
}

function keepNewest(items: Readonly<Record<number, TrackedItem>>): Readonly<Record<number, TrackedItem>> {
  const ended = Object.values(items).filter(hasEnded)
  if (ended.length <= MOST_ENDED) return items
  const gone = new Set(
    ended
      .sort((a, b) => b.heardAt - a.heardAt)
      .slice(MOST_ENDED)
      .map(({ id }) => String(id)),
  )
  return Object.fromEntries(Object.entries(items).filter(([id]) => !gone.has(id)))
}

function isShowing({ status }: TrackedItem): boolean {
  return status === 'in_progress' || status === 'completed'
}

function dropProgress(isGone: (id: string) => boolean): void {
  const known = useLiveProgress.getState()
  if (!Object.keys(known).some(isGone)) return
  useLiveProgress.setState(Object.fromEntries(Object.entries(known).filter(([id]) => !isGone(id))), true)
}
