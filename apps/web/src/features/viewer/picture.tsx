import { useState } from 'react'
import type { ImageDto } from '../images/index.ts'
import styles from './picture.module.css'
import type { Zoom } from './use-zoom.ts'
import type { Extent } from './zoom.ts'

/** What a picture takes. */
export interface PictureProps {
  readonly image: ImageDto
  readonly zoom: Zoom
  readonly alt: string
  /** The size it is shown in, where that of another picture counts. */
  readonly size?: Extent
  /** Told when there is no file. */
  onMissing?(): void
}

/** A picture as it is looked at: its thumbnail until the file is there, in the same place. */
export function Picture({ image, zoom: { view, scale }, alt, size = image, onMissing }: PictureProps) {
  const [isLoaded, setLoaded] = useState(false)
  const { width, height } = size
  return (
    <div
      className={styles.picture}
      style={{
        width: width * scale,
        height: height * scale,
        transform: `translate(calc(-50% + ${view.x}px), calc(-50% + ${view.y}px))`,
      }}
    >
      <img className={styles.thumbnail} src={image.thumbnail_url} alt="" draggable={false} />
      <img
        className={styles.full}
        src={image.image_url}
        alt={alt}
        draggable={false}
        data-loaded={isLoaded}
        onLoad={() => setLoaded(true)}
        onError={onMissing}
      />
    </div>
  )
}
