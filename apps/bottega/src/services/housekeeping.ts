import { listExpiredTrash } from '../data/repositories/images.ts'
import { deleteExpiredUserSessions } from '../data/repositories/user-sessions.ts'
import { formatTime } from '../data/time.ts'
import { clearLeftovers } from '../files/leftovers.ts'
import type { App } from './app.ts'
import { clearDownloads } from './downloads.ts'
import { purge } from './image-removal.ts'
import { describeForLog } from './log.ts'

const INTERVAL_MS = 3600 * 1000
const DAY_MS = 24 * 3600 * 1000
/** Images deleted in one go, so that others get in between. */
const AT_ONCE = 200

type Deps = Pick<App, 'db' | 'images' | 'root' | 'settings' | 'log'>

/** Deletes what has lain in the trash long enough, archives whose time is over, and copies of models that a killed process left. */
export async function keepHouse(deps: Deps): Promise<void> {
  const before = formatTime(new Date(Date.now() - deps.settings.values.trash_days * DAY_MS))
  for (let names = await listExpiredTrash(deps.db, before, AT_ONCE); names.length > 0; ) {
    await purge(deps, names)
    names = await listExpiredTrash(deps.db, before, AT_ONCE)
  }
  await clearDownloads(deps, { atStart: false })
  await deleteExpiredUserSessions(deps.db)
  await clearLeftovers(deps.root.models)
}

/** Keeps house every hour. @returns ends it */
export function keepHouseRegularly(deps: Deps): () => void {
  const timer = setInterval(() => {
    keepHouse(deps).catch((error) => deps.log.write('error', `housekeeping: ${describeForLog(error)}`))
  }, INTERVAL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
