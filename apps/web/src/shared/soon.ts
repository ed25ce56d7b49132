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
 * @param apartMs  how long it is not done again from its end on; where it is a function, it is asked each time, and told how far
 * apart the calls for it were
 */
export function callSoon(act: () => Promise<unknown>, apartMs: number | ((gapMs: number) => number), firstMs = FIRST_MS): Soon {
  let timer: ReturnType<typeof setTimeout> | undefined
  // by a clock that is never set: one that goes back an hour would hold everything up for an hour
  let beganAt = Number.NEGATIVE_INFINITY
  let calls = 0
  let nextAt = 0
  let isRunning = false
  let isWanted = false

  function call(): void {
    isWanted = true
    calls++
    if (!isRunning && timer === undefined) wait()
  }

  function wait(): void {
    timer = setTimeout(() => void run(), Math.max(firstMs, nextAt - performance.now()))
  }

  async function run(): Promise<void> {
    timer = undefined
    isRunning = true
    isWanted = false
    const gapMs = (performance.now() - beganAt) / calls
    beganAt = performance.now()
    calls = 0
    try {
      await act()
    } catch {
      // read again with the next event or connection
    }
    nextAt = performance.now() + (typeof apartMs === 'function' ? apartMs(gapMs) : apartMs)
    isRunning = false
    if (isWanted) wait()
  }

  return {
    call,
    stop() {
      isWanted = false
      calls = 0
      clearTimeout(timer)
      timer = undefined
    },
  }
}
