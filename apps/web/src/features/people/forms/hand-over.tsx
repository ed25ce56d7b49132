import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useServer } from '../../../shared/server/index.ts'
import { CopyButton } from '../../../shared/ui/copy-button.tsx'
import { Foot } from '../../../shared/ui/foot.tsx'
import formStyles from './form.module.css'
import styles from './hand-over.module.css'
import { isLoopback } from './loopback.ts'

/** What somebody has to be told to sign in. */
export interface Credentials {
  readonly email: string
  readonly password: string
}

/** Shows once what somebody needs to sign in, to pass on. */
export function HandOver({ email, password, onClose }: Credentials & { onClose(): void }) {
  const { t } = useTranslation('people')
  const { baseUrl } = useServer()
  const address = new URL(baseUrl, location.href).href
  const rows = [
    { label: t('serverAddress'), text: address },
    { label: t('email'), text: email },
    { label: t('password'), text: password },
  ]
  return (
    <div className={formStyles.form}>
      <p role="status">
        {t('handOverHint')} {isLoopback(address) && t('addressOnlyHere')}
      </p>
      <dl className={styles.rows}>
        {rows.map(({ label, text }) => (
          <div key={label} className={styles.row}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Foot>
        <Button variant="default" onClick={onClose}>
          {t('done')}
        </Button>
        <CopyButton text={rows.map(({ label, text }) => `${label}: ${text}`).join('\n')} isMain />
      </Foot>
    </div>
  )
}
