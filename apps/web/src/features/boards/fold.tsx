import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './board-list.module.css'

/** What a fold takes. */
export interface FoldProps {
  readonly title: string
  readonly icon?: ReactNode
  readonly isOpen: boolean
  onToggle(): void
}

/** Folds and unfolds what follows it. */
export function Fold({ title, icon, isOpen, onToggle }: FoldProps) {
  const Chevron = isOpen ? IconChevronDown : IconChevronRight
  return (
    <button type="button" className={styles.fold} aria-expanded={isOpen} onClick={onToggle}>
      <Chevron size={16} stroke={1.5} aria-hidden />
      {icon}
      <span className={styles.name}>{title}</span>
    </button>
  )
}
