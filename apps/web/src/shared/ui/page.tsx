import type { ReactNode } from 'react'
import styles from './page.module.css'

/** What the frame of a place takes. */
export interface PageProps {
  readonly title: string
  /** What the place is for, in a sentence. */
  readonly hint?: ReactNode
  /** What can be done in all of it, beside the title. */
  readonly acts?: ReactNode
  /** The way to places that belong together, above the title. */
  readonly places?: ReactNode
  /** For tables and grids, in place of text and forms. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** The frame of a place with parts below each other: its title, what it is for, and what can be done. */
export function Page({ title, hint, acts, places, isWide = false, children }: PageProps) {
  return (
    <div className={styles.page} data-wide={isWide || undefined}>
      {places}
      <header className={styles.head}>
        <h1 className={styles.title}>{title}</h1>
        {acts !== undefined && <div className={styles.acts}>{acts}</div>}
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </header>
      {children}
    </div>
  )
}

/** What a part of a place takes. */
export interface PagePartProps {
  readonly title: string
  readonly hint?: ReactNode
  readonly children: ReactNode
}

/** A part of a place, under a heading of its own. */
export function PagePart({ title, hint, children }: PagePartProps) {
  return (
    <section className={styles.part}>
      <header>
        <h2 className={styles.subtitle}>{title}</h2>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </header>
      {children}
    </section>
  )
}
