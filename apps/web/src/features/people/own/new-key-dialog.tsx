import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import { ChoiceList } from '../forms/choice-list.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { SecretHandOver } from '../forms/secret-hand-over.tsx'
import { stayOpen } from '../forms/stay-open.ts'
import { readText, useSubmit } from '../forms/use-submit.ts'
import { useKeyMaking } from './key-queries.ts'
import { KEY_SCOPES, type KeyScope } from './key-scopes.ts'

const DAY_MS = 24 * 3600 * 1000

/** Makes an API key, and then shows it once. */
export function NewKeyDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('people')
  const making = useKeyMaking()
  const [scope, setScope] = useState<KeyScope>('read')
  const submission = useSubmit(async (form) => {
    const days = Number(form.get('days'))
    const expires_at = days === 0 ? null : new Date(Date.now() + days * DAY_MS).toISOString()
    await making.mutateAsync({ name: readText(form, 'name'), scopes: [scope], expires_at })
  })
  const made = making.data
  return (
    <Dialog onClose={onClose} {...stayOpen(made !== undefined)} title={t(made ? 'keyMade' : 'makeKey')}>
      {made ? (
        <SecretHandOver hint={t('keyMadeHint')} label={t('key')} text={made.key} onClose={onClose} />
      ) : (
        <form className={styles.form} onSubmit={submission.onSubmit} autoComplete="off">
          <TextInput
            name="name"
            label={t('keyName')}
            description={t('keyNameHint')}
            maxLength={200}
            required
            withAsterisk={false}
            data-autofocus
          />
          <ChoiceList label={t('scope')} name="scope" choices={KEY_SCOPES} value={scope} onChange={setScope} />
          <NativeSelect
            name="days"
            label={t('ends')}
            data={[
              { value: '30', label: t('endsMonth') },
              { value: '90', label: t('endsQuarter') },
              { value: '365', label: t('endsYear') },
              { value: '0', label: t('endsNever') },
            ]}
          />
          <FormFault {...submission} />
          <FormActs label={t('makeKey')} isBusy={submission.isBusy} onClose={onClose} />
        </form>
      )}
    </Dialog>
  )
}
