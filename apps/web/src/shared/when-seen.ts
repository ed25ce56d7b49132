/** Something that waits for somebody to look at the page. */
export interface WhenSeen {
  call(): void
  /** Does not do what was called for and not done yet. */
  stop(): void
}

/** Makes it: done at once while the page is seen, else once it is, once for many calls. */
export function callWhenSeen(act: () => void): WhenSeen {
  const look = () => {
    if (document.visibilityState === 'hidden') return
    stop()
    act()
  }
  const stop = () => document.removeEventListener('visibilitychange', look)
  return {
    call() {
      document.addEventListener('visibilitychange', look)
      look()
    },
    stop,
  }
}
