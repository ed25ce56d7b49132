import { createReadStream } from 'node:fs'
import * as fs from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { FileError, systemCode } from './errors.ts'

/** A file that is open for reading. It stays readable although it is deleted or replaced meanwhile. */
export interface OpenFile {
  readonly sizeBytes: number
  /** Differs when the content does: a quoted string, as the HTTP header wants it. */
  readonly etag: string
  /**
   * Its bytes, all or a range; closes the file when it ends. Either this or `close` is called, once.
   *
   * @param range  first and last byte, both within the file
   */
  stream(range?: { readonly start: number; readonly end: number }): Readable
  close(): Promise<void>
}

/** One that can also be read piece by piece. */
export interface SeekableFile extends OpenFile {
  /** Bytes from a place on; fewer where the file ends. */
  readAt(position: number, bytes: number): Promise<Buffer>
}

/** Fewer and larger reads than Node's own. */
const CHUNK_BYTES = 256 * 1024

/**
 * Opens a file; undefined when there is none.
 *
 * @throws FileError `file_unreadable`
 */
export async function openFile(path: string): Promise<SeekableFile | undefined> {
  let handle: fs.FileHandle | undefined
  try {
    handle = await fs.open(path, 'r')
    const { size, mtimeMs } = await handle.stat()
    const opened = handle
    return {
      sizeBytes: size,
      etag: `"${Math.round(mtimeMs * 1000).toString(36)}-${size.toString(36)}"`,
      stream: (range) => createReadStream(path, { fd: opened, highWaterMark: CHUNK_BYTES, ...(range ?? { start: 0 }) }),
      async readAt(position, bytes) {
        const { buffer, bytesRead } = await opened.read(Buffer.allocUnsafe(bytes), 0, bytes, position)
        return buffer.subarray(0, bytesRead)
      },
      close: () => opened.close(),
    }
  } catch (cause) {
    await handle?.close()
    const code = systemCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new FileError('file_unreadable', `${path} cannot be read (${code || String(cause)}). Check its rights and the disk.`, {
      cause,
    })
  }
}
