import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settings } from '@bottega/contracts'
import type { App } from '../app.ts'
import { finishRemovals } from '../images/image-removal.ts'
import { describeForLog } from '../log/log.ts'
import { type LastBackup, noteBackup, readLastBackup } from './last-backup.ts'

type Deps = Pick<App, 'root' | 'settings' | 'db' | 'images' | 'log'>

const EVERY_MS = 60 * 1000
/** After a failure one waits until the cause may have gone: twice as long after each further one, up to the longest. */
const AGAIN_MS = 3600 * 1000
const LONGEST_MS = 8 * AGAIN_MS
const DAY_MS = 24 * 3600 * 1000
const SUNDAY = 0

/** When a backup should have been made last; undefined when none is wanted. By the clock of the machine. */
function findLastDue(
  now: Date,
  { backup_schedule, backup_time }: Pick<Settings, 'backup_schedule' | 'backup_time'>,
): Date | undefined {
  if (backup_schedule === 'off') return undefined
  const [hours = 0, minutes = 0] = backup_time.split(':').map(Number)
  const due = new Date(now)
  due.setHours(hours, minutes, 0, 0)
  const isTooEarly = due > now
  if (isTooEarly) due.setDate(due.getDate() - 1)
  while (backup_schedule === 'weekly' && due.getDay() !== SUNDAY) due.setDate(due.getDate() - 1)
  return due
}

/**
 * Whether the schedule has had none since a moment. A clock that has stepped back since then leaves times to come, which say nothing.
 */
function lacksBackup(now: Date, due: Date, last: Pick<LastBackup, 'kept_at'> | undefined): boolean {
  if (last?.kept_at == null) return true
  const keptAt = new Date(last.kept_at)
  return keptAt < due || keptAt > now
}

/**
 * Whether a backup is to be made now. One that the server slept through is made up for.
 *
 * @param folder  where it would lie: what failed elsewhere, begun by hand, puts nothing off
 */
export function isBackupDue(
  now: Date,
  settings: Pick<Settings, 'backup_schedule' | 'backup_time'>,
  folder: string,
  last: LastBackup | undefined,
): boolean {
  const due = findLastDue(now, settings)
  if (due === undefined) return false
  const waitedMs = last === undefined ? 0 : now.getTime() - Date.parse(last.ended_at)
  if (last?.outcome === 'failure' && last.path === folder && waitedMs >= 0) {
    return waitedMs > Math.min(AGAIN_MS * 2 ** (last.failures - 1), LONGEST_MS)
  }
  return lacksBackup(now, due, last)
}

/** Whether backups are made as the settings want them, one day late at most. */
export function isBackupLate(
  now: Date,
  settings: Pick<Settings, 'backup_schedule' | 'backup_time'>,
  last: Pick<LastBackup, 'kept_at'> | undefined,
): boolean {
  const due = findLastDue(new Date(now.getTime() - DAY_MS), settings)
  return due !== undefined && lacksBackup(now, due, last)
}

/**
 * Makes backups when the settings say, by a process of its own that goes behind all others.
 *
 * @param program  file of the command line as it was built
 * @returns ends it; a backup that is being made is given up
 */
export function keepBackupsRegularly(deps: Deps, program: URL): () => Promise<void> {
  const ending = new AbortController()
  // those that follow the first say the same; health, metrics and the page go on telling
  let isTold = false
  const look = async () => {
    const { root, settings, log } = deps
    const folder = resolve(root.root, settings.values.backup_folder)
    if (!isBackupDue(new Date(), settings.values, folder, await readLastBackup(root))) return
    const { fault, warning } = await backUpAside(deps, program, folder, ending.signal)
    if (ending.signal.aborted) return
    if (warning) log.write('warning', warning)
    if (fault === undefined) log.write('info', `Made a backup in ${folder}`)
    else if (isTold) log.write('debug', `The backup failed: ${fault}`)
    else log.write('error', `The backup failed: ${fault} It is tried again after an hour, then more rarely.`)
    isTold = fault !== undefined
  }
  let last = Promise.resolve()
  let isLooking = false
  const tick = () => {
    if (isLooking) return
    isLooking = true
    last = look()
      .catch((error) => deps.log.write('error', `backup: ${describeForLog(error)}`))
      .finally(() => {
        isLooking = false
      })
  }
  tick()
  const timer = setInterval(tick, EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    ending.abort()
    await last
  }
}

/** How a backup went: why it failed, or what was said of one that was made. */
interface BackupEnd {
  readonly fault?: string
  readonly warning?: string
}

async function backUpAside(deps: Deps, program: URL, folder: string, signal: AbortSignal): Promise<BackupEnd> {
  const { root, settings } = deps
  const started_at = new Date().toISOString()
  const before = await readLastBackup(root)
  const args = ['backup', '--root', root.root, '--to', folder, '--keep', String(settings.values.backup_keep)]
  const { code, said } = await runProgram(fileURLToPath(program), args, signal)
  if (signal.aborted || code === 0) return { warning: said.trim() }
  const noted = await readLastBackup(root)
  const error = said.trim() || 'The process was killed.'
  // one that was killed has said nothing
  if (noted?.started_at === before?.started_at) {
    const ended_at = new Date().toISOString()
    // on a full disk it is remembered
    await noteBackup(root, { outcome: 'failure', started_at, ended_at, path: folder, bytes: null, error }).catch(() => undefined)
  }
  await finishRemovals(deps)
  return { fault: error }
}

function runProgram(path: string, args: readonly string[], signal: AbortSignal) {
  return new Promise<{ readonly code: number | null; readonly said: string }>((resolve) => {
    const child = spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'ignore', 'pipe'], signal })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text
    })
    let fault = ''
    child.on('error', (error) => {
      fault = error.message
    })
    child.on('close', (code) => resolve({ code, said: said || fault }))
  })
}
