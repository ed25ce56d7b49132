// Installs the packages of package-lock.json when they are not there.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { runChild } from './child.mjs'
import { findJson, findText, writeIfAllowed } from './files.mjs'

/**
 * Tells whether node_modules holds what package-lock.json asks for. A stamp answers at once; without it (a user's own
 * `npm ci`) the versions are compared, and the stamp is written when they agree.
 *
 * @param {string} root  absolute path of the clone
 * @returns {boolean}
 */
export function isInstalled(root) {
  if (findText(stampPath(root)) === makeStamp(root)) return true
  if (!hasAllPackages(root)) return false
  writeStamp(root)
  return true
}

/**
 * Runs `npm ci`, development packages included, since the build is made with them.
 *
 * @param {string} root  absolute path of the clone
 * @throws an Error with a sentence for the user when npm fails
 */
export async function install(root) {
  process.stderr.write('Installing the packages of package-lock.json (the first time takes a minute or so) ...\n')
  const args = ['ci', '--include=dev']
  // npm tells its scripts where it is; a command that was started without npm takes the one on the path
  const npm = process.env.npm_execpath
  const ok =
    npm !== undefined && /^npm(-cli)?\.c?js$/.test(basename(npm))
      ? await runChild(process.execPath, [npm, ...args], { cwd: root })
      : await runChild('npm', args, { cwd: root, shell: process.platform === 'win32' })
  if (!ok) throw new Error('The packages could not be installed: npm tells why above.')
  writeStamp(root)
}

const stampPath = (root) => join(root, 'node_modules/.bottega-installed')

function makeStamp(root) {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} ${process.platform} ${process.arch} ${process.versions.modules}\n`
}

function writeStamp(root) {
  writeIfAllowed(() => writeFileSync(stampPath(root), makeStamp(root)))
}

function hasAllPackages(root) {
  const present = findJson(join(root, 'node_modules/.package-lock.json'))?.packages
  if (!present) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(([path, entry]) => {
    // the root and the workspaces themselves are folders of the clone, never installed
    if (!path.includes('node_modules/')) return true
    const found = present[path]
    return found === undefined ? isDispensable(entry) : found.version === entry.version
  })
}

// An optional package may be absent, unless it is the one for just this platform: its absence means that node_modules
// came from another machine. Packages for one C library are not judged, since telling which one runs is slow.
function isDispensable(entry) {
  if (!entry.optional) return false
  const isForThisPlatform = entry.os?.includes(process.platform) && entry.cpu?.includes(process.arch) && !entry.libc
  return !isForThisPlatform
}
