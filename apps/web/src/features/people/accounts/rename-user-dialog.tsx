import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { readText, useSubmit } from '../forms/use-submit.ts'
import { nameOf, type UserChanges, useUserChange } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'

/** Changes how somebody is called, and the address with which they sign in. */
export function RenameUserDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const change = useUserChange((client, body: UserChanges) => client.updateUser({ params: { user_id: user.user_id }, body }))
  const submission = useSubmit(async (form) => {
    const email = readText(form, 'email')
    await change.mutateAsync({ display_name: readText(form, 'name'), ...(email !== user.email && { email }) })
    onClose()
  })
  return (
    <Dialog onClose={onClose} title={t('renameTitle', { name: nameOf(user) })}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <TextInput
          name="name"
          label={t('displayName')}
          maxLength={255}
          autoComplete="off"
          defaultValue={user.display_name ?? ''}
          data-autofocus
        />
        <TextInput
          name="email"
          type="email"
          label={t('email')}
          description={t('emailHint')}
          autoComplete="off"
          required
          withAsterisk={false}
          defaultValue={user.email}
        />
        <FormFault {...submission} />
        <FormActs label={t('save')} isBusy={submission.isBusy} onClose={onClose} />
      </form>
    </Dialog>
  )
}
