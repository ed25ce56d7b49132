import { useSyncExternalStore } from 'react'

/** From this width on the studio has three columns; below it, one after the other and a bar at the foot. */
const NARROW = '(max-width: 899px)'

/** Whether the page is as narrow as a phone or an upright tablet. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(watchWidth, isNarrow)
}

/** The same for where no component is drawn. */
export function isNarrow(): boolean {
  return matchMedia(NARROW).matches
}

function watchWidth(onChange: () => void): () => void {
  const query = matchMedia(NARROW)
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}
