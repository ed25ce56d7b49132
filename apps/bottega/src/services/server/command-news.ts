import { listUsersWithNews } from '../../data/repositories/account-openings.ts'
import { serverEvent } from '../../events/server-event.ts'
import type { App } from '../app.ts'
import { describeForLog } from '../log/log.ts'

/** What one command stores bit by bit is told together. */
const APART_MS = 2000

/**
 * Tells pages of what another process has stored. Nobody here knows what it was, so everybody reads boards and images anew, and those
 * with a notice that they have not noted read their notices.
 *
 * @returns what is called when another process has stored something, and what ends it
 */
export function createCommandNews({ db, events, log }: Pick<App, 'db' | 'events' | 'log'>) {
  let timer: NodeJS.Timeout | undefined
  let lastAt = Number.NEGATIVE_INFINITY

  async function tell(): Promise<void> {
    timer = undefined
    lastAt = performance.now()
    for (const event of [
      serverEvent('boards_changed', { board_ids: [] }),
      serverEvent('gallery_changed', { board_ids: [], only_added: false }),
    ]) {
      events.publish({ name: 'news_for_some', payload: { event, isFor: () => true, except: undefined } })
    }
    for (const user_id of await listUsersWithNews(db)) events.publish(serverEvent('access_log_changed', { user_id }))
  }

  return {
    noteCommit(): void {
      timer ??= setTimeout(
        () => void tell().catch((error) => log.write('error', `What a command did was not told: ${describeForLog(error)}`)),
        Math.max(0, lastAt + APART_MS - performance.now()),
      ).unref()
    },
    close: () => clearTimeout(timer),
  }
}
