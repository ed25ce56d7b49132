import { useTranslation } from 'react-i18next'
import { useStudio } from '../../shared/studio.tsx'
import styles from './generate-panel.module.css'

/** What to do where no model is installed that paints. */
export function NoModel() {
  const { t } = useTranslation('generate')
  const { isAdmin } = useStudio()
  return (
    <div className={styles.noModel} role="status">
      <p>{t('noModel')}</p>
      <p className={styles.hint}>{t(isAdmin ? 'noModelInstall' : 'noModelAsk')}</p>
    </div>
  )
}
