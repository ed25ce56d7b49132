import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../shared/server/index.ts'
import { describeOpening } from './describe-opening.ts'
import styles from './page.module.css'
import { useAccessLog } from './queries.ts'

/** Who looked at the own private work. */
export function AccessLog() {
  const { t } = useTranslation('people')
  const log = useAccessLog()
  return (
    <>
      <p className={styles.hint}>{t('accessHint')}</p>
      {log.error && <p role="alert">{describeFailure(log.error)}</p>}
      {log.data?.length === 0 && <p>{t('accessNobody')}</p>}
      <ul>
        {log.data?.map((opening) => (
          <li key={opening.id}>{describeOpening(opening, t)}</li>
        ))}
      </ul>
    </>
  )
}
