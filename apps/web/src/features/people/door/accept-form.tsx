import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import styles from '../forms/form.module.css'
import { FormFault, useSecondsUntil } from '../forms/form-fault.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { readPassword, readText, useSubmit } from '../forms/use-submit.ts'
import { usePasswordRules } from '../queries.ts'

/** What a form behind a link takes. */
export interface LinkedFormProps {
  readonly token: string
  /** The address that the link is for; undefined where it is for any, or could not be asked. */
  readonly email: string | undefined
}

/** The form in which somebody who was invited makes their account, and is signed in. */
export function AcceptForm({ token, email }: LinkedFormProps) {
  const { t } = useTranslation('people')
  const { baseUrl, client } = useServer()
  const rules = usePasswordRules()
  const submission = useSubmit(async (form) => {
    const credentials = { email: readText(form, 'email'), password: readPassword(form) }
    await client.acceptInvitation({ body: { ...credentials, token, display_name: readText(form, 'name') || null } })
    await client.logIn({ body: { ...credentials, cookie: true } })
    // the address goes with its token, and with whoever was here before
    location.replace(baseUrl)
  })
  const field = { required: true, withAsterisk: false }
  return (
    <form className={styles.form} onSubmit={submission.onSubmit}>
      <TextInput
        {...field}
        name="email"
        type="email"
        autoComplete="username"
        label={t('email')}
        {...(email === undefined ? { autoFocus: true } : { defaultValue: email, readOnly: true, description: t('acceptFor') })}
      />
      <TextInput
        {...field}
        name="name"
        autoComplete="name"
        maxLength={255}
        label={t('displayName')}
        autoFocus={email !== undefined}
      />
      <NewPasswordField label={t('password')} isStrict={rules.data?.isStrict ?? false} />
      <FormFault {...submission} />
      <Button type="submit" loading={submission.isBusy} disabled={useSecondsUntil(submission.waitsUntil) > 0}>
        {t('makeAccount')}
      </Button>
    </form>
  )
}
