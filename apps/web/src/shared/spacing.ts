/** How much later than its time something may be done. */
const SPREAD = 0.5
/** How long a stream of news is followed closely. */
const PATIENCE_MS = 20_000

/**
 * Makes a spacing for what everybody does at the same news: so far apart at first, and twice as far each time when they stream for
 * long, up to the most. News that are further apart than the first spacing are no stream, so that people at work together do not
 * wait for each other: with them it begins anew. Each is a little off, so that those who began together do not go on together.
 *
 * @returns tells, each time that it is done, how far away the next time is; takes how far apart the news were
 */
export function widenSpacing(leastMs: number, mostMs: number, draw: () => number = Math.random): (gapMs: number) => number {
  let apartMs = leastMs
  let beganAt = Number.NEGATIVE_INFINITY
  return (gapMs) => {
    if (gapMs > leastMs) {
      beganAt = performance.now()
      apartMs = leastMs
    } else if (performance.now() - beganAt >= PATIENCE_MS) apartMs = Math.min(2 * apartMs, mostMs)
    return apartMs * (1 + SPREAD * draw())
  }
}
