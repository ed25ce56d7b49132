import { setImmediate as letOthersIn } from 'node:timers/promises'
import { deleteAuditEntriesBefore } from '../../data/repositories/audit.ts'
import { deleteExpiredBoardLinks } from '../../data/repositories/board-links.ts'
import { listExpiredTrash, listUnmeasured, noteSizes } from '../../data/repositories/images.ts'
import { deleteExpiredInvitations } from '../../data/repositories/invitations.ts'
import { findNewestTime } from '../../data/repositories/newest-time.ts'
import { deleteExpiredResetLinks } from '../../data/repositories/reset-links.ts'
import { deleteExpiredUserSessions } from '../../data/repositories/user-sessions.ts'
import { formatTime, parseTime } from '../../data/time.ts'
import { clearLeftovers } from '../../files/leftovers.ts'
import { listExpiredIntermediates } from '../../queue/expired-intermediates.ts'
import { type Deleting, finishErasures } from '../accounts/account-deletion.ts'
import { finishTransfers } from '../accounts/transfers.ts'
import type { App } from '../app.ts'
import { clearDownloads } from '../archives/downloads.ts'
import { finishRemovals, purge } from '../images/image-removal.ts'
import { recoverFound } from '../images/lost-pictures.ts'
import { describeForLog } from '../log/log.ts'

const INTERVAL_MS = 3600 * 1000
const DAY_MS = 24 * 3600 * 1000
/** Age from which an intermediate image goes that nobody uses; long enough that who comes back after weeks finds what they staged. */
const INTERMEDIATE_DAYS = 30
/** Who has stored nothing for so long, by the clock at a start, may have a clock that is ahead. */
const DOUBTFUL_DAYS = 30
/** Images, and entries of the audit log, deleted in one go, so that others get in between. */
const AT_ONCE = 200
const ENTRIES_AT_ONCE = 2000

type Deps = Pick<App, 'db' | 'readers' | 'images' | 'root' | 'settings' | 'log'>

/**
 * Takes out of the trash what the doctor put there and whose picture is back. Deletes what has lain in the trash long enough, intermediate images that are old and unused, archives, sign-ins and public links whose time is over,
 * old entries of the audit log, and copies of models that a killed process left. Measures images of which nobody knows how large they are.
 *
 * @param signal  stops it after what is under way
 */
export async function keepHouse(deps: Deps, signal?: AbortSignal): Promise<void> {
  // what a backup kept until its end
  await finishRemovals(deps)
  // before their time is over
  await recoverFound(deps)
  const thrownAway = formatDaysAgo(deps.settings.values.trash_days)
  await purgeAll(deps, () => listExpiredTrash(deps.db, thrownAway, AT_ONCE), signal)
  const made = formatDaysAgo(INTERMEDIATE_DAYS)
  await purgeAll(deps, () => listExpiredIntermediates(deps, made, AT_ONCE), signal)
  if (signal?.aborted) return
  await clearDownloads(deps, { atStart: false })
  await deleteExpiredUserSessions(deps.db)
  await deleteExpiredBoardLinks(deps.db)
  await deleteExpiredInvitations(deps.db)
  await deleteExpiredResetLinks(deps.db)
  await clearLeftovers(deps.root.models)
  await forgetOldEntries(deps, signal)
  await measureImages(deps, signal)
}

async function forgetOldEntries({ db, settings }: Pick<Deps, 'db' | 'settings'>, signal: AbortSignal | undefined): Promise<void> {
  const { audit_days } = settings.values
  if (audit_days === 0) return
  const old = formatDaysAgo(audit_days)
  while (!signal?.aborted && (await deleteAuditEntriesBefore(db, old, ENTRIES_AT_ONCE)) === ENTRIES_AT_ONCE) await letOthersIn()
}

/** Images that came before their sizes were kept, or by other ways than uploads and generation. */
async function measureImages({ db, images }: Pick<Deps, 'db' | 'images'>, signal: AbortSignal | undefined): Promise<void> {
  while (!signal?.aborted) {
    const places = await listUnmeasured(db, AT_ONCE)
    if (places.length === 0) return
    const sizes: { image_name: string; size_bytes: number }[] = []
    for (const place of places) sizes.push({ image_name: place.image_name, size_bytes: await images.measure(place) })
    await noteSizes(db, sizes)
  }
}

async function purgeAll(deps: Deps, list: () => Promise<readonly string[]>, signal: AbortSignal | undefined): Promise<void> {
  while (!signal?.aborted) {
    const names = await list()
    if (names.length === 0) return
    await purge(deps, names)
  }
}

function formatDaysAgo(days: number): string {
  return formatTime(new Date(Date.now() - days * DAY_MS))
}

/**
 * Whether the clock may be far ahead, as that of a machine without a battery is until the network has set it. What is old by such a
 * clock, the whole trash perhaps, must not go for good in the first minute.
 */
async function isClockDoubtful({ db, log }: Pick<Deps, 'db' | 'log'>): Promise<boolean> {
  const newest = await findNewestTime(db)
  const days = newest === null ? 0 : Math.floor((Date.now() - parseTime(newest).getTime()) / DAY_MS)
  if (days < DOUBTFUL_DAYS) return false
  log.write(
    'warning',
    `By the clock of this machine nothing was stored for ${days} days. If it is wrong, set it: old things are deleted in an hour`,
  )
  return true
}

/**
 * Keeps house now and every hour, and goes on with the hand-overs and erasures that a death or a full disk has cut short.
 *
 * Where the clock may be ahead, nothing old goes in the first hour.
 *
 * @returns ends it, and waits for what is under way
 */
export function keepHouseRegularly(deps: Deps & Deleting): () => Promise<void> {
  const ending = new AbortController()
  const keep = async (isFirst = false) => {
    for (const part of [finishTransfers, finishErasures, keepHouse]) {
      if (isFirst && part === keepHouse && (await isClockDoubtful(deps))) return
      await part(deps, ending.signal).catch((error) => deps.log.write('error', `housekeeping: ${describeForLog(error)}`))
    }
  }
  let last = keep(true)
  const timer = setInterval(() => {
    last = last.then(() => keep())
  }, INTERVAL_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    ending.abort()
    await last
  }
}
