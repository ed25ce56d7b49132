import { NativeSelect, Textarea } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { tell } from '../../../shared/notices/index.ts'
import { Dialog } from '../../../shared/ui/dialog.tsx'
import styles from '../forms/form.module.css'
import { FormActs } from '../forms/form-acts.tsx'
import { FormFault } from '../forms/form-fault.tsx'
import { readText, useSubmit } from '../forms/use-submit.ts'
import { nameOf, useOpeningChange } from '../queries.ts'
import type { UserDialogProps } from './actions.ts'
import { WhoseTitle } from './whose-title.tsx'

const MINUTES = [15, 30, 60, 120, 240]

/** Asks for a reason before the private work of somebody is opened to whoever asks. */
export function OpenAccountDialog({ user, onClose }: UserDialogProps) {
  const { t } = useTranslation('people')
  const name = nameOf(user)
  const change = useOpeningChange((client, { reason, minutes }: { readonly reason: string; readonly minutes: number }) =>
    client.openAccount({ body: { user_id: user.user_id, reason, minutes } }),
  )
  const submission = useSubmit(async (form) => {
    await change.mutateAsync({ reason: readText(form, 'reason'), minutes: Number(form.get('minutes')) })
    tell({ text: t('opened', { name }) })
    onClose()
  })
  return (
    <Dialog onClose={onClose} title={<WhoseTitle title={t('openTitle', { name })} user={user} />}>
      <form className={styles.form} onSubmit={submission.onSubmit}>
        <p>{t('openHint', { name })}</p>
        <Textarea
          name="reason"
          label={t('openReason')}
          minLength={10}
          maxLength={500}
          required
          withAsterisk={false}
          autosize
          minRows={3}
          data-autofocus
        />
        <NativeSelect name="minutes" label={t('openFor')} defaultValue="30">
          {MINUTES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {t('minutes', { count: minutes })}
            </option>
          ))}
        </NativeSelect>
        <FormFault {...submission} />
        <FormActs label={t('openAct')} isBusy={submission.isBusy} onClose={onClose} />
      </form>
    </Dialog>
  )
}
