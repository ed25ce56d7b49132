import { IconCheck, IconCircle } from '@tabler/icons-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useText } from '../../../shared/i18n/index.ts'
import styles from './new-password-field.module.css'
import { PasswordField } from './password-field.tsx'
import { judgePassword, REQUIREMENTS } from './password-strength.ts'

const STRENGTHS = {
  empty: 'people:strengthEmpty',
  common: 'people:strengthCommon',
  weak: 'people:strengthWeak',
  moderate: 'people:strengthModerate',
  strong: 'people:strengthStrong',
} as const

/** What a field for a new password takes. */
export interface NewPasswordFieldProps {
  readonly label: string
  readonly name?: string
  /** Whether the server holds passwords to its rule. */
  readonly isStrict: boolean
}

/** A field for a new password: its strength as it is typed, and what the server demands, ticked off. */
export function NewPasswordField({ label, name = 'password', isStrict }: NewPasswordFieldProps) {
  const say = useText()
  const { t } = useTranslation('people')
  const [password, setPassword] = useState('')
  const rules = useId()
  const strength = judgePassword(password)
  return (
    <div className={styles.field}>
      <PasswordField
        name={name}
        label={label}
        autoComplete="new-password"
        aria-describedby={rules}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className={styles.meter} data-strength={strength} aria-hidden>
        <span />
        <span />
        <span />
      </div>
      <p className={styles.strength} role="status">
        {say(STRENGTHS[strength])}
      </p>
      {isStrict && (
        <ul className={styles.rules} id={rules} aria-label={t('passwordNeeds')}>
          {REQUIREMENTS.map((requirement) => (
            <Requirement key={requirement.label} label={say(requirement.label)} isMet={requirement.isMet(password)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Requirement({ label, isMet }: { readonly label: string; readonly isMet: boolean }) {
  const { t } = useTranslation('people')
  return (
    <li data-met={isMet}>
      {isMet ? <IconCheck size={14} stroke={2} aria-hidden /> : <IconCircle size={14} stroke={1.5} aria-hidden />}
      {label}
      <span className={styles.told}>{t(isMet ? 'requirementMet' : 'requirementOpen')}</span>
    </li>
  )
}
