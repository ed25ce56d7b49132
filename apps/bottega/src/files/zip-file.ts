import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeZip } from 'client-zip'

/** A file that is put into a ZIP file as it is, without being compressed. */
export interface ZipEntry {
  /** With the folders in front of it. */
  readonly name: string
  readonly input: string | AsyncIterable<Buffer | string>
}

/**
 * Writes a ZIP file that does not exist, file by file as they come. However many there are, only their lines of the directory are kept in
 * memory.
 *
 * @returns its size in bytes
 */
export async function writeZip(path: string, entries: AsyncIterable<ZipEntry>): Promise<number> {
  const file = createWriteStream(path, { flags: 'wx' })
  await pipeline(Readable.fromWeb(makeZip(dated(entries))), file)
  return file.bytesWritten
}

async function* dated(entries: AsyncIterable<ZipEntry>): AsyncGenerator<ZipEntry & { readonly lastModified: Date }> {
  for await (const entry of entries) yield { ...entry, lastModified: new Date() }
}
