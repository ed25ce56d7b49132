import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import styles from '../forms/form.module.css'
import { FormFault, useSecondsUntil } from '../forms/form-fault.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { isRefusal } from '../forms/refusals.ts'
import { readPassword, readText, useSubmit } from '../forms/use-submit.ts'

/** What the form of the first account takes. */
export interface SetupFormProps {
  readonly isStrict: boolean
  onDone(account: Account): void
  /** Somebody else was quicker. */
  onLate(): void
}

/** The form in which the first administrator makes their account. The setup code is asked for where the server wants it: elsewhere than on its machine. */
export function SetupForm({ isStrict, onDone, onLate }: SetupFormProps) {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const [needsCode, setNeedsCode] = useState(false)
  const submission = useSubmit(async (form) => {
    const credentials = { email: readText(form, 'email'), password: readPassword(form) }
    const more = { display_name: readText(form, 'name') || null, setup_code: readText(form, 'code') || null }
    try {
      await client.setUp({ body: { ...credentials, ...more } })
    } catch (error) {
      if (isRefusal(error, 'setup_already_done')) return onLate()
      const wantsCode = isRefusal(error, 'setup_code_required')
      setNeedsCode(needsCode || wantsCode)
      // asked for the first time, the field says enough
      if (wantsCode && !needsCode) return
      throw error
    }
    const { user } = await client.logIn({ body: { ...credentials, cookie: true } })
    onDone(user)
  })
  const waits = useSecondsUntil(submission.waitsUntil) > 0
  const field = { required: true, withAsterisk: false }
  return (
    <form className={styles.form} onSubmit={submission.onSubmit}>
      <TextInput {...field} name="email" type="email" autoComplete="username" autoFocus label={t('email')} />
      <TextInput {...field} name="name" autoComplete="name" maxLength={255} label={t('displayName')} />
      <NewPasswordField label={t('password')} isStrict={isStrict} />
      {needsCode && (
        <TextInput
          {...field}
          name="code"
          autoComplete="off"
          spellCheck={false}
          autoFocus
          label={t('setupCode')}
          description={t('setupCodeHint')}
        />
      )}
      <FormFault {...submission} />
      <Button type="submit" loading={submission.isBusy} disabled={waits}>
        {t('makeAccount')}
      </Button>
    </form>
  )
}
