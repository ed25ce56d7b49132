import { hasEnded, type TrackedItem } from './tracked-item.ts'

type Items = Readonly<Record<number, TrackedItem>>

/**
 * What is to be told of a change to those who hear the page: the beginning of a batch and its end, and what failed in between. A job
 * by itself is a batch of one.
 */
export function findAnnounced(items: Items, before: Items): TrackedItem | undefined {
  return Object.values(items).find((item) => {
    const former = before[item.id]
    if (former === undefined || former.status === item.status) return false
    if (item.status === 'failed') return true
    const others = Object.values(items).filter(({ id, batchId }) => id !== item.id && batchId !== '' && batchId === item.batchId)
    if (item.status === 'in_progress') return others.every(({ status }) => status === 'pending')
    return hasEnded(item) && others.every(hasEnded)
  })
}
