// Reading the clone's files where some may be missing or not be writable.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Lists the files below a folder in a fixed order; a folder that does not exist has none.
 *
 * @param {string} folder  absolute path
 * @param {(name: string) => boolean} isSkipped  files and folders with such a name are left out, with all that is in them
 * @returns {string[]} absolute paths
 */
export function listFiles(folder, isSkipped) {
  const entries = orUndefined(() => readdirSync(folder, { withFileTypes: true })) ?? []
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (isSkipped(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return listFiles(path, isSkipped)
    return entry.isFile() ? [path] : []
  })
}

/**
 * Reads a text file; undefined when there is none.
 *
 * @param {string} path
 * @returns {string | undefined}
 */
export function findText(path) {
  return orUndefined(() => readFileSync(path, 'utf8'))
}

/**
 * Reads a JSON file; undefined when there is none, or when a power cut or a full disk left it damaged or empty.
 *
 * @param {string} path
 * @returns {any}
 */
export function findJson(path) {
  try {
    return JSON.parse(findText(path) ?? '')
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/**
 * Does something to a file that only saves time later, and leaves it in a clone that one may only read.
 *
 * @param {() => void} write
 */
export function writeIfAllowed(write) {
  try {
    write()
  } catch (error) {
    if (!isForbidden(error)) throw error
  }
}

/**
 * Tells whether the system refused to write because the clone, for this user, is only there to be read.
 *
 * @param {unknown} error
 * @returns {boolean}
 */
export function isForbidden(error) {
  return ['EACCES', 'EPERM', 'EROFS'].includes(error?.code)
}

function orUndefined(read) {
  try {
    return read()
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
