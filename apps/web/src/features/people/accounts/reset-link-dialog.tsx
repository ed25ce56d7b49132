import { Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { LinkHandOver } from '../forms/link-hand-over.tsx'
import { stayOpen } from '../forms/stay-open.ts'
import { useSubmit } from '../forms/use-submit.ts'
import { nameOf } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'
import { useMail } from './invitation-queries.ts'
import { WhoseTitle } from './whose-title.tsx'

/** Makes a link with which somebody sets a new password, and then shows it once. */
export function ResetLinkDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const hasMail = useMail()
  const making = useMutation({
    mutationFn: (send: boolean) => client.createResetLink({ params: { user_id: user.user_id }, body: { send } }),
    gcTime: 0,
  })
  const submission = useSubmit((form) => making.mutateAsync(form.get('send') !== null))
  return (
    <Dialog
      onClose={onClose}
      {...stayOpen(making.data !== undefined)}
      title={<WhoseTitle title={t('resetTitle', { name: nameOf(user) })} user={user} />}
    >
      {making.data ? (
        <LinkHandOver {...making.data} onClose={onClose} />
      ) : (
        <form className={styles.form} onSubmit={submission.onSubmit}>
          <p className={styles.hint}>{t('resetHint')}</p>
          {hasMail && <Checkbox name="send" label={t('sendLink')} defaultChecked />}
          <FormFault {...submission} />
          <FormActs label={t('makeLink')} isBusy={submission.isBusy} onClose={onClose} />
        </form>
      )}
    </Dialog>
  )
}
