// A lock file, so that two commands started at once in a fresh clone install and build only once.
import { linkSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from './alive.mjs'
import { findText } from './files.mjs'

const BEAT_MS = 1_000
const ABANDONED_MS = 10_000
const RETRY_MS = 100

/**
 * Does the work while holding the lock; waits for the holder before. A holder touches its file every second. A lock is
 * taken from a holder that has not done so for 10 seconds, or that was a process of this machine and is gone.
 * Calls `onWait` once when it has to wait.
 *
 * @template T
 * @param {string} path  the lock file; its folder is made when missing
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true })
  const own = JSON.stringify({ pid: process.pid, host: hostname(), token: Math.random() })
  for (let tries = 1; !take(path, own); tries++) {
    // the first try may only have cleared an abandoned lock
    if (tries === 2) onWait()
    await sleep(RETRY_MS)
  }
  const beat = setInterval(() => touch(path, own), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    if (findText(path) === own) rmSync(path)
  }
}

function touch(path, own) {
  if (findText(path) === own) utimesSync(path, new Date(), new Date())
}

function take(path, own) {
  try {
    writeFileSync(path, own, { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const held = findText(path)
  if (held !== undefined && isAbandoned(path, held)) breakLock(path, held)
  return false
}

function isAbandoned(path, held) {
  try {
    if (Date.now() - statSync(path).mtimeMs > ABANDONED_MS) return true
    const { pid, host } = JSON.parse(held)
    return host === hostname() && !isAlive(pid)
  } catch {
    // given back meanwhile, or not yet written: not abandoned, the next try tells more
    return false
  }
}

// Between reading and removing, another process may have broken the lock and taken it; then it is put back.
function breakLock(path, held) {
  const aside = `${path}.${process.pid}`
  try {
    renameSync(path, aside)
    if (findText(aside) !== held) linkSync(aside, path)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error
  }
  rmSync(aside, { force: true })
}
