import { Button } from '@mantine/core'
import { IconTransfer } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { describeContent } from './describe-content.ts'
import { SYSTEM } from './everyone.ts'
import { useUnowned } from './owners.ts'
import styles from './unowned-note.module.css'

/** Tells administrators what is there from the time before accounts, and where it is handed over; nothing where there is none. */
export function UnownedNote() {
  const { t } = useTranslation('boards')
  const unowned = useUnowned()
  if (unowned === undefined) return null
  return (
    <div className={styles.note}>
      <IconTransfer size={18} stroke={1.5} aria-hidden />
      <p className={styles.words}>{t('unowned', { what: describeContent(unowned) })}</p>
      <Button variant="default" size="xs" renderRoot={(props) => <Link to="/hand-over" search={{ from: SYSTEM }} {...props} />}>
        {t('handUnownedOver')}
      </Button>
    </div>
  )
}
