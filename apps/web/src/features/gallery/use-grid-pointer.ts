import { type DragEvent, type MouseEvent, type PointerEvent, useMemo, useRef } from 'react'
import { attempt } from '../../shared/notices/index.ts'
import { startDragging } from '../../shared/picture-drag.ts'
import { useStudio } from '../../shared/studio.tsx'
import type { ImageListQuery } from '../images/index.ts'
import { type ImageList, imageAt } from './image-list.ts'
import { openImageMenu } from './image-menu-state.ts'
import { goToPlace, pickRange, togglePicked, useSelection } from './selection.ts'
import { useHovered } from './tile-tools.tsx'

const LONG_PRESS_MS = 450
const STILL_PX = 10

/** Gives what pointers do in the grid. It listens for all tiles, so that a tile is nothing but its looks. */
export function useGridPointer(grid: { readonly query: ImageListQuery; readonly list: ImageList }) {
  const { server, go } = useStudio()
  const latest = useRef(grid)
  latest.current = grid
  return useMemo(() => {
    let press: { readonly timer: ReturnType<typeof setTimeout>; readonly x: number; readonly y: number } | undefined
    let isTouch = false
    let wasLong = false

    function findTile(event: { readonly target: EventTarget }) {
      const tile = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]') : null
      const place = Number(tile?.dataset.place ?? -1)
      const image = imageAt(latest.current.list, place)
      return image && { image, place }
    }

    function endPress(): void {
      clearTimeout(press?.timer)
      press = undefined
    }

    return {
      onPointerDown(event: PointerEvent) {
        isTouch = event.pointerType === 'touch'
        wasLong = false
        const tile = findTile(event)
        endPress()
        if (!isTouch || tile === undefined) return
        const timer = setTimeout(() => {
          wasLong = true
          navigator.vibrate?.(10)
          togglePicked(tile.image.image_name, tile.place)
        }, LONG_PRESS_MS)
        press = { timer, x: event.clientX, y: event.clientY }
      },
      onPointerMove({ clientX, clientY }: PointerEvent) {
        if (press && Math.hypot(clientX - press.x, clientY - press.y) > STILL_PX) endPress()
      },
      onPointerUp: endPress,
      onPointerCancel: endPress,
      onPointerOver(event: PointerEvent) {
        const { place = -1 } = event.pointerType === 'mouse' ? (findTile(event) ?? {}) : {}
        useHovered.setState({ place })
      },
      onPointerLeave: () => useHovered.setState({ place: -1 }),
      onClick(event: MouseEvent) {
        const tile = findTile(event)
        if (wasLong || tile === undefined || (event.target as Element).closest('button')) return
        const { query, list } = latest.current
        const { image, place } = tile
        const isPicking = isTouch && useSelection.getState().names.size > 0
        if (event.shiftKey) void attempt(() => pickRange(server, query, list, place))
        else if (event.ctrlKey || event.metaKey || isPicking) togglePicked(image.image_name, place)
        else {
          useSelection.setState({ names: new Set() })
          goToPlace(place)
          void go({ to: '/', search: ({ compare: _other, ...search }) => ({ ...search, image: image.image_name }) })
        }
      },
      onContextMenu(event: MouseEvent) {
        // a long press picks
        if (isTouch) return event.preventDefault()
        const { active } = useSelection.getState()
        // the key for menus is about the tile that the keys are at
        const byKey = (event.target as Element).getAttribute('role') === 'grid' ? active : undefined
        const tile = byKey === undefined ? findTile(event) : undefined
        const image = tile?.image ?? imageAt(latest.current.list, byKey ?? -1)
        if (image === undefined) return
        event.preventDefault()
        const box = byKey === undefined ? undefined : document.getElementById(`tile-${byKey}`)?.getBoundingClientRect()
        openImageMenu(image, box ? { x: box.left + 8, y: box.top + 8 } : { x: event.clientX, y: event.clientY })
      },
      onDragStart(event: DragEvent) {
        const tile = findTile(event)
        if (tile === undefined || isTouch) return event.preventDefault()
        const { names } = useSelection.getState()
        const { image_name, thumbnail_url } = tile.image
        startDragging(event.dataTransfer, names.has(image_name) ? [...names] : [image_name], thumbnail_url)
      },
    }
  }, [server, go])
}
