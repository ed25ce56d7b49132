import { Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { LinkHandOver } from '../forms/link-hand-over.tsx'
import { stayOpen } from '../forms/stay-open.ts'
import { readText, useSubmit } from '../forms/use-submit.ts'
import { useInviting, useMail } from './invitation-queries.ts'

/** Invites somebody, and then shows the link once. */
export function InviteDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('people')
  const inviting = useInviting()
  const hasMail = useMail()
  const submission = useSubmit(async (form) => {
    const email = readText(form, 'email') || null
    await inviting.mutateAsync({
      email,
      is_admin: form.get('admin') !== null,
      send: email !== null && form.get('send') !== null,
    })
  })
  const made = inviting.data
  return (
    <Dialog onClose={onClose} {...stayOpen(made !== undefined)} title={t(made ? 'invited' : 'invite')}>
      {made ? (
        <LinkHandOver {...made} onClose={onClose} />
      ) : (
        <form className={styles.form} onSubmit={submission.onSubmit} autoComplete="off">
          <p className={styles.hint}>{t('inviteHint')}</p>
          <TextInput
            name="email"
            type="email"
            label={t('inviteEmail')}
            description={t('inviteEmailHint')}
            autoComplete="off"
            data-autofocus
          />
          <Checkbox name="admin" label={t('inviteAdmin')} />
          {hasMail && <Checkbox name="send" label={t('sendLink')} defaultChecked />}
          <FormFault {...submission} />
          <FormActs label={t('invite')} isBusy={submission.isBusy} onClose={onClose} />
        </form>
      )}
    </Dialog>
  )
}
