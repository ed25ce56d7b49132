import { Tooltip } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import { clamp } from './fit-panels.ts'
import styles from './panel-separator.module.css'

/** What a separator takes. Widths in CSS pixels. */
export interface PanelSeparatorProps {
  /** What is changed: the width of … */
  readonly label: string
  /** What its button does now, with its hotkey. */
  readonly toggleLabel: string
  /** id of the panel whose width it changes */
  readonly panel: string
  /** On which side of the separator the panel is. */
  readonly side: 'left' | 'right'
  /** 0 when the panel is closed. */
  readonly width: number
  readonly least: number
  readonly most: number
  onResize(width: number): void
  onToggle(): void
  onReset(): void
}

const STEP = 16

/**
 * Between a side panel and the middle: dragged, or moved with the arrow keys, it makes the panel wider; Enter closes and opens it,
 * a double click gives it back its first width.
 */
export function PanelSeparator(props: PanelSeparatorProps) {
  const { label, toggleLabel, panel, side, width, least, most, onResize, onToggle, onReset } = props
  const [grip, setGrip] = useState<{ readonly x: number; readonly width: number }>()
  const isOpen = width > 0
  const outward = side === 'left' ? 1 : -1
  const Chevron = (side === 'left') === isOpen ? IconChevronLeft : IconChevronRight
  const resize = (wanted: number) => onResize(clamp(wanted, least, most))

  function drag(event: PointerEvent): void {
    if (grip === undefined) return
    const wanted = grip.width + (event.clientX - grip.x) * outward
    // pushed far below its least it closes, pulled out it opens
    if (wanted < least / 2 === isOpen) onToggle()
    else if (isOpen) resize(wanted)
  }

  function press(event: KeyboardEvent): void {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => resize(width - STEP * outward),
      ArrowRight: () => resize(width + STEP * outward),
      Home: () => resize(least),
      End: () => resize(most),
      Enter: onToggle,
    }
    const act = keys[event.key]
    if (act === undefined || (!isOpen && event.key !== 'Enter')) return
    event.preventDefault()
    act()
  }

  return (
    <div className={styles.edge} data-side={side} data-open={isOpen || undefined} data-dragged={grip !== undefined || undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule between paragraphs is no separator that one can move */}
      <div
        className={styles.separator}
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={label}
        aria-controls={panel}
        aria-valuenow={width}
        aria-valuemin={0}
        aria-valuemax={most}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setGrip({ x: event.clientX, width })
        }}
        onPointerMove={drag}
        onPointerUp={() => setGrip(undefined)}
        onPointerCancel={() => setGrip(undefined)}
        onDoubleClick={onReset}
        onKeyDown={press}
      />
      <Tooltip label={toggleLabel}>
        <button
          type="button"
          className={styles.toggle}
          aria-label={toggleLabel}
          aria-expanded={isOpen}
          aria-controls={panel}
          onClick={onToggle}
        >
          <Chevron size={14} stroke={1.5} aria-hidden />
        </button>
      </Tooltip>
    </div>
  )
}
