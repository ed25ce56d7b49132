/** How much later than its time something may be done. */
const SPREAD = 0.5
/** How long it is done without losing patience: two people at work together wait for each other, nobody for a stream. */
const PATIENCE_MS = 20_000
/** After so many spacings without news it is quiet. */
const QUIET = 3

/**
 * Makes a spacing for what everybody does at the same news: so far apart at first, and twice as far each time when it goes on and on,
 * up to the most. After some quiet it begins anew. Each is a little off, so that those who began together do not go on together.
 *
 * @returns tells, each time that it is done, how far away the next time is; takes how long nothing was done before
 */
export function widenSpacing(leastMs: number, mostMs: number, draw: () => number = Math.random): (idleMs: number) => number {
  let apartMs = leastMs
  let beganAt = 0
  return (idleMs) => {
    if (idleMs > QUIET * apartMs) {
      beganAt = Date.now()
      apartMs = leastMs
    } else if (Date.now() - beganAt >= PATIENCE_MS) apartMs = Math.min(2 * apartMs, mostMs)
    return apartMs * (1 + SPREAD * draw())
  }
}
