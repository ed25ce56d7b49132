import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ImageDto } from '../images/index.ts'
import styles from './compare.module.css'
import { CompareSlider } from './compare-slider.tsx'
import { Picture } from './picture.tsx'
import { useGestures } from './use-gestures.ts'
import type { Zoom } from './use-zoom.ts'
import type { CompareMode } from './viewer-section.ts'

/** What the pictures of a comparison take. */
export interface CompareStageProps {
  readonly left: ImageDto
  readonly right: ImageDto
  readonly mode: CompareMode
  readonly zoom: Zoom
  /** The element that the left picture is shown in. */
  readonly pane: HTMLDivElement | null
  setPane(element: HTMLDivElement | null): void
}

/** Two pictures over or beside each other, zoomed and moved as one. The right one is shown in the size of the left. */
export function CompareStage({ left, right, mode, zoom, pane, setPane }: CompareStageProps) {
  const { t } = useTranslation('viewer')
  const [secondPane, setSecondPane] = useState<HTMLDivElement | null>(null)
  const [share, setShare] = useState(50)
  useGestures(pane, zoom)
  useGestures(secondPane, zoom)
  const isSlider = mode === 'slider'
  const second = <Picture key={right.image_name} image={right} size={left} zoom={zoom} alt={t('rightPicture')} />
  return (
    <>
      <div ref={setPane} className={styles.pane}>
        <div className={styles.layer} {...(isSlider && { style: { clipPath: `inset(0 ${100 - share}% 0 0)` } })}>
          <Picture key={left.image_name} image={left} zoom={zoom} alt={t('leftPicture')} />
        </div>
        {mode !== 'sideBySide' && (
          <div className={styles.layer} data-mode={mode} {...(isSlider && { style: { clipPath: `inset(0 0 0 ${share}%)` } })}>
            {second}
          </div>
        )}
      </div>
      {mode === 'sideBySide' && (
        <div ref={setSecondPane} className={styles.pane}>
          <div className={styles.layer}>{second}</div>
        </div>
      )}
      {isSlider && <CompareSlider share={share} onChange={setShare} />}
    </>
  )
}
