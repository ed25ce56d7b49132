import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { useLastBackup } from '../queries.ts'
import styles from './backup-notice.module.css'

/** Tells administrators that the last backup failed, and which one is good. */
export function BackupNotice() {
  const { t } = useTranslation('people')
  const last = useLastBackup().data
  if (last?.outcome !== 'failure') return null
  const { ended_at, succeeded_at } = last
  const good = succeeded_at === null ? t('backupNone') : t('backupGood', { time: formatTime(parseTime(succeeded_at)) })
  return (
    <div role="alert" className={styles.notice}>
      <IconAlertTriangle size={18} stroke={1.5} aria-hidden />
      <p>
        {t('backupFailed', { time: formatTime(parseTime(ended_at)) })} {good} {t('backupAdvice')}
      </p>
    </div>
  )
}
