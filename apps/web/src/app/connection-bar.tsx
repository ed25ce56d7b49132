import { useTranslation } from 'react-i18next'
import { useHearing } from '../shared/server/index.ts'
import styles from './connection-bar.module.css'

/** A thin bar while the server is out of reach. */
export function ConnectionBar() {
  const { t } = useTranslation('app')
  const hearing = useHearing((state) => state.hearing)
  return (
    <div className={styles.bar} role="status" data-hearing={hearing}>
      {hearing === 'lost' && t('reconnecting')}
    </div>
  )
}
