import * as fs from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeClosedFolder, makeFolder, removeEmpty } from './disk.ts'
import { FileError, systemCode } from './errors.ts'
import { syncFolder } from './hashed-copy.ts'

/** The note of a replacement that is not finished. */
const NOTE = 'restore-unfinished.json'

interface Note {
  /** Path of the backup that was restored, for those who are told of it. */
  readonly from?: string
  /** Folder that holds what was set aside, relative to the root. */
  readonly aside: string
  /** What is replaced, relative to the root. */
  readonly paths: readonly string[]
  /** Those of the paths that were there before. */
  readonly present: readonly string[]
}

/** Refuses a root in which a replacement was cut off: old and new lie side by side. @throws FileError `file_unsuitable` */
export async function refuseUnfinishedReplacement(root: string): Promise<void> {
  const note = await readNote(root)
  if (note === undefined) return
  const from = note.from === undefined ? 'BACKUP' : `"${note.from}"`
  throw new FileError(
    'file_unsuitable',
    [
      `A restore into ${root} was cut off, so what lies there does not fit together.`,
      `Run it again: bottega restore ${from} --root "${root}" --force`,
      `Or put back what was there: bottega restore --undo --root "${root}"`,
    ].join('\n'),
  )
}

/** Where things are while they are replaced. */
export interface Replacement {
  readonly root: string
  /** Folder on the same disk that holds the new ones. */
  readonly staged: string
  /** Folder below the root that takes what was there, relative to the root; nothing may be in it. */
  readonly aside: string
  /** Path of what is restored. */
  readonly from: string
}

/**
 * Puts new files and folders into the place of those of a root, of which none is deleted. A fault in between puts all back; so does
 * `undoUnfinishedReplacement` after a death.
 *
 * @param paths  what is replaced, relative to root and `staged`; what is not in `staged` is set aside without a successor
 */
export async function replaceContents({ root, staged, aside, from }: Replacement, paths: readonly string[]): Promise<void> {
  const present: string[] = []
  for (const path of paths) if (await isThere(join(root, path))) present.push(path)
  await writeNote(root, { from, aside, paths, present })
  try {
    // images leave a folder that others cannot enter
    if (present.length > 0) await makeClosedFolder(join(root, aside))
    for (const path of paths) {
      if (present.includes(path)) await move(join(root, path), join(root, aside, path))
      if (await isThere(join(staged, path))) await move(join(staged, path), join(root, path))
    }
  } catch (error) {
    await undoUnfinishedReplacement(root)
    throw error
  }
  await fs.rm(join(root, NOTE))
  await syncFolder(root)
}

/** Whether a replacement was cut off in a root. */
export async function hasUnfinishedReplacement(root: string): Promise<boolean> {
  return (await readNote(root)) !== undefined
}

/** Puts back what an unfinished replacement had set aside; answers whether there was one. */
export async function undoUnfinishedReplacement(root: string): Promise<boolean> {
  const note = await readNote(root)
  if (note === undefined) return false
  for (const path of note.paths) {
    const saved = join(root, note.aside, path)
    const wasThere = note.present.includes(path)
    // what was there and was not set aside is still in its place
    if (wasThere && !(await isThere(saved))) continue
    await fs.rm(join(root, path), { recursive: true, force: true }).catch((error) => {
      // a file on the way to it was what hindered
      if (systemCode(error) !== 'ENOTDIR') throw error
    })
    if (wasThere) await move(saved, join(root, path))
    // an empty root is empty again
    else if (dirname(path) !== '.') await removeEmpty([join(root, dirname(path))])
  }
  await fs.rm(join(root, note.aside), { recursive: true, force: true })
  await fs.rm(join(root, NOTE), { force: true })
  return true
}

async function move(from: string, to: string): Promise<void> {
  await makeFolder(dirname(to))
  await fs.rename(from, to)
}

async function isThere(path: string): Promise<boolean> {
  return fs.lstat(path).then(
    () => true,
    () => false,
  )
}

async function writeNote(root: string, note: Note): Promise<void> {
  const handle = await fs.open(join(root, NOTE), 'wx', 0o600)
  try {
    await handle.writeFile(JSON.stringify(note))
    await handle.sync()
  } catch (error) {
    // nothing is moved yet, so there is nothing to tell
    await fs.rm(join(root, NOTE))
    throw error
  } finally {
    await handle.close()
  }
  await syncFolder(root)
}

async function readNote(root: string): Promise<Note | undefined> {
  try {
    // written above
    return JSON.parse(await fs.readFile(join(root, NOTE), 'utf8')) as Note
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return undefined
    // a note that was cut off was written before anything was moved
    if (error instanceof SyntaxError) return { aside: NOTE, paths: [], present: [] }
    throw error
  }
}
