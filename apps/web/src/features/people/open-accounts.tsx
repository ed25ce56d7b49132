import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { attempt } from '../../shared/notices/index.ts'
import styles from './page.module.css'
import { useOpenAccounts, useOpeningChange } from './queries.ts'

/** The accounts whose private work is open to an administrator now. */
export function OpenAccounts() {
  const { t } = useTranslation('people')
  const open = useOpenAccounts().data
  const close = useOpeningChange((client, id: string) => client.closeAccount({ params: { opening_id: id } }))
  if (open === undefined || open.items.length === 0) return null
  return (
    <section className={styles.part}>
      <h2 className={styles.subtitle}>{t('openNow')}</h2>
      <ul className={styles.part}>
        {open.items.map((opening) => (
          <li key={opening.id} className={styles.head}>
            <span>
              {t('openLine', {
                name: opening.user_display_name ?? opening.user_id,
                admin: opening.opened_by_name ?? opening.opened_by,
                until: formatTime(parseTime(opening.until)),
                reason: opening.reason,
              })}
            </span>
            <Button variant="default" loading={close.isPending} onClick={() => void attempt(() => close.mutateAsync(opening.id))}>
              {t('closeAccount')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
