import { useSyncExternalStore } from 'react'

/** Width of the rail, `--rail` of the tokens, and of two separators. */
const TAKEN = 52 + 2

/** Width that the columns of the studio share, in CSS pixels. */
export function useStudioWidth(): number {
  return useSyncExternalStore(watchWindow, () => innerWidth - TAKEN)
}

function watchWindow(onChange: () => void): () => void {
  addEventListener('resize', onChange)
  return () => removeEventListener('resize', onChange)
}
