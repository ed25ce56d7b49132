import { type DragEvent, type ReactNode, useState } from 'react'
import { carriesPictures, readDropped } from '../../shared/picture-drag.ts'
import styles from './board-list.module.css'

/** What a row takes. */
export interface PlaceRowProps {
  /** an icon, or the cover */
  readonly face: ReactNode
  readonly label: ReactNode
  /** whose it is, where that is shown */
  readonly whose?: string | undefined
  readonly count: number | undefined
  readonly marks?: ReactNode
  readonly tools?: ReactNode
  readonly isOpen: boolean
  onOpen(): void
  /** Takes pictures that are dropped on it, where it takes any. */
  readonly onDropPictures?: ((names: readonly string[]) => void) | undefined
}

/** A place of pictures in the list: a board, a day, all. */
export function PlaceRow({ face, label, whose, count, marks, tools, isOpen, onOpen, onDropPictures }: PlaceRowProps) {
  const [isOver, setIsOver] = useState(false)
  const takes = (event: DragEvent) => onDropPictures !== undefined && carriesPictures(event.dataTransfer)
  return (
    <li
      className={styles.row}
      data-open={isOpen || undefined}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        setIsOver(false)
        if (!takes(event)) return
        event.preventDefault()
        onDropPictures?.(readDropped(event.dataTransfer))
      }}
    >
      <button type="button" className={styles.open} aria-current={isOpen || undefined} onClick={onOpen}>
        <span className={styles.face}>{face}</span>
        <span className={styles.name}>
          {label}
          {whose !== undefined && <span className={styles.whose}> {whose}</span>}
        </span>
        {marks}
        <span className={styles.count}>{count}</span>
      </button>
      {tools}
    </li>
  )
}
