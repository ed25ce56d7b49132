import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLanguage, useText } from '../../../shared/i18n/index.ts'
import { FIELD_NAMES } from './field-names.ts'
import { useForm } from './form-context.tsx'
import type { FormField } from './form-section.ts'
import styles from './panel-section.module.css'

/** What a section of the panel takes. */
interface PanelSectionProps {
  readonly children: ReactNode
  /** What opens in place, and which fields are in it. */
  readonly more?: { readonly fields: readonly FormField[]; content(isOpen: boolean): ReactNode }
}

/** A section of the panel: few controls that are always there, others that open in place. */
export function PanelSection({ children, more }: PanelSectionProps) {
  const { t } = useTranslation('generate')
  const say = useText()
  const { isChanged } = useForm()
  const [isOpen, setOpen] = useState(false)
  const changed = more?.fields.filter((field) => isChanged(field)).length ?? 0
  const names = new Intl.ListFormat(currentLanguage()).format(more?.fields.map((field) => say(FIELD_NAMES[field])) ?? [])
  return (
    <div className={styles.section}>
      {children}
      {more && more.fields.length > 0 && (
        <details className={styles.more} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary className={styles.summary}>
            <span className={styles.names}>
              {t('more')} {names}
            </span>
            {changed > 0 && <span className={styles.changed}>{t('changed', { count: changed })}</span>}
          </summary>
          <div className={styles.content}>{more.content(isOpen)}</div>
        </details>
      )}
    </div>
  )
}
