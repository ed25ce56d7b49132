import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../shared/formatting/index.ts'
import { useText } from '../../shared/i18n/index.ts'
import { describeFailure } from '../../shared/server/index.ts'
import { DeleteKeyDialog } from './delete-key-dialog.tsx'
import { type ApiKey, useApiKeys } from './key-queries.ts'
import { findScope } from './key-scopes.ts'
import { NewKeyDialog } from './new-key-dialog.tsx'
import styles from './page.module.css'
import listStyles from './session-list.module.css'

/** The own API keys: what each is good for, and when it was used last. */
export function ApiKeys() {
  const { t } = useTranslation('people')
  const keys = useApiKeys()
  const [isMaking, setMaking] = useState(false)
  const [leaving, setLeaving] = useState<ApiKey>()
  return (
    <section className={styles.part}>
      <h2 className={styles.subtitle}>{t('keys')}</h2>
      <p className={styles.hint}>{t('keysHint')}</p>
      {keys.error && <p role="alert">{describeFailure(keys.error)}</p>}
      {keys.data && keys.data.length > 0 && (
        <ul className={listStyles.list} aria-label={t('keys')}>
          {keys.data.map((key) => (
            <KeyRow key={key.id} apiKey={key} onDelete={() => setLeaving(key)} />
          ))}
        </ul>
      )}
      <div>
        <Button variant="default" leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />} onClick={() => setMaking(true)}>
          {t('makeKey')}
        </Button>
      </div>
      {isMaking && <NewKeyDialog onClose={() => setMaking(false)} />}
      {leaving && <DeleteKeyDialog apiKey={leaving} onClose={() => setLeaving(undefined)} />}
    </section>
  )
}

function KeyRow({ apiKey, onDelete }: { readonly apiKey: ApiKey; onDelete(): void }) {
  const { t } = useTranslation('people')
  const say = useText()
  const { name, scopes, last_used_at, expires_at } = apiKey
  const isOver = expires_at !== null && parseTime(expires_at).getTime() <= Date.now()
  const end = expires_at === null ? t('neverEnds') : formatTime(parseTime(expires_at))
  return (
    <li className={listStyles.session}>
      <IconKey size={20} stroke={1.5} aria-hidden />
      <div className={listStyles.what}>
        <p className={listStyles.device}>{name}</p>
        <p className={listStyles.where}>
          <span>{say(findScope(scopes).label)}</span>
          <span>{last_used_at === null ? t('neverUsed') : t('lastUsed', { time: formatTime(parseTime(last_used_at)) })}</span>
          <span>{expires_at === null ? end : t(isOver ? 'ranOut' : 'runsOut', { time: end })}</span>
        </p>
      </div>
      <Button variant="subtle" color="gray" aria-label={t('deleteKeyOf', { name })} onClick={onDelete}>
        {t('delete')}
      </Button>
    </li>
  )
}
