import { TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { readText, useSubmit } from '../forms/use-submit.ts'
import { nameOf, useUserChange } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'

/** Changes how somebody is called; the address stays. */
export function RenameUserDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const change = useUserChange((client, display_name: string) =>
    client.updateUser({ params: { user_id: user.user_id }, body: { display_name } }),
  )
  const submission = useSubmit(async (form) => {
    await change.mutateAsync(readText(form, 'name'))
    onClose()
  })
  return (
    <Dialog onClose={onClose} title={t('renameTitle', { name: nameOf(user) })}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <TextInput label={t('email')} description={t('emailStays')} value={user.email} readOnly />
        <TextInput
          name="name"
          label={t('displayName')}
          maxLength={255}
          autoComplete="off"
          defaultValue={user.display_name ?? ''}
          data-autofocus
        />
        <FormFault {...submission} />
        <FormActs label={t('save')} isBusy={submission.isBusy} onClose={onClose} />
      </form>
    </Dialog>
  )
}
