import { create } from 'zustand'

/** Boards that are about to be deleted: out of sight, but still there until the deletion can no longer be undone. */
export const useLeaving = create<ReadonlySet<string>>(() => new Set<string>())

/** Takes a board out of sight. */
export function hideBoard(id: string): void {
  useLeaving.setState((ids) => new Set([...ids, id]), true)
}

/** Brings a board back into sight. */
export function showBoard(id: string): void {
  useLeaving.setState((ids) => new Set([...ids].filter((one) => one !== id)), true)
}
