import { useTranslation } from 'react-i18next'
import { useAccount } from '../../shared/studio.tsx'
import { useQueueStatus } from './queries.ts'
import styles from './queue-badge.module.css'

/** How many items wait and run: the own and all, where several people share the queue. */
export function QueueBadge() {
  const { t } = useTranslation('queue')
  const isShared = useAccount() !== undefined
  const { data } = useQueueStatus()
  if (data === undefined) return null
  const { pending, in_progress, user_pending, user_in_progress } = data.queue
  const all = pending + in_progress
  const mine = (user_pending ?? 0) + (user_in_progress ?? 0)
  const isPaused = data.processor.paused_at !== null
  if (all === 0 && !isPaused) return null
  const numbers = isShared ? `${shorten(mine)}/${shorten(all)}` : shorten(all)
  return (
    <span className={styles.badge} data-paused={isPaused || undefined} data-wide={numbers.length > 4 || undefined}>
      <span aria-hidden>{all === 0 ? '‖' : numbers}</span>
      <span className={styles.unseen}>
        {isShared ? t('badgeShared', { mine, all }) : t('badge', { count: all })}
        {isPaused && `, ${t('paused')}`}
      </span>
    </span>
  )
}

function shorten(count: number): string {
  return count > 999 ? `${Math.floor(count / 1000)}k` : String(count)
}
