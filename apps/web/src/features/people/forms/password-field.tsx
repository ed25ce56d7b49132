import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './form.module.css'

/** A field for a password, which says when capitals are locked and can show what is typed. */
export function PasswordField(props: PasswordInputProps) {
  const { t } = useTranslation('people')
  const [isLocked, setLocked] = useState(false)
  const watch = (event: KeyboardEvent) => setLocked(event.getModifierState('CapsLock'))
  return (
    <div>
      <PasswordInput
        required
        withAsterisk={false}
        {...props}
        onKeyDown={watch}
        onKeyUp={watch}
        visibilityToggleButtonProps={{ 'aria-label': t('showTyped'), tabIndex: 0, className: styles.toggle ?? '' }}
      />
      <p role="status" className={styles.hint}>
        {isLocked && t('capsLock')}
      </p>
    </div>
  )
}
