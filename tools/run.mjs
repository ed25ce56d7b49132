// Runs an entry of the build in this process, so that signals and exit codes need no passing on.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { markUsed } from './clone/builds.mjs'
import { giveUp, prepare } from './prepare.mjs'

/**
 * Prepares the clone and runs an entry of the build.
 *
 * @param {string} entry  its name in tools/build.mjs
 * @param {string[]} args  what it finds behind its name in process.argv
 */
export async function run(entry, args) {
  const build = await prepare().catch(giveUp)
  const file = join(build, `${entry}.js`)
  markUsed(build)
  process.setSourceMapsEnabled(true)
  process.argv = [process.execPath, file, ...args]
  await import(pathToFileURL(file).href)
}
