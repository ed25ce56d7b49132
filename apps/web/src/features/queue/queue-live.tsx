import { useActions } from '../../shared/actions/index.ts'
import { cancelMineAction } from './actions.ts'
import { Announcer } from './announcer.tsx'
import { useQueueLive } from './live.ts'

const actions = [cancelMineAction]

/** What the queue does wherever one is: hears of it, tells of beginnings and ends, and cancels by key. Once in the page. */
export function QueueLive() {
  useQueueLive()
  useActions(actions, undefined)
  return <Announcer />
}
