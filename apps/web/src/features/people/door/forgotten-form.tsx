import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import styles from '../forms/form.module.css'
import { FormFault, useSecondsUntil } from '../forms/form-fault.tsx'
import { readText, useSubmit } from '../forms/use-submit.ts'
import doorStyles from './door-page.module.css'

/** The form in which somebody who has forgotten their password has a link sent. */
export function ForgottenForm({ onBack }: { onBack(): void }) {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const [isSent, setSent] = useState(false)
  const submission = useSubmit(async (form) => {
    await client.forgetPassword({ body: { email: readText(form, 'email') } })
    setSent(true)
  })
  const waits = useSecondsUntil(submission.waitsUntil) > 0
  return (
    <form className={styles.form} onSubmit={submission.onSubmit}>
      {isSent ? (
        <p role="status">{t('forgottenSent')}</p>
      ) : (
        <>
          <p className={doorStyles.hint}>{t('forgottenHint')}</p>
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            label={t('yourEmail')}
            required
            withAsterisk={false}
            autoFocus
          />
          <FormFault {...submission} />
          <Button type="submit" loading={submission.isBusy} disabled={waits}>
            {t('sendMe')}
          </Button>
        </>
      )}
      <Button variant="subtle" onClick={onBack}>
        {t('backToSignIn')}
      </Button>
    </form>
  )
}
