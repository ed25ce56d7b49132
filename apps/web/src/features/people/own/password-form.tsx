import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { tell } from '../../../shared/notices/index.ts'
import { useServer } from '../../../shared/server/index.ts'
import type { Account } from '../../../shared/studio.tsx'
import styles from '../forms/form.module.css'
import { FormFault } from '../forms/form-fault.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import pageStyles from '../forms/page.module.css'
import { PasswordField } from '../forms/password-field.tsx'
import { readPassword, useSubmit } from '../forms/use-submit.ts'
import { usePasswordRules } from '../queries.ts'
import { changeOwnPassword } from './own-password.ts'

/** Changes the own password. Every other session ends by it. */
export function PasswordForm({ account }: { readonly account: Account }) {
  const { t } = useTranslation('people')
  const server = useServer()
  const queries = useQueryClient()
  const rules = usePasswordRules()
  // a changed password leaves the form empty
  const [round, setRound] = useState(0)
  const submission = useSubmit(async (form) => {
    const body = { current_password: readPassword(form, 'current'), new_password: readPassword(form, 'new') }
    await changeOwnPassword(server, account, body)
    setRound(round + 1)
    tell({ text: t('passwordChanged') })
    await queries.invalidateQueries({ queryKey: ['sessions'] })
  })
  return (
    <form key={round} className={`${styles.form} ${pageStyles.form}`} onSubmit={submission.onSubmit}>
      {/* for those who keep passwords: whose it is */}
      <input type="email" name="email" autoComplete="username" value={account.email} readOnly hidden />
      <PasswordField name="current" autoFocus={round > 0} autoComplete="current-password" label={t('currentPassword')} />
      <NewPasswordField name="new" label={t('newPassword')} isStrict={rules.data?.isStrict ?? false} />
      <FormFault {...submission} />
      <div>
        <Button type="submit" loading={submission.isBusy}>
          {t('changePassword')}
        </Button>
      </div>
    </form>
  )
}
