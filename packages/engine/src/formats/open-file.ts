import { type FileHandle, open, stat } from 'node:fs/promises'
import { EngineError } from '../errors.ts'

/**
 * Opens an ordinary file for reading. A pipe or a device would block for ever, so they are not opened.
 *
 * @throws `file_unreadable` saying why
 */
export async function openFile(path: string): Promise<FileHandle> {
  try {
    if ((await stat(path)).isFile()) return await open(path, 'r')
  } catch (cause) {
    throw new EngineError('file_unreadable', `${path} cannot be read: ${REASONS[codeOf(cause)] ?? codeOf(cause)}.`, { cause })
  }
  throw new EngineError('file_unreadable', `${path} is not a file.`)
}

/**
 * The text of a file.
 *
 * @param maxBytes  what is larger is refused
 * @throws          `file_unreadable`; `file_malformed` when it is too large
 */
export async function readTextFile(path: string, maxBytes: number): Promise<string> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    if (size > maxBytes)
      throw new EngineError('file_malformed', `${path} has ${size} bytes; files of its kind have at most ${maxBytes}.`)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

/** Whether `path` is an ordinary file. */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    // Whatever keeps us from looking at it keeps us from using it.
    return false
  }
}

/** Whether an error says that a file is not there at all. */
export function isMissingFile(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'file_unreadable' && ['ENOENT', 'ENOTDIR'].includes(codeOf(error.cause))
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'this user may not read it',
  ELOOP: 'its links lead in a circle',
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
}
