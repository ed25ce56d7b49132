import { useTranslation } from 'react-i18next'
import styles from './model-facts.module.css'

/** Where a model lies: below the folder of the models, or elsewhere on the server, then in full where somebody wants to know. */
export function ModelPlace({ path }: { readonly path: string }) {
  const { t } = useTranslation('models')
  const parts = path.split(/[\\/]/)
  const isElsewhere = parts[0] === '' || parts[0]?.endsWith(':')
  if (!isElsewhere) return path
  return (
    <details>
      <summary className={styles.place}>{t('elsewhere', { name: parts.at(-1) })}</summary>
      <code>{path}</code>
    </details>
  )
}
