import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import type { ImageDto } from '../images/index.ts'
import styles from './compare.module.css'
import { findDifferences } from './read-metadata.ts'
import { useDetails } from './use-details.ts'

/** What differs between two pictures in how they were made and where they belong. */
export function Differences({ left, right }: { readonly left: ImageDto; readonly right: ImageDto }) {
  const { t } = useTranslation('viewer')
  const say = useText()
  const [one, other] = [useDetails(left), useDetails(right)]
  if (one.isLoading || other.isLoading) return null
  const rows = findDifferences(one.details, other.details)
  if (rows.length === 0) return <p className={styles.same}>{t('madeAlike')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by keys
    <section className={styles.differences} tabIndex={0} aria-label={t('differences')}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('setting')}</th>
            <th scope="col">{t('left')}</th>
            <th scope="col">{t('right')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{say(row.label)}</th>
              <td>{row.left ?? t('none')}</td>
              <td>{row.right ?? t('none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
