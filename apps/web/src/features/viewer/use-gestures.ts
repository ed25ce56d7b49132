import { useEffect, useRef } from 'react'
import type { Zoom } from './use-zoom.ts'
import type { Place } from './zoom.ts'

/** What gestures on a picture do beside zooming and panning. */
export interface Swipes {
  /** A finger went left (1: to the next) or right (-1) over the whole picture. */
  onTurn?(direction: 1 | -1): void
  /** A finger went down over the whole picture. */
  onDrop?(): void
}

const SWIPE_PX = 48
const TAP_PX = 8
const WHEEL_PACE = 0.0018
/** A pinch on a trackpad comes as small turns of a wheel. */
const PINCH_PACE = 0.012

/** Zooms by wheel and pinch, pans by dragging, toggles by double click; over a whole picture a finger swipes. */
export function useGestures(target: HTMLElement | null, zoom: Zoom, swipes: Swipes = {}): void {
  const latest = useRef({ zoom, swipes })
  latest.current = { zoom, swipes }

  useEffect(() => {
    if (target === null) return
    const fingers = new Map<number, Place>()
    let start: Place | undefined
    let hasPinched = false

    const fromMiddle = ({ clientX, clientY }: MouseEvent): Place => {
      const { left, top, width, height } = target.getBoundingClientRect()
      return { x: clientX - left - width / 2, y: clientY - top - height / 2 }
    }
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
      const pace = event.ctrlKey ? PINCH_PACE : WHEEL_PACE
      latest.current.zoom.acts.zoomBy(Math.exp(-event.deltaY * lines * pace), fromMiddle(event))
    }
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return
      if (fingers.size === 0) {
        start = fromMiddle(event)
        hasPinched = false
      }
      fingers.set(event.pointerId, fromMiddle(event))
      target.setPointerCapture(event.pointerId)
    }
    const onMove = (event: PointerEvent) => {
      const from = fingers.get(event.pointerId)
      if (from === undefined) return
      const to = fromMiddle(event)
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
      fingers.set(event.pointerId, to)
      const { acts } = latest.current.zoom
      if (other === undefined) return acts.push({ x: to.x - from.x, y: to.y - from.y })
      hasPinched = true
      const ratio = distance(to, other) / Math.max(1, distance(from, other))
      acts.push({ x: (to.x - from.x) / 2, y: (to.y - from.y) / 2 })
      acts.zoomBy(ratio, { x: (to.x + other.x) / 2, y: (to.y + other.y) / 2 })
    }
    const onUp = (event: PointerEvent) => {
      const to = fingers.get(event.pointerId)
      fingers.delete(event.pointerId)
      if (to === undefined || start === undefined || fingers.size > 0 || hasPinched || event.type === 'pointercancel') return
      const by = { x: to.x - start.x, y: to.y - start.y }
      if (Math.hypot(by.x, by.y) < TAP_PX) return
      if (event.pointerType === 'touch' && latest.current.zoom.isFitted) swipe(by, latest.current.swipes)
    }
    const onDouble = (event: MouseEvent) => latest.current.zoom.acts.toggle(fromMiddle(event))

    target.addEventListener('wheel', onWheel, { passive: false })
    target.addEventListener('pointerdown', onDown)
    target.addEventListener('pointermove', onMove)
    target.addEventListener('pointerup', onUp)
    target.addEventListener('pointercancel', onUp)
    target.addEventListener('dblclick', onDouble)
    return () => {
      target.removeEventListener('wheel', onWheel)
      target.removeEventListener('pointerdown', onDown)
      target.removeEventListener('pointermove', onMove)
      target.removeEventListener('pointerup', onUp)
      target.removeEventListener('pointercancel', onUp)
      target.removeEventListener('dblclick', onDouble)
    }
  }, [target])
}

function swipe(by: Place, { onTurn, onDrop }: Swipes): void {
  if (Math.abs(by.x) > SWIPE_PX && Math.abs(by.x) > Math.abs(by.y)) onTurn?.(by.x < 0 ? 1 : -1)
  else if (by.y > SWIPE_PX && by.y > Math.abs(by.x)) onDrop?.()
}

function distance(one: Place, other: Place): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
