import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../shared/server/index.ts'
import styles from '../forms/form.module.css'
import { KeyList } from '../own/key-list.tsx'
import { type ApiKey, useApiKeys } from '../own/key-queries.ts'

/** What the list takes. */
export interface UserKeysProps {
  readonly userId: string
  onDelete(key: ApiKey): void
}

/** The API keys of somebody, with which programs go on when all sessions have ended. */
export function UserKeys({ userId, onDelete }: UserKeysProps) {
  const { t } = useTranslation('people')
  const keys = useApiKeys(userId)
  return (
    <section className={styles.form}>
      <h3 className={styles.heading}>{t('keys')}</h3>
      {keys.error && <p role="alert">{describeFailure(keys.error)}</p>}
      <p className={styles.hint}>{t(keys.data?.length === 0 ? 'noKeys' : 'keysOutlast')}</p>
      {keys.data && keys.data.length > 0 && <KeyList keys={keys.data} onDelete={onDelete} />}
    </section>
  )
}
