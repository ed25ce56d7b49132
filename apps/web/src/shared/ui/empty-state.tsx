import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

/** What a place shows that has nothing to show: what it is for, and what to do. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  )
}
