import { IconArrowsHorizontal } from '@tabler/icons-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './compare.module.css'

/** What the slider takes. */
export interface CompareSliderProps {
  /** How much of the left picture is seen, 0..100. */
  readonly share: number
  onChange(share: number): void
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -2,
  ArrowDown: -2,
  ArrowRight: 2,
  ArrowUp: 2,
  PageDown: -10,
  PageUp: 10,
}
const ENDS: Readonly<Record<string, number>> = { Home: 0, End: 100 }
const keep = (share: number) => Math.min(Math.max(share, 0), 100)

/** The line between two pictures, moved by pointer or keys. */
export function CompareSlider({ share, onChange }: CompareSliderProps) {
  const { t } = useTranslation('viewer')
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const to = ENDS[event.key] ?? (step === undefined ? undefined : share + (event.shiftKey ? 5 : 1) * step)
    if (to === undefined) return
    event.preventDefault()
    onChange(keep(to))
  }
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const whole = event.currentTarget.parentElement?.getBoundingClientRect()
    if (whole && whole.width > 0) onChange(keep(((event.clientX - whole.left) / whole.width) * 100))
  }
  return (
    <div
      className={styles.slider}
      style={{ left: `${share}%` }}
      role="slider"
      tabIndex={0}
      aria-label={t('line')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      onKeyDown={onKeyDown}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      <span className={styles.grip} aria-hidden>
        <IconArrowsHorizontal size={18} stroke={1.5} />
      </span>
    </div>
  )
}
