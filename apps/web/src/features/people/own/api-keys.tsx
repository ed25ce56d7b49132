import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../shared/server/index.ts'
import { PagePart } from '../../../shared/ui/page.tsx'
import { DeleteKeyDialog } from './delete-key-dialog.tsx'
import { KeyList } from './key-list.tsx'
import { type ApiKey, useApiKeys } from './key-queries.ts'
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
      {keys.data && keys.data.length > 0 && <KeyList keys={keys.data} onDelete={setLeaving} />}
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
