import { Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { useText } from '../../../shared/i18n/index.ts'
import { describeFailure } from '../../../shared/server/index.ts'
import { PagePart } from '../../../shared/ui/page.tsx'
import { Row, Rows } from '../../../shared/ui/rows.tsx'
import { DeleteKeyDialog } from './delete-key-dialog.tsx'
import { type ApiKey, useApiKeys } from './key-queries.ts'
import { findScope } from './key-scopes.ts'
import { NewKeyDialog } from './new-key-dialog.tsx'

/** The own API keys: what each is good for, and when it was used last. */
export function ApiKeys() {
  const { t } = useTranslation('people')
  const keys = useApiKeys()
  const [isMaking, setMaking] = useState(false)
  const [leaving, setLeaving] = useState<ApiKey>()
  return (
    <PagePart title={t('keys')} hint={t('keysHint')}>
      {keys.error && <p role="alert">{describeFailure(keys.error)}</p>}
      {keys.data && keys.data.length > 0 && (
        <Rows label={t('keys')}>
          {keys.data.map((key) => (
            <KeyRow key={key.id} apiKey={key} onDelete={() => setLeaving(key)} />
          ))}
        </Rows>
      )}
      <div>
        <Button variant="default" leftSection={<IconPlus size={18} stroke={1.5} aria-hidden />} onClick={() => setMaking(true)}>
          {t('makeKey')}
        </Button>
      </div>
      {isMaking && <NewKeyDialog onClose={() => setMaking(false)} />}
      {leaving && <DeleteKeyDialog apiKey={leaving} onClose={() => setLeaving(undefined)} />}
    </PagePart>
  )
}

function KeyRow({ apiKey, onDelete }: { readonly apiKey: ApiKey; onDelete(): void }) {
  const { t } = useTranslation('people')
  const say = useText()
  const { name, scopes, last_used_at, expires_at } = apiKey
  const isOver = expires_at !== null && parseTime(expires_at).getTime() <= Date.now()
  return (
    <Row
      icon={IconKey}
      title={name}
      mark={isOver ? t('ranOut', { time: formatTime(parseTime(expires_at)) }) : undefined}
      facts={[
        say(findScope(scopes).label),
        last_used_at === null ? t('neverUsed') : t('lastUsedAt', { time: formatTime(parseTime(last_used_at)) }),
        expires_at === null ? t('neverEnds') : isOver ? undefined : t('runsOut', { time: formatTime(parseTime(expires_at)) }),
      ]}
      act={
        <Button variant="subtle" color="gray" aria-label={t('deleteKeyOf', { name })} onClick={onDelete}>
          {t('delete')}
        </Button>
      }
    />
  )
}
