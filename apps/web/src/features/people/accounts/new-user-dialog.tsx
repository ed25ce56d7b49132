import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { type Credentials, HandOver } from '../forms/hand-over.tsx'
import { PasswordChoice } from '../forms/password-choice.tsx'
import { stayOpen } from '../forms/stay-open.ts'
import { readPassword, readText, useSubmit } from '../forms/use-submit.ts'
import { useUserChange } from '../queries.ts'

/** Makes an account for somebody, and then shows what to tell them. */
export function NewUserDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('people')
  const [made, setMade] = useState<Credentials>()
  const create = useUserChange((client, body: Parameters<typeof client.createUser>[0]['body']) => client.createUser({ body }))
  const submission = useSubmit(async (form) => {
    const credentials = { email: readText(form, 'email'), password: readPassword(form) }
    const more = { display_name: readText(form, 'name') || null, is_admin: form.get('admin') !== null }
    await create.mutateAsync({ ...credentials, ...more })
    setMade(credentials)
  })
  return (
    <Dialog onClose={onClose} {...stayOpen(made !== undefined)} title={t(made ? 'userMade' : 'addUser')}>
      {made ? (
        <HandOver {...made} onClose={onClose} />
      ) : (
        <form className={styles.form} onSubmit={submission.onSubmit} autoComplete="off">
          <TextInput name="name" label={t('displayName')} maxLength={255} autoComplete="off" data-autofocus />
          <TextInput name="email" type="email" label={t('email')} autoComplete="off" required withAsterisk={false} />
          <PasswordChoice />
          <Checkbox name="admin" label={t('asAdmin')} description={t('asAdminHint')} />
          <FormFault {...submission} />
          <FormActs label={t('makeAccount')} isBusy={submission.isBusy} onClose={onClose} />
        </form>
      )}
    </Dialog>
  )
}
