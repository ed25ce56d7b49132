/** All places in a word where one merge rule applies. */
interface RankBatch {
  readonly rank: number
  /** Ascending; a place may be stale or stand twice. */
  readonly places: readonly number[]
}

/**
 * Places in a word, waiting by the rank of the rule that applies there. They are taken a whole rank at a time: a rule is
 * applied everywhere before the next one, even where its result would open the way for a rule of a lower rank.
 */
export interface RankQueue {
  add(rank: number, place: number): void
  /** Removes and returns the places of the lowest rank; undefined when none wait. */
  take(): RankBatch | undefined
}

/** An empty {@link RankQueue}: a binary heap of ranks, and the places of each. */
export function createRankQueue(): RankQueue {
  const heap: number[] = []
  const waiting = new Map<number, number[]>()
  return {
    add(rank, place) {
      const places = waiting.get(rank)
      if (places === undefined) {
        waiting.set(rank, [place])
        pushRank(heap, rank)
      } else {
        places.push(place)
      }
    },
    take() {
      const rank = popRank(heap)
      if (rank === undefined) return undefined
      const places = waiting.get(rank) ?? []
      waiting.delete(rank)
      return { rank, places: places.sort((a, b) => a - b) }
    },
  }
}

function pushRank(heap: number[], rank: number): void {
  let at = heap.length
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentRank = heap[parent] as number
    if (parentRank <= rank) break
    heap[at] = parentRank
    at = parent
  }
  heap[at] = rank
}

function popRank(heap: number[]): number | undefined {
  const lowest = heap[0]
  const last = heap.pop()
  if (lowest === undefined || last === undefined || heap.length === 0) return lowest
  let at = 0
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && (heap[child + 1] as number) < (heap[child] as number)) child += 1
    if ((heap[child] as number) >= last) break
    heap[at] = heap[child] as number
    at = child
  }
  heap[at] = last
  return lowest
}
