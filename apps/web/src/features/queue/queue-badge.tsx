import { useReconnect, useServerEvent } from '../../shared/server/index.ts'
import { useQueueStatus } from './queries.ts'
import styles from './queue-badge.module.css'

/** How many items wait and run. */
export function QueueBadge() {
  const { data, refetch } = useQueueStatus()
  useReconnect(() => void refetch())
  useServerEvent('queue_item_status_changed', () => void refetch())
  const count = data ? data.queue.pending + data.queue.in_progress : 0
  return count > 0 ? <span className={styles.badge}>{count}</span> : null
}
