import { useEffect, useMemo, useRef, useState } from 'react'
import { type Extent, FITTED, type Place, pan, scaleOf, toggleActualSize, type View, ZOOM_STEP, zoomAt } from './zoom.ts'

/** What changes how a picture is looked at. */
export interface ZoomActs {
  zoomIn(): void
  zoomOut(): void
  showWhole(): void
  showActualSize(): void
  /** @param point  from the middle */
  zoomBy(factor: number, point: Place): void
  toggle(point: Place): void
  push(by: Place): void
}

/** How a picture is looked at. */
export interface Zoom {
  readonly view: View
  /** Pixels of the page for one of the picture. */
  readonly scale: number
  /** The same in pixels that the screen has, of which some have several for one of the page. */
  readonly trueScale: number
  readonly isFitted: boolean
  /** The same object for as long as the component is there. */
  readonly acts: ZoomActs
}

const MIDDLE = { x: 0, y: 0 }

/** The scale at which a pixel of the picture is one that the screen has. */
const findActual = () => 1 / devicePixelRatio

/**
 * Keeps how a picture is looked at. Another picture begins as a whole.
 *
 * @param place  where it is shown
 * @param key  tells one picture from another
 */
export function useZoom(place: HTMLElement | null, picture: Extent, key: string): Zoom {
  const [view, setView] = useState(FITTED)
  const [extent, setExtent] = useState<Extent>({ width: 0, height: 0 })
  const shownKey = useRef(key)
  if (shownKey.current !== key) {
    shownKey.current = key
    setView(FITTED)
  }
  const latest = useRef({ picture, extent })
  latest.current = { picture, extent }

  useEffect(() => {
    if (place === null) return
    const measure = () => setExtent({ width: place.clientWidth, height: place.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(place)
    return () => observer.disconnect()
  }, [place])

  const acts = useMemo((): ZoomActs => {
    const change = (apply: (view: View, picture: Extent, extent: Extent) => View) =>
      setView((now) => apply(now, latest.current.picture, latest.current.extent))
    const zoomBy = (factor: number, point: Place) => change((now, ...sizes) => zoomAt(now, factor, point, ...sizes))
    return {
      zoomBy,
      zoomIn: () => zoomBy(ZOOM_STEP, MIDDLE),
      zoomOut: () => zoomBy(1 / ZOOM_STEP, MIDDLE),
      showWhole: () => setView(FITTED),
      showActualSize: () => change((now, ...sizes) => zoomAt(now, findActual() / scaleOf(now, ...sizes), MIDDLE, ...sizes)),
      toggle: (point: Place) => change((now, ...sizes) => toggleActualSize(now, point, ...sizes, findActual())),
      push: (by: Place) => change((now, ...sizes) => pan(now, by, ...sizes)),
    }
  }, [])

  const scale = scaleOf(view, picture, extent)
  return { acts, view, isFitted: view.scale === undefined, scale, trueScale: scale / findActual() }
}
