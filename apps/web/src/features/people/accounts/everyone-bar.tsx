import { Button } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { leaveEveryone } from '../../boards/index.ts'
import styles from '../own/access-notice.module.css'
import { useOpenAccounts, useOpeningsEnd } from '../queries.ts'

/** Says that an administrator looks at everyone's work, what of it, and leads back. */
export function EveryoneBar() {
  const { t } = useTranslation('people')
  const openings = useOpenAccounts().data
  const isClosed = openings?.admin_private_view === false
  useOpeningsEnd(openings?.items)
  return (
    <div role="status">
      {openings && (
        <div className={styles.notice}>
          <IconUsersGroup size={18} stroke={1.5} aria-hidden />
          <p className={styles.words}>
            {t(isClosed ? 'everyoneButPrivate' : 'everyone')} {isClosed && <Link to="/users">{t('openReasoned')}</Link>}
          </p>
          <Button variant="default" size="xs" onClick={leaveEveryone}>
            {t('backToMine')}
          </Button>
        </div>
      )}
    </div>
  )
}
