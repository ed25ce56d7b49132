import { randomBytes } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const PATTERN = /^\.bottega-(\d+)-[0-9a-f]{12}\.part$/

/** Age under which a leftover is spared although its process seems gone: on a shared disk that process may live on another machine. */
const SPARED_MS = 10_000

/** A name for a file that is being written, hidden, never used twice, telling which process writes it. */
export function nameUnfinished(): string {
  return `.bottega-${process.pid}-${randomBytes(6).toString('hex')}.part`
}

/** Whether a name is one of something that was being written when its process died. */
export function isLeftover(name: string): boolean {
  const pid = PATTERN.exec(name)?.[1]
  return pid !== undefined && !isAlive(Number(pid))
}

/**
 * Removes unfinished files and folders that killed processes left in the folder. Those of living processes stay.
 *
 * @param isStart  this process has begun none yet: in a container, where all have the same number, its own are those of the one before
 */
export async function clearLeftovers(folder: string, { isStart = false } = {}): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = PATTERN.exec(name)?.[1]
    if (pid === undefined) continue
    const isOurs = isStart && Number(pid) === process.pid
    if (!isOurs && isAlive(Number(pid))) continue
    const path = join(folder, name)
    // another process may clear the same folder, or the file may belong to someone else; either way it is not worth a failure
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    )
    if (isOurs || age > SPARED_MS) await rm(path, { force: true, recursive: true }).catch(() => {})
  }
}

/**
 * Whether a process of this number runs on this machine. The tools that prepare a clone have their own copy of this, since they run
 * before anything is built.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and is someone else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
