import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageListQuery } from '../images/index.ts'
import { DateBubble } from './date-bubble.tsx'
import styles from './image-grid.module.css'
import { countImages, type ImageList, imageAt } from './image-list.ts'
import { ImageTile, tileId } from './image-tile.tsx'
import type { Sight } from './queries.ts'
import { useSelection } from './selection.ts'
import { TileTools } from './tile-tools.tsx'
import { useGridKeys } from './use-grid-keys.ts'
import { useGridPointer } from './use-grid-pointer.ts'
import { useGridWindow } from './use-grid-window.ts'
import type { GalleryView } from './view.ts'

/** What the grid takes. */
export interface ImageGridProps {
  readonly query: ImageListQuery
  readonly list: ImageList
  readonly size: GalleryView['size']
  /** name of the image that is looked at */
  readonly open: string | undefined
  /** Where the grid writes what is in sight. */
  readonly sight: RefObject<Sight>
  /** Told when other images come into sight. */
  onSight(): void
  /** Told when the top comes into sight while new images are held back. */
  onTop(): void
}

/** Images in rows, of which only those near the eye are drawn. It has the focus; its keys are in `use-grid-keys`. */
export function ImageGrid({ query, list, size, open, sight, onSight, onTop }: ImageGridProps) {
  const { t } = useTranslation('gallery')
  const scroller = useRef<HTMLDivElement>(null)
  const count = countImages(list)
  const view = useGridWindow(scroller, count, size)
  const { columns, side, rows, firstRow, lastRow, topRow } = view
  const active = useSelection((state) => state.active)
  const onKeyDown = useGridKeys({ query, list, view })
  const pointer = useGridPointer({ query, list })

  useEffect(() => {
    sight.current = { first: firstRow * columns, last: (lastRow + 1) * columns - 1, isAtTop: topRow === 0 }
    onSight()
  }, [sight, onSight, firstRow, lastRow, columns, topRow])
  const holds = list.held > 0
  useEffect(() => {
    if (holds && topRow === 0) onTop()
  }, [holds, topRow, onTop])
  // another list begins at its top, and so does one whose new images are let in
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect is about the change
  useLayoutEffect(() => {
    if (!holds) scroller.current?.scrollTo(0, 0)
  }, [query, holds])

  const drawn = Array.from({ length: Math.max(0, lastRow - firstRow + 1) }, (_, at) => firstRow + at)
  const isActiveDrawn = active >= firstRow * columns && active < (lastRow + 1) * columns
  return (
    <div className={styles.frame}>
      <div ref={scroller} className={styles.scroller} onScroll={view.onScroll} {...pointer}>
        {/* biome-ignore lint/a11y/useSemanticElements: a table has no cells that are picked */}
        <div
          role="grid"
          className={styles.canvas}
          style={{ height: rows * (side + 4), ['--side' as string]: `${side}px` }}
          aria-label={t('pictures')}
          aria-multiselectable
          aria-rowcount={rows}
          aria-colcount={columns}
          {...(isActiveDrawn && { 'aria-activedescendant': tileId(active) })}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          {drawn.map((row) => (
            // biome-ignore lint/a11y: rows of a grid are not focused
            <div
              key={row}
              role="row"
              aria-rowindex={row + 1}
              className={styles.row}
              style={{ transform: `translateY(${row * (side + 4)}px)` }}
            >
              {Array.from({ length: Math.min(columns, count - row * columns) }, (_, column) => {
                const place = row * columns + column
                const image = imageAt(list, place)
                return (
                  <ImageTile
                    key={place}
                    image={image}
                    place={place}
                    column={column}
                    isOpen={image !== undefined && image.image_name === open}
                  />
                )
              })}
            </div>
          ))}
        </div>
        <TileTools list={list} columns={columns} side={side} />
      </div>
      <DateBubble scroller={scroller} image={imageAt(list, topRow * columns)} />
    </div>
  )
}
