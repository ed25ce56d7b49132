import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../../shared/ui/copy-button.tsx'
import { Foot } from '../../../shared/ui/foot.tsx'
import formStyles from './form.module.css'
import styles from './hand-over.module.css'

/** What is shown this once. */
export interface SecretHandOverProps {
  /** What to do with it. */
  readonly hint: string
  readonly label: string
  readonly text: string
  onClose(): void
}

/** Shows a key or a link once, to be copied. */
export function SecretHandOver({ hint, label, text, onClose }: SecretHandOverProps) {
  const { t } = useTranslation('people')
  return (
    <div className={formStyles.form}>
      <p role="status">{hint}</p>
      <dl className={styles.rows}>
        <div className={styles.row}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      </dl>
      <Foot>
        <Button variant="default" onClick={onClose}>
          {t('done')}
        </Button>
        <CopyButton text={text} isMain />
      </Foot>
    </div>
  )
}
