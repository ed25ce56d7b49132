/** Something that is done soon after it was called for, once for many calls, and not again before some time is over. */
export interface Soon {
  call(): void
  /** Does not do what was called for and not done yet. */
  stop(): void
}

const FIRST_MS = 50

/**
 * Makes it. What fails is not told: the next call tries again.
 *
 * @param apartMs  how long it is not done again from its end on; where it is a function, it is asked each time, and told how long
 * nothing was done before
 */
export function callSoon(act: () => Promise<unknown>, apartMs: number | ((idleMs: number) => number), firstMs = FIRST_MS): Soon {
  let timer: ReturnType<typeof setTimeout> | undefined
  let endedAt = Number.NEGATIVE_INFINITY
  let nextAt = 0
  let isRunning = false
  let isWanted = false

  function call(): void {
    isWanted = true
    if (isRunning || timer !== undefined) return
    timer = setTimeout(() => void run(), Math.max(firstMs, nextAt - Date.now()))
  }

  async function run(): Promise<void> {
    timer = undefined
    isRunning = true
    isWanted = false
    const idleMs = Date.now() - endedAt
    try {
      await act()
    } catch {
      // read again with the next event or connection
    }
    endedAt = Date.now()
    nextAt = endedAt + (typeof apartMs === 'function' ? apartMs(idleMs) : apartMs)
    isRunning = false
    if (isWanted) call()
  }

  return {
    call,
    stop() {
      isWanted = false
      clearTimeout(timer)
      timer = undefined
    },
  }
}
