import { useEffect, useState } from 'react'

const IDLE_MS = 2500
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const

/** Whether nobody has moved over a part of the page or pressed a key there for a while. */
export function useIdle(part: HTMLElement | null): boolean {
  const [isIdle, setIdle] = useState(false)
  useEffect(() => {
    if (part === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const wake = () => {
      clearTimeout(timer)
      timer = setTimeout(() => setIdle(true), IDLE_MS)
      setIdle(false)
    }
    wake()
    for (const sign of SIGNS) part.addEventListener(sign, wake)
    return () => {
      clearTimeout(timer)
      for (const sign of SIGNS) part.removeEventListener(sign, wake)
    }
  }, [part])
  return isIdle
}
