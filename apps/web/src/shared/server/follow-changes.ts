import type { QueryClient } from '@tanstack/react-query'

/** Calls that change images and boards; those that only ask by POST are none. */
const CHANGES = /\/api\/v1\/(boards|board_images|images)\/(?!images_by_names|download)/
/** What is read anew after them, by the first part of its key. */
const FOLLOWING = new Set(['gallery', 'boards', 'image'])
/** Changes often come together. */
const GATHER_MS = 300
/** Whoever comes back after so long may find things changed by others, of which no event tells. */
const AWAY_MS = 5000

/** Keeps what is shown of images and boards true where no event tells of it. */
export interface Following {
  /** Notes a call of this tab that went well. */
  note(method: string, path: string): void
}

/** Follows what other tabs of this browser change, and reads anew when somebody comes back to the page. */
export function followChanges(baseUrl: string, queries: QueryClient): Following {
  const tabs = new BroadcastChannel(`bottega-changes ${baseUrl}`)
  let isWaiting = false
  let leftAt = Number.POSITIVE_INFINITY

  function readAnew(): void {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      void queries.invalidateQueries({ predicate: ({ queryKey }) => FOLLOWING.has(String(queryKey[0])) })
    }, GATHER_MS)
  }

  tabs.onmessage = readAnew
  addEventListener('blur', () => {
    leftAt = performance.now()
  })
  addEventListener('focus', () => {
    if (performance.now() - leftAt > AWAY_MS) readAnew()
    leftAt = Number.POSITIVE_INFINITY
  })
  return {
    note(method, path) {
      if (method !== 'GET' && CHANGES.test(path)) tabs.postMessage('changed')
    },
  }
}
