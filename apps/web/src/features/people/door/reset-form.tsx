import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import styles from '../forms/form.module.css'
import { FormFault, useSecondsUntil } from '../forms/form-fault.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { readPassword, useSubmit } from '../forms/use-submit.ts'
import { usePasswordRules } from '../queries.ts'
import type { LinkedFormProps } from './accept-form.tsx'

/** The form in which somebody sets a new password by a link. */
export function ResetForm({ token, email }: LinkedFormProps) {
  const { t } = useTranslation('people')
  const { baseUrl, client } = useServer()
  const rules = usePasswordRules()
  const [isDone, setDone] = useState(false)
  const submission = useSubmit(async (form) => {
    await client.resetPassword({ body: { token, new_password: readPassword(form) } })
    setDone(true)
  })
  const waits = useSecondsUntil(submission.waitsUntil) > 0
  if (isDone) {
    return (
      <div className={styles.form}>
        <p role="status">{t('passwordSet')}</p>
        {/* the address goes with its token */}
        <Button onClick={() => location.replace(baseUrl)}>{t('toSignIn')}</Button>
      </div>
    )
  }
  return (
    <form className={styles.form} onSubmit={submission.onSubmit}>
      {email !== undefined && (
        <TextInput name="email" type="email" autoComplete="username" label={t('email')} value={email} readOnly />
      )}
      <NewPasswordField label={t('newPassword')} isStrict={rules.data?.isStrict ?? false} />
      <FormFault {...submission} />
      <Button type="submit" loading={submission.isBusy} disabled={waits}>
        {t('setThisPassword')}
      </Button>
    </form>
  )
}
