import { useEffect } from 'react'
import type { ZoomActs } from './use-zoom.ts'

const STEP_PX = 60

const WAYS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [1, 0],
  ArrowRight: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
}

const isSlider = (target: EventTarget | null) => target instanceof Element && target.matches('[role=slider]')

/** Pushes the picture by Shift and arrow keys in a part of the page, as dragging does. */
export function usePanKeys(part: HTMLElement | null, { push }: ZoomActs): void {
  useEffect(() => {
    if (part === null) return
    const onKey = (event: KeyboardEvent) => {
      const way = WAYS[event.key]
      if (way === undefined || !event.shiftKey || isSlider(event.target)) return
      event.preventDefault()
      push({ x: way[0] * STEP_PX, y: way[1] * STEP_PX })
    }
    part.addEventListener('keydown', onKey)
    return () => part.removeEventListener('keydown', onKey)
  }, [part, push])
}
