import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settings } from '@bottega/contracts'
import type { App } from '../app.ts'
import { finishRemovals } from '../image-removal.ts'
import { describeForLog } from '../log.ts'
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

/** Whether a backup is to be made now. One that the server slept through is made up for. */
export function isBackupDue(
  now: Date,
  settings: Pick<Settings, 'backup_schedule' | 'backup_time'>,
  last: Pick<LastBackup, 'outcome' | 'started_at' | 'ended_at' | 'failures'> | undefined,
): boolean {
  const due = findLastDue(now, settings)
  if (due === undefined) return false
  if (last === undefined) return true
  if (last.outcome === 'success') return new Date(last.started_at) < due
  const pause = Math.min(AGAIN_MS * 2 ** (last.failures - 1), LONGEST_MS)
  return now.getTime() - Date.parse(last.ended_at) > pause
}

/** Whether backups are made as the settings want them, one day late at most. */
export function isBackupLate(
  now: Date,
  settings: Pick<Settings, 'backup_schedule' | 'backup_time'>,
  last: Pick<LastBackup, 'succeeded_at'> | undefined,
): boolean {
  const due = findLastDue(new Date(now.getTime() - DAY_MS), settings)
  if (due === undefined) return false
  return last?.succeeded_at == null || new Date(last.succeeded_at) < due
}

/**
 * Makes backups when the settings say, by a process of its own that goes behind all others.
 *
 * @param program  file of the command line as it was built
 * @returns ends it; a backup that is being made is given up
 */
export function keepBackupsRegularly(deps: Deps, program: URL): () => Promise<void> {
  const ending = new AbortController()
  const look = async () => {
    const { values } = deps.settings
    if (!isBackupDue(new Date(), values, await readLastBackup(deps.root))) return
    await backUpAside(deps, program, ending.signal)
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

async function backUpAside(deps: Deps, program: URL, signal: AbortSignal): Promise<void> {
  const { root, settings, log } = deps
  const { backup_folder, backup_keep } = settings.values
  const folder = resolve(root.root, backup_folder)
  const started_at = new Date().toISOString()
  const args = ['backup', '--root', root.root, '--to', folder, '--keep', String(backup_keep)]
  const { code, said } = await runProgram(fileURLToPath(program), args, signal)
  if (signal.aborted) return
  if (code === 0) return void log.write('info', `Made a backup in ${folder}`)
  const noted = await readLastBackup(root)
  // one that was killed has said nothing
  if (noted === undefined || noted.started_at < started_at) {
    const error = said.trim() || 'The process was killed.'
    await noteBackup(root, {
      outcome: 'failure',
      started_at,
      ended_at: new Date().toISOString(),
      path: folder,
      bytes: null,
      error,
      // on a full disk it is remembered
    }).catch(() => undefined)
  }
  // those that follow it say the same; health, metrics and the page go on telling
  const isFirst = (await readLastBackup(root))?.failures === 1
  const advice = 'It is tried again after an hour, then more rarely.'
  log.write(isFirst ? 'error' : 'debug', `The backup failed: ${said.trim() || 'it was killed'}${isFirst ? ` ${advice}` : ''}`)
  await finishRemovals(deps)
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
