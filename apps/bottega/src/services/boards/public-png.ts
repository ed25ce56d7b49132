import { Readable } from 'node:stream'
import type { SeekableFile } from '../../files/open-file.ts'
import type { StoredFile } from '../images/stored-file.ts'

/** What a PNG needs to look as it does. All else stays out: texts, what a camera noted, what nobody knows. */
const SHOWN: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'sRGB', 'gAMA', 'cHRM', 'iCCP'])
const SIGNATURE_BYTES = 8
/** Length and type in front of the data of a chunk. */
const HEAD_BYTES = 8
/** The checksum behind them. */
const TAIL_BYTES = 4
/** Bytes read at once. */
const WINDOW_BYTES = 256 * 1024

/** Some bytes of a file in a row; `end` is behind the last. */
interface Part {
  readonly start: number
  readonly end: number
}

/**
 * A PNG file as strangers get it, read from the file while it is sent: its pixels and colours alone.
 *
 * @param file  open; closed where it is no whole PNG
 * @returns undefined for what is no whole PNG
 * @source PNG specification, third edition, section 5.3
 */
export async function openPublicPng(file: SeekableFile): Promise<StoredFile | undefined> {
  const parts = await listParts(file)
  if (parts === undefined) {
    await file.close()
    return undefined
  }
  const sizeBytes = parts.reduce((sum, { start, end }) => sum + end - start, 0)
  return {
    sizeBytes,
    etag: file.etag.replace('"', '"p-'),
    stream: ({ start, end } = { start: 0, end: sizeBytes - 1 }) =>
      Readable.from(readParts(file, cutParts(parts, { start, end: end + 1 })), { objectMode: false }),
    close: () => file.close(),
  }
}

async function listParts(file: SeekableFile): Promise<Part[] | undefined> {
  const parts: Part[] = [{ start: 0, end: SIGNATURE_BYTES }]
  let window: Buffer = Buffer.alloc(0)
  let windowStart = 0
  for (let start = SIGNATURE_BYTES; start + HEAD_BYTES <= file.sizeBytes; ) {
    if (start < windowStart || start + HEAD_BYTES > windowStart + window.length) {
      window = await file.readAt(start, WINDOW_BYTES)
      windowStart = start
    }
    const head = window.subarray(start - windowStart, start - windowStart + HEAD_BYTES)
    const type = head.toString('latin1', 4)
    const end = start + HEAD_BYTES + head.readUInt32BE(0) + TAIL_BYTES
    const last = parts.at(-1)
    if (SHOWN.has(type)) {
      // chunks in a row are one part
      if (last?.end === start) parts[parts.length - 1] = { start: last.start, end }
      else parts.push({ start, end })
    }
    if (type === 'IEND') return end <= file.sizeBytes ? parts : undefined
    start = end
  }
  return undefined
}

/** What of the parts lies within a range of all of them together. */
function cutParts(parts: readonly Part[], range: Part): Part[] {
  let before = 0
  return parts.flatMap(({ start, end }) => {
    const shift = start - before
    before += end - start
    const cut = { start: Math.max(start, range.start + shift), end: Math.min(end, range.end + shift) }
    return cut.start < cut.end ? [cut] : []
  })
}

async function* readParts(file: SeekableFile, parts: readonly Part[]): AsyncGenerator<Buffer> {
  try {
    for (const { start, end } of parts) {
      for (let at = start; at < end; ) {
        const bytes = await file.readAt(at, Math.min(WINDOW_BYTES, end - at))
        if (bytes.length === 0) throw new RangeError('the file has become shorter')
        yield bytes
        at += bytes.length
      }
    }
  } finally {
    await file.close()
  }
}
