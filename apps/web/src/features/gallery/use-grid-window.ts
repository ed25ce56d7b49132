import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { GalleryView } from './view.ts'

/** Pixels between tiles. */
export const GAP = 4

const LEAST_SIDE: Readonly<Record<GalleryView['size'], number>> = { small: 66, medium: 92, large: 140 }
const ROWS_AROUND = 2

/** The part of a grid that is drawn. All tiles have one size, so that everything follows from where the scroller stands. */
export interface GridWindow {
  readonly columns: number
  /** pixels of a tile's side */
  readonly side: number
  readonly rows: number
  /** rows that are drawn: those in sight and some around, both included */
  readonly firstRow: number
  readonly lastRow: number
  /** row at the top edge */
  readonly topRow: number
  /** Brings a place into sight. */
  reveal(place: number): void
  onScroll(): void
}

/** Finds which rows of a grid are in sight, for `count` tiles in a scroller. */
export function useGridWindow(scroller: RefObject<HTMLElement | null>, count: number, size: GalleryView['size']): GridWindow {
  const [room, setRoom] = useState({ width: 0, height: 0 })
  const [topRow, setTopRow] = useState(0)
  const columns = Math.max(1, Math.floor((room.width + GAP) / (LEAST_SIDE[size] + GAP)))
  const side = Math.max(1, (room.width - GAP * (columns - 1)) / columns)
  const pitch = side + GAP
  const rows = Math.ceil(count / columns)

  const latest = useRef({ pitch, columns, topRow })
  latest.current = { pitch, columns, topRow }
  const onScroll = useCallback(() => {
    const { scrollTop = 0 } = scroller.current ?? {}
    setTopRow(Math.max(0, Math.floor(scrollTop / latest.current.pitch)))
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    let wasHidden = false
    const observer = new ResizeObserver(() => {
      if (element.clientWidth === 0) {
        wasHidden = true
        return
      }
      // what is hidden loses where it stood
      if (wasHidden) element.scrollTop = latest.current.topRow * latest.current.pitch
      wasHidden = false
      const { paddingLeft, paddingRight } = getComputedStyle(element)
      const padding = Number.parseFloat(paddingLeft) + Number.parseFloat(paddingRight)
      setRoom({ width: element.clientWidth - padding, height: element.clientHeight })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [scroller])

  // another size of tiles keeps the same image at the top
  const former = useRef(columns)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null || former.current === columns) return
    const place = topRow * former.current
    former.current = columns
    if (topRow > 0) element.scrollTop = Math.floor(place / columns) * pitch
  }, [scroller, columns, pitch, topRow])

  const reveal = useCallback(
    (place: number) => {
      const element = scroller.current
      if (element === null) return
      const top = Math.floor(place / latest.current.columns) * latest.current.pitch
      const bottom = top + latest.current.pitch
      if (top < element.scrollTop) element.scrollTop = top
      else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight + GAP
    },
    [scroller],
  )

  const inSight = Math.ceil(room.height / pitch)
  const lastTop = Math.min(topRow, Math.max(0, rows - 1))
  return useMemo(
    () => ({
      columns,
      side,
      rows,
      topRow: lastTop,
      firstRow: Math.max(0, lastTop - ROWS_AROUND),
      lastRow: room.width === 0 ? -1 : Math.min(rows - 1, lastTop + inSight + ROWS_AROUND),
      reveal,
      onScroll,
    }),
    [columns, side, rows, lastTop, inSight, room.width, reveal, onScroll],
  )
}
