import { Button } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatTime, parseTime } from '../../../shared/formatting/index.ts'
import { useText } from '../../../shared/i18n/index.ts'
import { Row, Rows } from '../../../shared/ui/rows.tsx'
import type { ApiKey } from './key-queries.ts'
import { findScope } from './key-scopes.ts'

/** What a list of API keys takes. */
export interface KeyListProps {
  readonly keys: readonly ApiKey[]
  onDelete(key: ApiKey): void
}

/** API keys: what each is good for, until when, and when it was used last. */
export function KeyList({ keys, onDelete }: KeyListProps) {
  const { t } = useTranslation('people')
  return (
    <Rows label={t('keys')}>
      {keys.map((key) => (
        <KeyRow key={key.id} apiKey={key} onDelete={() => onDelete(key)} />
      ))}
    </Rows>
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
