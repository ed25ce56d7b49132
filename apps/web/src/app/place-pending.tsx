import { useTranslation } from 'react-i18next'
import styles from './place-pending.module.css'

/** The bones of a place that is being loaded. */
export function PlacePending() {
  const { t } = useTranslation('app')
  return (
    <div className={styles.bones} role="status" aria-label={t('loadingPlace')}>
      <div className={styles.title} />
      <div className={styles.row} />
      <div className={styles.row} />
      <div className={styles.row} />
    </div>
  )
}
