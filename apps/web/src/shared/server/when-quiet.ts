import type { QueryClient } from '@tanstack/react-query'

const QUIET_MS = 300

/** Runs something once when nothing has been read for a moment: what the first screen needs goes before it. Returns what ends the wait. */
export function whenQuiet(queries: QueryClient, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const look = () => {
    clearTimeout(timer)
    timer = queries.isFetching() > 0 || isOver ? undefined : setTimeout(finish, QUIET_MS)
  }
  const unsubscribe = queries.getQueryCache().subscribe(look)
  const end = () => {
    isOver = true
    unsubscribe()
    clearTimeout(timer)
  }
  function finish(): void {
    end()
    run()
  }
  look()
  return end
}
