import { ActionButton } from '../../shared/actions/index.ts'
import { formatNumber } from '../../shared/formatting/index.ts'
import { actualSizeAction, fitAction, zoomInAction, zoomOutAction } from './actions.ts'
import type { Zoom } from './use-zoom.ts'
import styles from './viewer.module.css'

/** How near one is, and what changes it. Fingers pinch instead. */
export function ZoomButtons({ zoom: { acts, scale, isFitted } }: { readonly zoom: Zoom }) {
  return (
    <div className={styles.zoom}>
      <ActionButton action={zoomOutAction} subject={acts} />
      <output className={styles.scale}>{formatNumber(scale * 100, 0)} %</output>
      <ActionButton action={zoomInAction} subject={acts} />
      <ActionButton action={fitAction} subject={acts} isPressed={isFitted} />
      <ActionButton action={actualSizeAction} subject={acts} isPressed={!isFitted && scale === 1} />
    </div>
  )
}
