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
  let packed: ZipEntry['input'] | undefined
  async function* dated(): AsyncGenerator<ZipEntry & { readonly lastModified: Date }> {
    for await (const entry of entries) {
      packed = entry.input
      yield { ...entry, lastModified: new Date() }
    }
  }
  try {
    await pipeline(Readable.fromWeb(makeZip(dated())), file)
    return file.bytesWritten
  } finally {
    // where writing fails, nobody reads it to its end
    if (packed instanceof Readable) packed.destroy()
  }
}
