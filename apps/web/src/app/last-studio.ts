import { useEffect } from 'react'
import { create } from 'zustand'
import type { StudioSearch } from '../shared/studio-search.ts'

/** Where one is in the studio, or the board that was open there last: whoever comes back from another place finds it open. */
export const useLastStudio = create<StudioSearch>(() => ({}))

/** Keeps where one is in the studio while it is there; of what is left the board. */
export function useKeptStudio(search: StudioSearch): void {
  useEffect(() => useLastStudio.setState(search, true), [search])
  useEffect(() => () => useLastStudio.setState(({ board }) => (board === undefined ? {} : { board }), true), [])
}
