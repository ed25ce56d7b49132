import { create } from 'zustand'

/** Boards that are about to be deleted: out of sight, but still there until the deletion can no longer be undone. */
export const useLeaving = create<ReadonlySet<string>>(() => new Set<string>())

/** What ends the wait of each of them. */
const ends = new Map<string, () => void>()

/** Takes a board out of sight. `end` is run when the page is left before it is decided. */
export function hideBoard(id: string, end: () => void): void {
  useLeaving.setState((ids) => new Set([...ids, id]), true)
  ends.set(id, end)
}

/** The board is decided about. It comes into sight again, unless the list has none of it any more. */
export function settleBoard(id: string): void {
  ends.delete(id)
  useLeaving.setState((ids) => new Set([...ids].filter((one) => one !== id)), true)
}

// not in a test without a page
globalThis.addEventListener?.('pagehide', () => {
  for (const end of ends.values()) end()
})
