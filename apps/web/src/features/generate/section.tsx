import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useForm } from './form-context.tsx'
import type { FormField } from './form-section.ts'
import styles from './section.module.css'

/** What a section of the panel takes. */
export interface SectionProps {
  readonly children: ReactNode
  /** What opens in place, and which fields are in it. */
  readonly more?: { readonly fields: readonly FormField[]; content(isOpen: boolean): ReactNode }
}

/** A section of the panel: few controls that are always there, others that open in place. */
export function Section({ children, more }: SectionProps) {
  const { t } = useTranslation('generate')
  const { isChanged } = useForm()
  const [isOpen, setOpen] = useState(false)
  const changed = more?.fields.filter((field) => isChanged(field)).length ?? 0
  return (
    <div className={styles.section}>
      {children}
      {more && more.fields.length > 0 && (
        <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className={styles.summary}>
            {t('more')}
            {changed > 0 && <span className={styles.changed}>{t('changed', { count: changed })}</span>}
          </summary>
          <div className={styles.content}>{more.content(isOpen)}</div>
        </details>
      )}
    </div>
  )
}
