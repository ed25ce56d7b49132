import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { systemCode } from './errors.ts'

/** What the bytes of a file are. */
export interface FilePrint {
  readonly size: number
  /** In hexadecimal digits. */
  readonly sha256: string
}

/** What a file is, with when it was changed last, in whole milliseconds. */
export interface CopiedFile extends FilePrint {
  readonly mtime: number
}

const CHUNK_BYTES = 2 ** 20

/** The state of a file that may have been replaced; undefined where there is none. */
export async function findFileState(path: string): Promise<Omit<CopiedFile, 'sha256'> | undefined> {
  try {
    const { size, mtimeMs } = await fs.stat(path)
    return { size, mtime: Math.trunc(mtimeMs) }
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

/**
 * Copies a file into one that does not exist, down to the disk itself, with the time of its last change.
 *
 * @returns what was copied; undefined where there is no such file
 */
export async function copyHashed(from: string, to: string, mode: number): Promise<CopiedFile | undefined> {
  let source: fs.FileHandle
  try {
    source = await fs.open(from, 'r')
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
  try {
    const { mtime, mtimeMs } = await source.stat()
    const target = await fs.open(to, 'wx', mode)
    try {
      const print = await readThrough(source, (chunk) => target.writeFile(chunk))
      await target.utimes(mtime, mtime)
      await target.sync()
      return { ...print, mtime: Math.trunc(mtimeMs) }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

/** Reads a file to its end. */
export async function hashFile(path: string): Promise<FilePrint> {
  const source = await fs.open(path, 'r')
  try {
    return await readThrough(source, async () => {})
  } finally {
    await source.close()
  }
}

/** Has the disk itself hold a folder's names. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders
  if (process.platform === 'win32') return
  const folder = await fs.open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Does the work for each of the things, a few at a time; the first fault ends it. */
export async function forEachAtOnce<T>(things: Iterable<T>, atOnce: number, work: (thing: T) => Promise<void>): Promise<void> {
  const iterator = things[Symbol.iterator]()
  let isFailed = false
  const workOn = async () => {
    for (let next = iterator.next(); !next.done && !isFailed; next = iterator.next()) {
      try {
        await work(next.value)
      } catch (error) {
        isFailed = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: atOnce }, workOn))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
}

async function readThrough(source: fs.FileHandle, take: (chunk: Buffer) => Promise<void>): Promise<FilePrint> {
  const { size: expected } = await source.stat()
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(expected, 1)))
  const hash = createHash('sha256')
  let size = 0
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, null)
    if (bytesRead === 0) return { size, sha256: hash.digest('hex') }
    const chunk = buffer.subarray(0, bytesRead)
    hash.update(chunk)
    size += bytesRead
    await take(chunk)
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(systemCode(error))
}
