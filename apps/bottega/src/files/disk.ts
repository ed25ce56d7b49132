import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import { CodedError } from '../coded-error.ts'
import { explainWriteFailure, systemCode } from './errors.ts'

/** The part of the disk that files are written through; tests put faults in its place. */
export type Disk = Pick<typeof fs, 'open' | 'link' | 'rename' | 'unlink'>

const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])
/** Others may read what is written, nobody else may change it. */
const FILE_MODE = 0o644

/** Runs what writes into a folder; what the system refuses becomes an error that a person can act on. */
export async function explainingWrites<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (cause) {
    throw cause instanceof CodedError ? cause : explainWriteFailure(cause, folder)
  }
}

/**
 * Makes a folder and those above it, and puts each in front of `made`. Node's own `recursive` never ends where a system refuses with
 * ENOENT, as in /proc.
 */
export async function makeFolder(folder: string, made: string[] = []): Promise<void> {
  try {
    await fs.mkdir(folder, 0o755)
    made.unshift(folder)
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST' && (await fs.stat(folder)).isDirectory()) return
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder), made)
    try {
      await fs.mkdir(folder, 0o755)
      made.unshift(folder)
    } catch (again) {
      // somebody else was quicker
      if (systemCode(again) !== 'EEXIST') throw again
    }
  }
}

/** Makes a folder that nobody but its owner enters, where there is none. */
export async function makeClosedFolder(folder: string): Promise<void> {
  const made: string[] = []
  await makeFolder(folder, made)
  if (made.includes(folder)) await fs.chmod(folder, 0o700)
}

/** Takes away those of the folders that are empty, in order. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  // one that holds something stays: the system refuses
  for (const folder of folders) await fs.rmdir(folder).catch(() => {})
}

/** Writes a new file down to the disk itself; of one that fails nothing stays. */
export async function writeSynced(disk: Disk, path: string, bytes: Uint8Array, mode = FILE_MODE): Promise<void> {
  const handle = await disk.open(path, 'wx', mode)
  try {
    await handle.writeFile(bytes)
    await handle.sync()
    await handle.close()
  } catch (error) {
    await handle.close().catch(() => {})
    await discard(disk, path, error)
  }
}

/** Gives finished bytes a second name; false when that name is taken, or undefined when the disk knows no second names. */
export async function addName(disk: Disk, finished: string, path: string): Promise<boolean | undefined> {
  try {
    // unlike a rename, a link never replaces
    await disk.link(finished, path)
    return true
  } catch (error) {
    const code = systemCode(error)
    if (code === 'EEXIST') return false
    if (NO_HARD_LINKS.has(code)) return undefined
    return discard(disk, finished, error)
  }
}

/** Gives finished bytes their name in place of the one they have; false when that name is taken. For disks without hard links. */
export async function moveToFreeName(disk: Disk, finished: string, path: string): Promise<boolean> {
  try {
    // FAT and some network disks: an empty file takes the name, then the finished one its place
    await (await disk.open(path, 'wx', FILE_MODE)).close()
    await disk.rename(finished, path)
    return true
  } catch (error) {
    return systemCode(error) === 'EEXIST' ? false : discard(disk, finished, error)
  }
}

/** Removes an unfinished file after a fault. */
export async function discard(disk: Disk, unfinished: string, error: unknown): Promise<never> {
  // the first fault is the one to report
  await disk.unlink(unfinished).catch(() => {})
  throw error
}
