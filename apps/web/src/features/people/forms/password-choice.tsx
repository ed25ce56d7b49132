import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure, useServer } from '../../../shared/server/index.ts'
import { CopyButton } from '../../../shared/ui/copy-button.tsx'
import { usePasswordRules } from '../queries.ts'
import formStyles from './form.module.css'
import { NewPasswordField } from './new-password-field.tsx'
import styles from './password-choice.module.css'

/** A password for somebody else: made up by the server, or typed. The form has it as `password`. */
export function PasswordChoice() {
  const { t } = useTranslation('people')
  const { client } = useServer()
  const rules = usePasswordRules()
  const [isTyped, setTyped] = useState(false)
  const generated = useQuery({
    queryKey: ['generated-password'],
    queryFn: () => client.generatePassword(),
    // another one for each account, and kept nowhere; the one that is shown stays when all is read anew
    gcTime: 0,
    staleTime: 'static',
  })
  return (
    <div>
      {isTyped ? (
        <NewPasswordField label={t('password')} isStrict={rules.data?.isStrict ?? false} />
      ) : (
        <div className={styles.generated}>
          <TextInput
            name="password"
            label={t('password')}
            description={t('generatedHint')}
            autoComplete="off"
            readOnly
            required
            withAsterisk={false}
            classNames={{ input: styles.secret ?? '' }}
            value={generated.data?.password ?? ''}
            onChange={() => {}}
          />
          <CopyButton text={generated.data?.password ?? ''} />
        </div>
      )}
      {!isTyped && generated.error && (
        <p role="alert" className={formStyles.fault}>
          {describeFailure(generated.error)}
        </p>
      )}
      <div className={styles.others}>
        {!isTyped && (
          <Button variant="subtle" size="compact-sm" onClick={() => void generated.refetch()}>
            {t('another')}
          </Button>
        )}
        <Button variant="subtle" size="compact-sm" onClick={() => setTyped(!isTyped)}>
          {t(isTyped ? 'generateInstead' : 'typeInstead')}
        </Button>
      </div>
    </div>
  )
}
