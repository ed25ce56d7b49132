import type { Icon } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './rows.module.css'

/** What the list takes. */
export interface RowsProps {
  /** What it lists, for screen readers. */
  readonly label: string
  readonly children: ReactNode
}

/** A list of things that can each be ended, taken back or deleted. It keeps the focus when the row that has it goes. */
export function Rows({ label, children }: RowsProps) {
  const list = useRef<HTMLUListElement>(null)
  const hasFocus = useRef(false)
  useEffect(() => {
    if (hasFocus.current && document.activeElement === document.body) list.current?.focus()
  })
  return (
    <ul
      ref={list}
      className={styles.rows}
      tabIndex={-1}
      aria-label={label}
      // what is removed tells of no blur
      onFocus={() => {
        hasFocus.current = true
      }}
      onBlur={() => {
        hasFocus.current = false
      }}
    >
      {children}
    </ul>
  )
}

/** What a row takes. */
export interface RowProps {
  readonly icon: Icon
  readonly title: ReactNode
  /** What is so about it now, such as that it is over. */
  readonly mark?: string | undefined
  readonly isMarkGood?: boolean
  /** Less important things about it; undefined ones are left out. */
  readonly facts: readonly (ReactNode | undefined)[]
  /** The button that ends it. */
  readonly act?: ReactNode
  /** What is asked before it is ended, below the rest. */
  readonly question?: ReactNode
}

/** A thing of such a list. */
export function Row({ icon: Sign, title, mark, isMarkGood = false, facts, act, question }: RowProps) {
  return (
    <li className={styles.row}>
      <Sign size={20} stroke={1.5} aria-hidden />
      <div className={styles.what}>
        <p className={styles.title}>
          {title}
          {mark !== undefined && (
            <span className={styles.mark} data-good={isMarkGood || undefined}>
              {mark}
            </span>
          )}
        </p>
        <p className={styles.facts}>
          {facts
            .filter((fact) => fact !== undefined)
            .map((fact, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: facts have no names, and each keeps its place
              <span key={at}>{fact}</span>
            ))}
        </p>
      </div>
      {act}
      {question && <div className={styles.question}>{question}</div>}
    </li>
  )
}
