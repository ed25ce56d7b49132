import { parseTime } from '../../../shared/formatting/index.ts'
import { useHearing } from '../../../shared/server/index.ts'
import type { Studio } from '../../../shared/studio.tsx'
import { type Effort, noteDuration } from './timings.ts'

const ENDED = ['completed', 'failed', 'canceled']

/** Learns from how long items take, wherever one looks meanwhile. What ends while the server is not heard teaches nothing. */
export function learnDuration({ server: { live }, state }: Studio, items: readonly number[], effort: Effort): void {
  const open = new Set(items)
  const endHearing = live.on('queue_item_status_changed', ({ item_id, status, started_at, completed_at }) => {
    if (!ENDED.includes(status) || !open.delete(item_id)) return
    if (status === 'completed' && started_at !== null && completed_at !== null)
      noteDuration(state, effort, (parseTime(completed_at).getTime() - parseTime(started_at).getTime()) / 1000)
    if (open.size === 0) end()
  })
  // somebody else may have signed in before the next connection but the first
  let isHeard = useHearing.getState().hearing === 'connected'
  const endWaiting = live.onConnect(() => {
    if (isHeard) end()
    isHeard = true
  })
  function end(): void {
    endHearing()
    endWaiting()
  }
}
