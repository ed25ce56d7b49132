import { Button, Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatAge, formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useBoards } from '../boards/index.ts'
import { Placeholder } from '../gallery/index.ts'
import { describeTimeLeft, type TrashedImage } from './queries.ts'
import styles from './trash-page.module.css'

/** What the grid takes. */
export interface TrashGridProps {
  readonly images: readonly TrashedImage[]
  readonly picked: ReadonlySet<string>
  onToggle(name: string): void
  onRestore(name: string): void
}

/** The pictures in the trash, each with the board that it comes back to and when it was made. */
export function TrashGrid({ images, picked, onToggle, onRestore }: TrashGridProps) {
  const { t } = useTranslation('trash')
  const boards = useBoards().data
  // it lies there again once it is restored
  const boardOf = ({ board_id }: TrashedImage) => boards?.find((board) => board.board_id === board_id)?.board_name
  return (
    <ul className={styles.grid}>
      {images.map((image) => {
        const age = formatAge(parseTime(image.deleted_at))
        return (
          <li key={image.image_name} className={styles.tile} data-picked={picked.has(image.image_name) || undefined}>
            <div className={styles.face}>
              <Placeholder hash={image.placeholder} />
              <img
                className={styles.picture}
                src={`api/v1/images/trash/${encodeURIComponent(image.image_name)}/thumbnail`}
                alt=""
                loading="lazy"
                draggable={false}
              />
            </div>
            <Checkbox
              checked={picked.has(image.image_name)}
              onChange={() => onToggle(image.image_name)}
              label={t('deletedAt', { age })}
              description={[
                boardOf(image),
                t('madeAt', { time: formatTime(parseTime(image.created_at)) }),
                `${image.width} × ${image.height}`,
                describeTimeLeft(image, t),
              ]
                .filter(Boolean)
                .join(' · ')}
            />
            <Button variant="default" size="xs" aria-label={t('restoreOne', { age })} onClick={() => onRestore(image.image_name)}>
              {t('restore')}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}
