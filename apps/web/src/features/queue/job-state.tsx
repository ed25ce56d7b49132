import type { QueueStatus } from '@bottega/contracts'
import { type Icon, IconAlertTriangle, IconBan, IconCheck, IconHourglass, IconPlayerPlay, IconSubtask } from '@tabler/icons-react'
import { type TextKey, useText } from '../../shared/i18n/index.ts'
import { useIsCutOff } from '../../shared/server/index.ts'
import styles from './job-state.module.css'
import { useLiveProgress } from './live-items.ts'
import { useItemWords } from './words.ts'

/** How states look: an icon and a word, so that colour is not all that tells them apart. */
const LOOKS: Readonly<Record<QueueStatus, readonly [Icon, TextKey]>> = {
  pending: [IconHourglass, 'queue:stateWaiting'],
  waiting: [IconSubtask, 'queue:stateCalling'],
  in_progress: [IconPlayerPlay, 'queue:running'],
  completed: [IconCheck, 'queue:done'],
  failed: [IconAlertTriangle, 'queue:failed'],
  canceled: [IconBan, 'queue:canceled'],
}

/** The state of a job; of an own one that runs, how far it is. */
export function JobState({ status, id, count }: { readonly status: QueueStatus; readonly id: number; readonly count: number }) {
  const say = useText()
  const { describeProgress } = useItemWords()
  const isCutOff = useIsCutOff()
  const progress = useLiveProgress((known) => (status === 'in_progress' && count === 1 ? known[id] : undefined))
  const [Sign, word] = LOOKS[status]
  return (
    <span className={styles.state} data-status={status}>
      <Sign size={16} stroke={1.5} aria-hidden />
      {progress === undefined || isCutOff ? say(word) : describeProgress(progress)}
    </span>
  )
}
