/** How much later than its time something may be done. */
const SPREAD = 0.5
/** How often it is done without losing patience: two people at work together wait for each other, nobody for a stream. */
const PATIENCE = 10

/**
 * Makes a spacing for what everybody does at the same news: so far apart at first, and twice as far each time when it goes on and on,
 * up to the most. After some quiet it begins anew. Each is a little off, so that those who began together do not go on together.
 *
 * @returns tells, each time that it is done, how far away the next time is
 */
export function widenSpacing(leastMs: number, mostMs: number, draw: () => number = Math.random): () => number {
  let apartMs = leastMs
  let times = 0
  let lastAt = 0
  return () => {
    const now = Date.now()
    times = now - lastAt > 2 * apartMs ? 1 : times + 1
    apartMs = Math.min(leastMs * 2 ** Math.max(0, times - PATIENCE), mostMs)
    lastAt = now
    return apartMs * (1 + SPREAD * draw())
  }
}
