import type { Settings } from '@bottega/contracts'
import type { QueueLimits } from '../../queue/limits.ts'

/** How many items may be pending by the settings. */
export function readLimits(settings: Pick<Settings, 'max_queue_size' | 'max_queue_size_per_user'>): QueueLimits {
  return { maxPending: settings.max_queue_size, maxPendingPerUser: settings.max_queue_size_per_user }
}
