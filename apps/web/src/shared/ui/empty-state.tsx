import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** What an empty state takes. */
export interface EmptyStateProps {
  readonly title: string
  /** A heading where the place has no other. */
  readonly titleAs?: 'p' | 'h1'
  readonly children?: ReactNode
}

/** What a place shows that has nothing to show: what it is for, and what to do. */
export function EmptyState({ title, titleAs: Title = 'p', children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <Title className={styles.title}>{title}</Title>
      {children}
    </div>
  )
}
