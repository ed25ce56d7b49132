import { useEffect, useState } from 'react'

const MINUTE_MS = 60_000

/** Draws the component anew each minute: ages that it tells stay true. */
export function useMinute(): void {
  const [, count] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => count((minutes) => minutes + 1), MINUTE_MS)
    return () => clearInterval(timer)
  }, [])
}
