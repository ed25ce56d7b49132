import { CloseButton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useText } from '../../shared/i18n/index.ts'
import { CopyButton } from '../../shared/ui/copy-button.tsx'
import type { ImageDto } from '../images/index.ts'
import styles from './details.module.css'
import { RawData } from './raw-data.tsx'
import { TakeButtons } from './take-buttons.tsx'
import { useDetails } from './use-details.ts'

/** How a picture was made, and where it belongs. */
export function Details({ image, onClose }: { readonly image: ImageDto; onClose(): void }) {
  const { t } = useTranslation('viewer')
  const say = useText()
  const { details, isLoading } = useDetails(image)
  return (
    <aside className={styles.details} aria-label={t('details')} aria-busy={isLoading}>
      <header className={styles.header}>
        <h2 className={styles.title}>{t('details')}</h2>
        <CloseButton aria-label={t('closeDetails')} onClick={onClose} />
      </header>
      <TakeButtons image={image} />
      <dl className={styles.list}>
        {details.map(({ label, value, isLong }) => (
          <div key={label} className={styles.row} data-long={isLong}>
            <dt className={styles.label}>{say(label)}</dt>
            {/* a long prompt scrolls by keys too */}
            <dd className={styles.answer}>
              <span className={styles.value} {...(isLong && { tabIndex: 0 })}>
                {value}
              </span>
              <CopyButton text={value} what={say(label)} />
            </dd>
          </div>
        ))}
      </dl>
      <RawData key={image.image_name} image={image} />
    </aside>
  )
}
