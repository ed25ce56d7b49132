import { type CSSProperties, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileOf, thumbnailOf } from '../../shared/image-address.ts'
import { useStudio } from '../../shared/studio.tsx'
import styles from './stage-picture.module.css'
import type { Size } from './tracked-item.ts'

/** What is shown large. */
export interface StagePictureProps {
  /** The picture, once it is there. */
  readonly imageName?: string | undefined
  /** How it looks on the way; stays below the picture until that has come. */
  readonly preview?: string | undefined
  /** The picture that was made before: seen dimly while there is no preview yet. */
  readonly before?: string | undefined
  /** Of the finished picture: its place is kept from the beginning. */
  readonly size: Size
  readonly alt: string
  /** The picture was deleted. */
  onGone?(): void
}

/** The most that small pictures are enlarged. */
const MOST_ENLARGED = 4

/** A picture in the making and, when it is made, the picture in the very same place; a click opens it. */
export function StagePicture({ imageName, preview, before, size: { width, height }, alt, onGone }: StagePictureProps) {
  const { t } = useTranslation('queue')
  const { go } = useStudio()
  const [isThere, setThere] = useState(false)
  const place = { '--ratio': width / height, '--most': `${width * MOST_ENLARGED}px` } as CSSProperties
  return (
    <div className={styles.frame}>
      <div className={styles.picture} style={place} data-ready={isThere || undefined}>
        {!preview && !isThere && before && <img className={styles.before} src={thumbnailOf(before)} alt="" />}
        {preview && !isThere && <img className={styles.preview} src={preview} alt={t('previewOf', { name: alt })} />}
        {imageName && (
          <button
            type="button"
            className={styles.open}
            aria-label={t('openPicture')}
            onClick={() => void go({ to: '/', search: (search) => ({ ...search, image: imageName }) })}
          >
            <img className={styles.made} src={fileOf(imageName)} alt={alt} onLoad={() => setThere(true)} onError={onGone} />
          </button>
        )}
      </div>
    </div>
  )
}
