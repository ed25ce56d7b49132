import { type KeyboardEvent, useCallback, useRef } from 'react'
import { attempt } from '../../shared/notices/index.ts'
import { useStudio } from '../../shared/studio.tsx'
import type { ImageListQuery } from '../images/index.ts'
import { countImages, type ImageList, imageAt } from './image-list.ts'
import { goToPlace, pickRange, togglePicked, useSelection } from './selection.ts'
import type { GridWindow } from './use-grid-window.ts'

interface Grid {
  readonly query: ImageListQuery
  readonly list: ImageList
  readonly view: GridWindow
}

/** Gives what the keys do in the grid: arrows go, Space picks, with Shift a range, Enter opens. */
export function useGridKeys(grid: Grid): (event: KeyboardEvent) => void {
  const { server, go } = useStudio()
  const latest = useRef(grid)
  latest.current = grid
  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      const { query, list, view } = latest.current
      const { active } = useSelection.getState()
      const image = imageAt(list, active)
      const target = findTarget(event.key, active, countImages(list), view)
      if (target !== undefined) {
        if (event.shiftKey) void attempt(() => pickRange(server, query, list, target))
        else goToPlace(target)
        view.reveal(target)
      } else if (event.key === ' ' && image) togglePicked(image.image_name, active)
      else if (event.key === 'Enter' && image)
        void go({ to: '/', search: ({ compare: _other, ...search }) => ({ ...search, image: image.image_name }) })
      else return
      event.preventDefault()
    },
    [server, go],
  )
}

/** The place that a key leads to; undefined for other keys. */
export function findTarget(
  key: string,
  active: number,
  count: number,
  { columns, firstRow, lastRow }: Pick<GridWindow, 'columns' | 'firstRow' | 'lastRow'>,
): number | undefined {
  const page = Math.max(1, lastRow - firstRow - 4) * columns
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page,
    PageDown: page,
    Home: Number.NEGATIVE_INFINITY,
    End: Number.POSITIVE_INFINITY,
  }
  const step = steps[key]
  if (step === undefined || count === 0) return undefined
  // the first arrow shows where one is
  if (active < 0 && Number.isFinite(step)) return firstRow * columns
  const place = active + step
  // up and down end at the last row that has a tile there
  if (Math.abs(step) === columns && (place < 0 || place >= count)) return active
  return Math.min(count - 1, Math.max(0, place))
}
