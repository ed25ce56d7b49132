import { Button, Checkbox, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import styles from '../forms/form.module.css'
import { FormFault, useSecondsUntil } from '../forms/form-fault.tsx'
import { PasswordField } from '../forms/password-field.tsx'
import { readPassword, readText, useSubmit } from '../forms/use-submit.ts'

/** What a form to sign in takes. */
export interface SignInFormProps {
  /** The only address that may be signed in with; any, where there is none. */
  readonly email?: string
  /** Whether the first field to be filled has the focus when the form appears. */
  readonly isFocused?: boolean
  onDone(account: Account): void
}

/** The form in which one signs in. */
export function SignInForm({ email, isFocused = true, onDone }: SignInFormProps) {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const submission = useSubmit(async (form) => {
    const { user } = await client.logIn({
      body: {
        email: readText(form, 'email'),
        password: readPassword(form),
        remember_me: form.get('remember') !== null,
        cookie: true,
      },
    })
    onDone(user)
  })
  const waits = useSecondsUntil(submission.waitsUntil) > 0
  return (
    <form className={styles.form} onSubmit={submission.onSubmit}>
      <TextInput
        name="email"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        label={t('email')}
        {...(email === undefined ? { autoFocus: isFocused } : { value: email, readOnly: true })}
      />
      <PasswordField
        name="password"
        autoComplete="current-password"
        label={t('password')}
        {...(email !== undefined && isFocused && { 'data-autofocus': true })}
      />
      <Checkbox name="remember" label={t('remember')} />
      <FormFault {...submission} />
      <Button type="submit" loading={submission.isBusy} disabled={waits}>
        {t('signIn')}
      </Button>
    </form>
  )
}
