import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from 'react'
import styles from './records.module.css'

/** What the table takes. */
export interface RecordsProps {
  /** The heads of its columns. */
  readonly head: ReactNode
  /** Its rows. */
  readonly children: ReactNode
}

/** A table whose rows are cards where it is narrow: a first line with a title and what stands at its side, and the rest below. */
export function Records({ head, children }: RecordsProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}

/** What the head of a column takes. */
export interface RecordHeadProps extends ThHTMLAttributes<HTMLTableCellElement> {
  readonly isNumber?: boolean
}

/** The head of a column. */
export function RecordHead({ isNumber = false, ...props }: RecordHeadProps) {
  return <th scope="col" data-number={isNumber || undefined} {...props} />
}

/** What a cell takes. */
export interface RecordCellProps extends TdHTMLAttributes<HTMLTableCellElement> {
  /** Where it stands on a card: in the first line, on a line of its own, or beside others of its kind. */
  readonly at: 'title' | 'side' | 'line' | 'fact'
  /** What it is, where its column has no head in view. */
  readonly caption?: string
  readonly isNumber?: boolean
  /** Of less interest than others. */
  readonly isQuiet?: boolean
}

/** A cell of a row. An empty one takes no room on a card. */
export function RecordCell({ at, caption, isNumber = false, isQuiet = false, children, ...props }: RecordCellProps) {
  const isEmpty = children === undefined || children === null || children === ''
  return (
    <td data-at={at} data-number={isNumber || undefined} data-quiet={isQuiet || undefined} {...props}>
      {caption !== undefined && !isEmpty && <span className={styles.caption}>{caption}: </span>}
      {children}
    </td>
  )
}
