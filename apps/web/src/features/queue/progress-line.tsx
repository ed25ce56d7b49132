import { useTranslation } from 'react-i18next'
import { formatDuration } from '../../shared/formatting/index.ts'
import { useIsCutOff } from '../../shared/server/index.ts'
import { useLiveProgress } from './live-items.ts'
import { estimateSecondsLeft } from './progress.ts'
import styles from './progress-line.module.css'
import { hasEnded, type TrackedItem } from './tracked-item.ts'
import { useItemWords } from './words.ts'

/** How an item stands, with a bar and the time that is left. Its place stays when the bar is gone. */
export function ProgressLine({ item }: { readonly item: TrackedItem }) {
  const { t } = useTranslation('queue')
  const { describeItem } = useItemWords()
  const progress = useLiveProgress((known) => known[item.id])
  // how far it is now, nobody tells
  const isUnheard = useIsCutOff() && !hasEnded(item)
  const left = !isUnheard && item.status === 'in_progress' && progress ? estimateSecondsLeft(progress) : undefined
  const share = progress?.share ?? undefined
  return (
    <div className={styles.line} data-status={item.status}>
      <p className={styles.words}>
        <span>{isUnheard ? t('unheard') : describeItem(item, progress)}</span>
        {left !== undefined && (
          <span className={styles.left}>{t('timeLeft', { duration: formatDuration(Math.ceil(left)) })}</span>
        )}
      </p>
      <div className={styles.bar}>
        {!hasEnded(item) && !isUnheard && (
          <progress
            aria-label={t('progress')}
            max={1}
            {...(item.status === 'in_progress' && share !== undefined && { value: share })}
          />
        )}
      </div>
    </div>
  )
}
