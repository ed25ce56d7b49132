import { useTranslation } from 'react-i18next'
import { useHearing } from '../shared/server/index.ts'
import styles from './connection-bar.module.css'

/** A thin bar while the server is out of reach, or does not talk to this page any more. */
export function ConnectionBar() {
  const { t } = useTranslation('app')
  const hearing = useHearing((state) => state.hearing)
  return (
    <div className={styles.bar} role="status" data-hearing={hearing}>
      {hearing === 'lost' && t('reconnecting')}
      {hearing === 'ended' && (
        <>
          {t('notConnected')}
          <button type="button" className={styles.again} onClick={() => location.reload()}>
            {t('loadAgain')}
          </button>
        </>
      )}
    </div>
  )
}
