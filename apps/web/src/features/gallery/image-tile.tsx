import { IconCheck, IconStarFilled } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useIsEveryone, useOwnerName } from '../boards/index.ts'
import type { ImageDto } from '../images/index.ts'
import styles from './image-tile.module.css'
import { Placeholder } from './placeholder.tsx'
import { useSelection } from './selection.ts'

/** What a tile takes. */
export interface ImageTileProps {
  /** undefined while it is unknown */
  readonly image: ImageDto | undefined
  readonly place: number
  readonly column: number
  /** Whether it is the one that is looked at. */
  readonly isOpen: boolean
}

/** The id of the tile of a place. */
export const tileId = (place: number) => `tile-${place}`

/** An image of the grid. What is done with it is heard by the grid. */
export const ImageTile = memo(function ImageTile({ image, place, column, isOpen }: ImageTileProps) {
  const { t } = useTranslation('gallery')
  const isPicked = useSelection(({ names }) => image !== undefined && names.has(image.image_name))
  const isEveryone = useIsEveryone()
  const nameOwner = useOwnerName()
  const isActive = useSelection(({ active }) => active === place)
  return (
    // biome-ignore lint/a11y: the grid has the focus and names its active cell
    <div
      role="gridcell"
      id={tileId(place)}
      aria-colindex={column + 1}
      aria-selected={isPicked}
      className={styles.tile}
      data-place={place}
      data-active={isActive || undefined}
      data-open={isOpen || undefined}
      draggable={image !== undefined}
    >
      {image && (
        <>
          <Placeholder key={image.image_name} hash={image.placeholder} />
          <img
            className={styles.image}
            src={image.thumbnail_url}
            alt={t(image.starred ? 'starredPictureOf' : 'pictureOf', { time: formatTime(parseTime(image.created_at)) })}
            decoding="async"
            draggable={false}
          />
          {isEveryone && <span className={styles.owner}>{nameOwner(image.owner)}</span>}
          {image.starred && <IconStarFilled className={styles.star} size={14} aria-hidden />}
          {isPicked && (
            <span className={styles.check}>
              <IconCheck size={14} stroke={2.5} aria-hidden />
            </span>
          )}
        </>
      )}
    </div>
  )
})
