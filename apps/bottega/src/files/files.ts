import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { addName, type Disk, discard, explainingWrites, makeFolder, moveToFreeName, removeEmpty, writeSynced } from './disk.ts'
import { explainWriteFailure, FileError, systemCode } from './errors.ts'
import { clearLeftovers, nameUnfinished } from './leftovers.ts'

/** Files as the program writes and reads them: whole or not at all, whatever happens to the process. */
export interface Files {
  /**
   * Makes the folder where it is missing, clears what killed runs left in it, and makes sure that it can be written to.
   * Returns the folders that it had to make, the innermost first.
   *
   * @throws FileError and leaves no new folder
   */
  prepareFolder(folder: string): Promise<readonly string[]>
  /** Takes away those of the folders that are empty, in order. */
  removeEmpty(folders: readonly string[]): Promise<void>
  /**
   * Writes a file that did not exist, under the first free name, and returns its path. Never replaces anything.
   *
   * @param nameAttempt  the name to try at the first, second, … attempt
   * @throws FileError
   */
  writeNew(folder: string, nameAttempt: (attempt: number) => string, bytes: Uint8Array): Promise<string>
  /**
   * Writes a file in place of the one of that path, if any. Readers see the old or the new, never a part.
   *
   * @param mode  who may read and change it; as of the file that is replaced where this is left out, or everybody reads a new one
   * @throws FileError
   */
  replace(path: string, bytes: Uint8Array, mode?: number): Promise<void>
  /**
   * All bytes of an ordinary file that a person named.
   *
   * @param maxBytes  refused above
   * @throws FileError `file_unreadable`, `file_unsuitable`
   */
  read(path: string, maxBytes: number): Promise<Uint8Array>
}

/** Files on the given disk, by default the real one. */
export function createFiles(disk: Disk = fs): Files {
  return {
    async prepareFolder(folder) {
      const made: string[] = []
      try {
        await makeFolder(folder, made)
        await clearLeftovers(folder)
        // rights, read-only disks and full ones show only in a real attempt
        await disk.unlink(await writeUnfinished(disk, folder, new Uint8Array(1)))
        return made
      } catch (cause) {
        await removeEmpty(made)
        throw explainWriteFailure(cause, folder)
      }
    },

    removeEmpty,

    async writeNew(folder, nameAttempt, bytes) {
      return explainingWrites(folder, async () => {
        const unfinished = await writeUnfinished(disk, folder, bytes)
        for (let attempt = 1; ; attempt++) {
          const path = join(folder, nameAttempt(attempt))
          if (await publish(disk, unfinished, path)) return path
        }
      })
    },

    async replace(path, bytes, mode) {
      const folder = dirname(path)
      await explainingWrites(folder, async () => {
        const { target, mode: oldMode } = await findReplaceable(path)
        const unfinished = await writeUnfinished(disk, dirname(target), bytes, mode ?? oldMode)
        await disk.rename(unfinished, target).catch((error) => discard(disk, unfinished, error))
      })
    },

    async read(path, maxBytes) {
      try {
        const found = await fs.stat(path)
        if (!found.isFile()) throw new FileError('file_unsuitable', `${path} is not a file. Give the path of one.`)
        if (found.size > maxBytes) {
          const limit = `${Math.floor(maxBytes / 2 ** 20)} MiB`
          throw new FileError('file_unsuitable', `${path} is larger than ${limit}, the most that is read. Give a smaller file.`)
        }
        return await fs.readFile(path)
      } catch (cause) {
        if (cause instanceof FileError) throw cause
        const code = systemCode(cause)
        const why = code === 'ENOENT' ? 'there is no such file' : code || String(cause)
        throw new FileError('file_unreadable', `${path} cannot be read (${why}). Check the path and its rights.`, { cause })
      }
    },
  }
}

/** Writes the bytes to the disk itself under a passing name in the folder, and returns that path. */
async function writeUnfinished(disk: Disk, folder: string, bytes: Uint8Array, mode?: number): Promise<string> {
  const path = join(folder, nameUnfinished())
  await writeSynced(disk, path, bytes, mode)
  return path
}

/** Gives the finished bytes their name; false when that name is taken. */
async function publish(disk: Disk, unfinished: string, path: string): Promise<boolean> {
  const isNamed = await addName(disk, unfinished, path)
  if (isNamed === undefined) return moveToFreeName(disk, unfinished, path)
  // the file is there; a passing name that stays behind is cleared by a later run
  if (isNamed) await disk.unlink(unfinished).catch(() => {})
  return isNamed
}

/** The file that a path stands for, behind links, and who may use it. Devices and folders are refused: a rename would take their place. */
async function findReplaceable(path: string): Promise<{ target: string; mode?: number }> {
  let target: string
  try {
    target = await fs.realpath(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { target: path }
    throw error
  }
  const found = await fs.stat(target)
  if (!found.isFile()) throw new FileError('file_unsuitable', `${path} is not an ordinary file. Choose another name.`)
  return { target, mode: found.mode & 0o777 }
}
