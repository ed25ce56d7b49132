// The folders in dist/: who uses one, and which may go.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isAlive } from './alive.mjs'
import { listFiles, writeIfAllowed } from './files.mjs'

const YOUNG_MS = 60_000

/**
 * Writes down that this process runs a build, so that a newer build does not clear it away. The note goes with the process.
 *
 * @param {string} build  absolute path of dist/<hash>
 */
export function markUsed(build) {
  const note = join(build, 'used-by', String(process.pid))
  writeIfAllowed(() => {
    mkdirSync(dirname(note), { recursive: true })
    writeFileSync(note, '')
    process.once('exit', () => rmSync(note, { force: true }))
  })
}

/**
 * Removes the builds of older sources, but those that a living process uses and those younger than a minute (a process may
 * be about to use one), and what builds that were broken off have left.
 *
 * @param {string} dist  absolute path of dist/
 * @param {string} current  name of the build to keep
 */
export function clearOldBuilds(dist, current) {
  for (const name of readdirSync(dist)) {
    const path = join(dist, name)
    const maker = /^\.[0-9a-f]{16}-(\d+)$/.exec(name)?.[1]
    const isLeftover = maker !== undefined && !isAlive(Number(maker))
    const isOld = /^[0-9a-f]{16}$/.test(name) && name !== current && !isYoung(path) && !isUsed(path)
    if (isLeftover || isOld) rmSync(path, { recursive: true, force: true })
  }
}

const isYoung = (build) => Date.now() - statSync(build).mtimeMs < YOUNG_MS

const isUsed = (build) => listFiles(join(build, 'used-by'), () => false).some((note) => isAlive(Number(basename(note))))
