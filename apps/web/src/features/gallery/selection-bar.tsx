import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../shared/actions/index.ts'
import type { PickedImages } from '../images/index.ts'
import { clearAction, imageActions } from './actions.ts'
import styles from './selection-bar.module.css'

/** How many images are picked, and what can be done with them. */
export function SelectionBar({ count, picked }: { readonly count: number; readonly picked: PickedImages }) {
  const { t } = useTranslation('gallery')
  return (
    <div className={styles.place}>
      {count > 0 && (
        <div className={styles.bar}>
          <span className={styles.count} role="status">
            {t('picked', { count })}
          </span>
          <ActionButton action={imageActions.star} subject={picked} />
          <ActionButton action={imageActions.move} subject={picked} />
          <ActionButton action={imageActions.compare} subject={picked} />
          <ActionButton action={imageActions.download} subject={picked} />
          <ActionButton action={imageActions.delete} subject={picked} />
          <ActionButton action={clearAction} subject={undefined} />
        </div>
      )}
    </div>
  )
}
