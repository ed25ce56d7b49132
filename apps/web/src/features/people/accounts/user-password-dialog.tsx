import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { HandOver } from '../forms/hand-over.tsx'
import { PasswordChoice } from '../forms/password-choice.tsx'
import { stayOpen } from '../forms/stay-open.ts'
import { readPassword, useSubmit } from '../forms/use-submit.ts'
import { useApiKeys } from '../own/key-queries.ts'
import { nameOf, useUserChange } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'
import { WhoseTitle } from './whose-title.tsx'

/** Sets a new password for somebody who has forgotten theirs, and then shows it once. */
export function UserPasswordDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const [password, setPassword] = useState<string>()
  const keys = useApiKeys(user.user_id).data ?? []
  const change = useUserChange(async (client, { password, endsKeys }: { password: string; endsKeys: boolean }) => {
    const params = { user_id: user.user_id }
    await client.updateUser({ params, body: { password } })
    if (endsKeys) await client.deleteApiKeysOfUser({ params })
  })
  const submission = useSubmit(async (form) => {
    const chosen = readPassword(form)
    await change.mutateAsync({ password: chosen, endsKeys: form.get('endsKeys') === 'on' })
    setPassword(chosen)
  })
  return (
    <Dialog
      onClose={onClose}
      {...stayOpen(password !== undefined)}
      title={<WhoseTitle title={t('setPasswordTitle', { name: nameOf(user) })} user={user} />}
    >
      {password !== undefined ? (
        <HandOver email={user.email} password={password} onClose={onClose} />
      ) : (
        <form className={styles.form} onSubmit={submission.onSubmit} autoComplete="off">
          <p className={styles.hint}>{t('setPasswordHint')}</p>
          <PasswordChoice />
          {keys.length > 0 && (
            <Checkbox name="endsKeys" label={t('endKeysToo', { count: keys.length })} description={t('endKeysTooHint')} />
          )}
          <FormFault {...submission} />
          <FormActs label={t('setPassword')} isBusy={submission.isBusy} onClose={onClose} />
        </form>
      )}
    </Dialog>
  )
}
