import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import type { Disk } from './disk.ts'
import { systemCode } from './errors.ts'
import { stampTime } from './names.ts'

/** A file of lines that is begun anew each day and whenever it has grown large. Nobody waits for it, and a full disk costs lines only. */
export interface RollingFile {
  write(line: string): void
  /** Writes what is left. */
  close(): Promise<void>
}

/** How a file of lines is kept. */
export interface RollingOptions {
  /** Its name without its ending: `bottega` is `bottega.log`, and an older one `bottega-20261126-031500-001.log`. */
  readonly name: string
  /** How many older ones stay. */
  readonly kept: number
  readonly maxBytes?: number
  /** Told of the first fault of several in a row; what could not be written is lost. */
  readonly onFault: (error: unknown) => void
  readonly now?: () => Date
  readonly disk?: Pick<Disk, 'open' | 'rename' | 'unlink'>
}

const MAX_BYTES = 16 * 2 ** 20
/** Lines that wait for a slow disk; those beyond are lost. */
const MAX_WAITING_BYTES = 4 * 2 ** 20
const OWNER_ONLY = 0o600

/** Opens the file in a folder that exists; lines go behind those that are there. */
export function openRollingFile(
  folder: string,
  { name, kept, maxBytes = MAX_BYTES, onFault, now = () => new Date(), disk = fs }: RollingOptions,
): RollingFile {
  const path = join(folder, `${name}.log`)
  let waiting: string[] = []
  let waitingBytes = 0
  let lost = 0
  let isFaulty = false
  let writing: Promise<void> | undefined

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting
      waiting = []
      waitingBytes = 0
      const note = lost > 0 ? [`${lost} lines before this one are lost: the disk did not take them.`] : []
      try {
        await rollOver()
        await append([...note, ...lines].map((line) => `${line}\n`).join(''))
        lost = 0
        isFaulty = false
      } catch (error) {
        lost += lines.length
        if (!isFaulty) onFault(error)
        isFaulty = true
      }
    }
  }

  async function append(text: string): Promise<void> {
    const handle = await disk.open(path, 'a', OWNER_ONLY)
    try {
      await handle.writeFile(text)
    } finally {
      await handle.close()
    }
  }

  async function rollOver(): Promise<void> {
    const state = await fs.stat(path).catch((error) => {
      if (systemCode(error) === 'ENOENT') return undefined
      throw error
    })
    if (state === undefined || state.size === 0) return
    if (state.size < maxBytes && dayOf(state.mtime) === dayOf(now())) return
    await disk.rename(path, join(folder, await findFreeName(now())))
    const old = (await listOlder()).slice(0, kept === 0 ? undefined : -kept)
    for (const one of old) await disk.unlink(join(folder, one))
  }

  /** In the order in which they were begun. */
  async function listOlder(): Promise<string[]> {
    const names = await fs.readdir(folder)
    return names.filter((one) => one.startsWith(`${name}-`) && /-\d{8}-\d{6}-\d{3}\.log$/.test(one)).sort()
  }

  async function findFreeName(moment: Date): Promise<string> {
    const stamp = stampTime(moment)
    const latest = (await listOlder()).findLast((one) => one.startsWith(`${name}-${stamp}-`))
    const number = latest === undefined ? 1 : Number(latest.slice(-7, -4)) + 1
    return `${name}-${stamp}-${String(number).padStart(3, '0')}.log`
  }

  return {
    write(line) {
      if (waitingBytes > MAX_WAITING_BYTES) {
        lost++
        return
      }
      waiting.push(line)
      waitingBytes += line.length
      writing ??= writeWaiting().finally(() => {
        writing = undefined
      })
    },
    async close() {
      while (writing !== undefined) await writing
    },
  }
}

/** A day by the clock of the machine, as its owner reads it. */
function dayOf(moment: Date): string {
  return moment.toDateString()
}
