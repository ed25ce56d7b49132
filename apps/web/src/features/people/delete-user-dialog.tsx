import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tell } from '../../shared/notices/index.ts'
import { Dialog } from '../../shared/ui/dialog.tsx'
import type { UserDialogProps } from './actions.ts'
import styles from './form.module.css'
import { FormFault } from './form-fault.tsx'
import { nameOf, useUserChange } from './queries.ts'
import { useSubmit } from './use-submit.ts'

/** Asks before an account is deleted for good: by typing its name. What it owns stays. */
export function DeleteUserDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const [typed, setTyped] = useState('')
  const name = nameOf(user)
  const change = useUserChange((client, user_id: string) =>
    client.deleteUser({ params: { user_id }, query: { content: 'archive' } }),
  )
  const submission = useSubmit(async () => {
    await change.mutateAsync(user.user_id)
    tell({ text: t('userDeleted', { name }) })
    onClose()
  })
  return (
    <Dialog onClose={onClose} title={t('deleteTitle', { name })}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <p>{t('deleteHint')}</p>
        <TextInput
          label={t('typeName', { name })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <FormFault {...submission} />
        <div className={styles.acts}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" loading={submission.isBusy} disabled={typed.trim() !== name.trim()}>
            {t('deleteForGood')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
