import { ActionButton } from '../../shared/actions/index.ts'
import { formatNumber } from '../../shared/formatting/index.ts'
import { actualSizeAction, fitAction, zoomInAction, zoomOutAction } from './actions.ts'
import type { Zoom } from './use-zoom.ts'
import styles from './viewer.module.css'

/** How near one is, and what changes it. Fingers pinch instead. */
export function ZoomButtons({ zoom: { acts, trueScale, isFitted } }: { readonly zoom: Zoom }) {
  return (
    <div className={styles.zoom}>
      <ActionButton action={zoomOutAction} subject={acts} />
      <span className={styles.scale}>{formatNumber(trueScale * 100, 0)} %</span>
      <ActionButton action={zoomInAction} subject={acts} />
      <ActionButton action={fitAction} subject={acts} isPressed={isFitted} />
      <ActionButton action={actualSizeAction} subject={acts} isPressed={!isFitted && Math.abs(trueScale - 1) < 0.001} />
    </div>
  )
}
