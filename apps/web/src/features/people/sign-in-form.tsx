import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure, useServer } from '../../shared/server/index.ts'
import styles from './sign-in-form.module.css'

/** The form in which one signs in, or makes the first account. */
export function SignInForm({ isSetup }: { readonly isSetup: boolean }) {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const queries = useQueryClient()
  const [fault, setFault] = useState<string>()
  const [isBusy, setBusy] = useState(false)

  async function signIn(form: FormData): Promise<void> {
    const text = (name: string) => String(form.get(name) ?? '').trim()
    const credentials = { email: text('email'), password: String(form.get('password')) }
    if (isSetup) {
      await client.setUp({ body: { ...credentials, display_name: text('name') || null, setup_code: text('code') || null } })
    }
    await client.logIn({ body: { ...credentials, remember_me: form.get('remember') !== null, cookie: true } })
    await queries.resetQueries({ queryKey: ['entry'] })
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    setBusy(true)
    setFault(undefined)
    signIn(new FormData(event.currentTarget))
      .catch((error) => setFault(describeFailure(error)))
      .finally(() => setBusy(false))
  }

  return (
    <main className={styles.place}>
      <form className={styles.form} onSubmit={submit}>
        <h1>{t(isSetup ? 'welcome' : 'signInTitle')}</h1>
        {isSetup && <p>{t('setupHint')}</p>}
        <TextInput name="email" type="email" autoComplete="username" required label={t('email')} />
        {isSetup && <TextInput name="name" autoComplete="name" label={t('displayName')} />}
        <PasswordInput
          name="password"
          autoComplete={isSetup ? 'new-password' : 'current-password'}
          required
          label={t('password')}
        />
        {isSetup && <TextInput name="code" autoComplete="off" label={t('setupCode')} />}
        <Checkbox name="remember" label={t('remember')} />
        {fault && (
          <p role="alert" className={styles.fault}>
            {fault}
          </p>
        )}
        <Button type="submit" loading={isBusy}>
          {t(isSetup ? 'makeAccount' : 'signIn')}
        </Button>
      </form>
    </main>
  )
}
