import { ActionIcon, Tooltip } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { ActionButton } from '../../shared/actions/index.ts'
import { pickImages } from '../images/index.ts'
import { imageActions } from './actions.ts'
import { type ImageList, imageAt } from './image-list.ts'
import { openImageMenu } from './image-menu-state.ts'
import styles from './tile-tools.module.css'
import { GAP } from './use-grid-window.ts'

/** The place of the tile under the mouse, or -1. */
export const useHovered = create<{ readonly place: number }>(() => ({ place: -1 }))

const ROOM_FOR_ALL = 90

/** What the tiles are drawn by. */
export interface TileToolsProps {
  readonly list: ImageList
  readonly columns: number
  readonly side: number
}

/** The buttons over the tile under the mouse: one set for the whole grid. */
export function TileTools({ list, columns, side }: TileToolsProps) {
  const { t } = useTranslation('gallery')
  const place = useHovered((state) => state.place)
  const image = imageAt(list, place)
  const subject = useMemo(() => image && pickImages([image]), [image])
  if (image === undefined || subject === undefined) return null
  const left = (place % columns) * (side + GAP)
  const top = Math.floor(place / columns) * (side + GAP)
  return (
    <div
      className={styles.tools}
      data-place={place}
      role="toolbar"
      aria-label={t('pictureTools')}
      style={{ transform: `translate(${left}px, ${top + side}px) translateY(-100%)`, width: side }}
    >
      {side >= ROOM_FOR_ALL && (
        <>
          <ActionButton action={imageActions.usePrompt} subject={subject} />
          <ActionButton action={imageActions.useSeed} subject={subject} />
          <ActionButton action={imageActions.useAll} subject={subject} />
        </>
      )}
      <Tooltip label={t('moreTools')}>
        <ActionIcon aria-label={t('moreTools')} onClick={(event) => openImageMenu(image, { x: event.clientX, y: event.clientY })}>
          <IconDots size={18} stroke={1.5} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}
