// Makes a clone ready to run: installs what package-lock.json asks for and builds what is stale, and otherwise returns at
// once. Every command of the README begins here, in a clone that may hold no package yet: no dependencies in this file nor
// in clone/. Called by itself (`npm run build`) it does just that.
import { existsSync, realpathSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { clearOldBuilds } from './clone/builds.mjs'
import { runChild } from './clone/child.mjs'
import { isForbidden } from './clone/files.mjs'
import { hashInputs } from './clone/inputs.mjs'
import { install, isInstalled } from './clone/install.mjs'
import { withLock } from './clone/lock.mjs'
import { root } from './clone/root.mjs'

const dist = join(root, 'dist')

/**
 * Installs the packages if they are not there.
 *
 * @throws an Error with a sentence for the user when that fails
 */
export async function prepareInstall() {
  requireNode()
  if (isInstalled(root)) return
  await workAlone(async () => {
    if (!isInstalled(root)) await install(root)
  })
}

/**
 * Installs and builds what is missing.
 *
 * @returns {Promise<string>} absolute path of the build, dist/<hash of the sources>
 * @throws an Error with a sentence for the user when that fails
 */
export async function prepare() {
  await prepareInstall()
  const build = join(dist, hashInputs(root))
  if (existsSync(build)) return build
  return workAlone(makeBuild)
}

async function workAlone(work) {
  const onWait = () => process.stderr.write('Waiting for another command that installs or builds ...\n')
  try {
    return await withLock(join(dist, '.start.lock'), work, onWait)
  } catch (error) {
    if (!isForbidden(error)) throw error
    throw new Error(
      `There is something to install or build, but ${root} may not be written to (${error.code}). ` +
        'Run "npm run build" there once as somebody who may, or use a clone of your own.',
    )
  }
}

// The sources may have changed while this process waited for the lock, so the hash is asked for again.
async function makeBuild() {
  const hash = hashInputs(root)
  const build = join(dist, hash)
  if (existsSync(build)) return build
  process.stderr.write('Building ...\n')
  const unfinished = join(dist, `.${hash}-${process.pid}`)
  try {
    const ok = await runChild(process.execPath, [join(root, 'tools/build.mjs'), unfinished], { cwd: root })
    if (!ok) throw new Error('The build failed: the lines above tell where.')
    renameSync(unfinished, build)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
  clearOldBuilds(dist, hash)
  return build
}

// The same range as "engines" in package.json: older ones cannot `require` the ES modules among the packages.
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 22
  if (!fits) throw new Error(`Bottega needs Node 20.19 or newer, or 22.13 or newer (not 21); this is ${process.version}.`)
}

/**
 * Ends the process with a sentence for the user.
 *
 * @param {Error} error  what `prepare` threw
 * @returns {never}
 */
export function giveUp(error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

const called = process.argv[1]
if (called !== undefined && import.meta.url === pathToFileURL(realpathSync(called)).href) await prepare().catch(giveUp)
