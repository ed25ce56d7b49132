import { UnstyledButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ImageDto, Neighbours } from '../images/index.ts'
import styles from './compare.module.css'
import { namePicture } from './name-picture.ts'

/** What the strip takes. */
export interface StripProps {
  readonly left: ImageDto
  readonly right: ImageDto
  /** Beside the right picture. */
  readonly neighbours: Neighbours
  onChoose(name: string): void
}

/** Pictures near the right one, to choose another. */
export function Strip({ left, right, neighbours: { previous, next }, onChoose }: StripProps) {
  const { t } = useTranslation('viewer')
  const images = [...previous.toReversed(), right, ...next].filter(({ image_name }) => image_name !== left.image_name)
  return (
    <ul className={styles.strip} aria-label={t('compareWithOther')}>
      {images.map((image) => (
        <li key={image.image_name}>
          <UnstyledButton
            className={styles.choice}
            aria-pressed={image === right}
            aria-label={namePicture(image)}
            onClick={() => onChoose(image.image_name)}
          >
            <img className={styles.small} src={image.thumbnail_url} alt="" draggable={false} />
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}
