import * as fs from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** Puts a file into a ZIP file, and waits until it is in it; one at a time. Nothing is compressed. */
export type AddToZip = (name: string, content: Buffer | AsyncIterable<Buffer | string>) => Promise<void>

/** What the directory at the end of a ZIP file says about a file in it. */
interface Entry {
  readonly name: Buffer
  readonly crc: number
  readonly size: number
  /** Where its header begins. */
  readonly start: number
}

/** The most that 32 bits hold; in their place it says that the 64 bits behind count. */
const MOST_32 = 0xffff_ffff
const MOST_16 = 0xffff
/** What a reader has to know of: of names in UTF-8, or of 64 bits too. */
const VERSION = 20
const VERSION_64 = 45
/** On a Unix, whose rights of files are told. */
const MADE_BY = (3 << 8) | VERSION_64
const READABLE_FILE = (0o100644 << 16) >>> 0
/** Names are UTF-8. */
const FLAGS = 0x0800
/** What is small is written together. */
const HELD_BYTES = 256 * 1024

/**
 * Writes a ZIP file that does not exist. However many files are in it, only their lines of the directory are kept in memory.
 *
 * @param fill  adds file by file, none of 4 GiB or more
 * @returns its size in bytes
 * @source APPNOTE.TXT of PKWARE, version 6.3.10, sections 4.3 and 4.4
 */
export async function writeZip(path: string, fill: (add: AddToZip) => Promise<void>): Promise<number> {
  const file = await fs.open(path, 'wx')
  const date = encodeDate(new Date())
  const entries: Entry[] = []
  let held: Buffer[] = []
  let written = 0
  let end = 0
  const flush = async () => {
    await writeAll(file, Buffer.concat(held), written)
    held = []
    written = end
  }
  const append = async (bytes: Buffer) => {
    held.push(bytes)
    end += bytes.length
    if (end - written >= HELD_BYTES) await flush()
  }
  try {
    await fill(async (name, content) => {
      const entry = { name: Buffer.from(name), crc: 0, size: 0, start: end }
      const header = encodeHeader(entry, date)
      await append(header)
      for await (const chunk of Buffer.isBuffer(content) ? [content] : content) {
        const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
        entry.crc = crc32(bytes, entry.crc)
        entry.size += bytes.length
        await append(bytes)
      }
      if (entry.size >= MOST_32) throw new RangeError(`${name} is too large for an archive`)
      writeFacts(header, 4, entry, date)
      if (entry.start < written) await writeAll(file, header, entry.start)
      entries.push(entry)
    })
    const directoryStart = end
    for (const entry of entries) await append(encodeDirectoryLine(entry, date))
    await append(encodeEnd({ count: entries.length, start: directoryStart, end }))
    await flush()
    return end
  } finally {
    await file.close()
  }
}

/** A file may take fewer bytes than it is given. */
async function writeAll(file: fs.FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
  }
}

/** What stands in front of the bytes of a file. */
function encodeHeader(entry: Entry, date: number): Buffer {
  const header = Buffer.alloc(30 + entry.name.length)
  header.writeUInt32LE(0x0403_4b50, 0)
  writeFacts(header, 4, entry, date)
  entry.name.copy(header, 30)
  return header
}

/** What the header of a file and the directory say in the same words. */
function writeFacts(bytes: Buffer, at: number, { name, crc, size }: Entry, date: number): void {
  bytes.writeUInt16LE(VERSION, at)
  bytes.writeUInt16LE(FLAGS, at + 2)
  bytes.writeUInt32LE(date, at + 6)
  bytes.writeUInt32LE(crc, at + 10)
  // stored as they are
  bytes.writeUInt32LE(size, at + 14)
  bytes.writeUInt32LE(size, at + 18)
  bytes.writeUInt16LE(name.length, at + 22)
}

function encodeDirectoryLine(entry: Entry, date: number): Buffer {
  const { name, start } = entry
  const isFar = start >= MOST_32
  const line = Buffer.alloc(46 + name.length + (isFar ? 12 : 0))
  line.writeUInt32LE(0x0201_4b50, 0)
  line.writeUInt16LE(MADE_BY, 4)
  writeFacts(line, 6, entry, date)
  line.writeUInt16LE(isFar ? 12 : 0, 30)
  line.writeUInt32LE(READABLE_FILE, 38)
  line.writeUInt32LE(Math.min(start, MOST_32), 42)
  name.copy(line, 46)
  if (!isFar) return line
  line.writeUInt16LE(VERSION_64, 6)
  const more = 46 + name.length
  line.writeUInt16LE(1, more)
  line.writeUInt16LE(8, more + 2)
  line.writeBigUInt64LE(BigInt(start), more + 4)
  return line
}

/** What tells where the directory lies: in 64 bits where 32, or 16 for the count, do not hold it, and for all readers behind that. */
function encodeEnd({ count, start, end }: { readonly count: number; readonly start: number; readonly end: number }): Buffer {
  const last = Buffer.alloc(22)
  last.writeUInt32LE(0x0605_4b50, 0)
  last.writeUInt16LE(Math.min(count, MOST_16), 8)
  last.writeUInt16LE(Math.min(count, MOST_16), 10)
  last.writeUInt32LE(Math.min(end - start, MOST_32), 12)
  last.writeUInt32LE(Math.min(start, MOST_32), 16)
  if (count < MOST_16 && start < MOST_32 && end - start < MOST_32) return last
  const wide = Buffer.alloc(56 + 20)
  wide.writeUInt32LE(0x0606_4b50, 0)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE(MADE_BY, 12)
  wide.writeUInt16LE(VERSION_64, 14)
  wide.writeBigUInt64LE(BigInt(count), 24)
  wide.writeBigUInt64LE(BigInt(count), 32)
  wide.writeBigUInt64LE(BigInt(end - start), 40)
  wide.writeBigUInt64LE(BigInt(start), 48)
  // where that begins, and that the archive is one file
  wide.writeUInt32LE(0x0706_4b50, 56)
  wide.writeBigUInt64LE(BigInt(end), 64)
  wide.writeUInt32LE(1, 72)
  return Buffer.concat([wide, last])
}

/** A moment of the machine's clock in two times 16 bits, to two seconds. */
function encodeDate(now: Date): number {
  const time = (now.getHours() << 11) | (now.getMinutes() << 5) | (now.getSeconds() >> 1)
  const day = ((now.getFullYear() - 1980) << 9) | ((now.getMonth() + 1) << 5) | now.getDate()
  return ((day << 16) | time) >>> 0
}
