import { crc32 } from 'node:zlib'

/** A piece of a PNG file: its place from the length in front to the checksum behind. */
export interface PngChunk {
  /** Four letters; an upper case first letter says that the picture needs it. */
  readonly type: string
  readonly start: number
  readonly end: number
}

/** Bytes in front of the first chunk. */
const PNG_SIGNATURE_BYTES = 8
/** Length and type in front of a chunk's data, and the checksum behind it. */
const CHUNK_HEAD_BYTES = 8
const CHUNK_TAIL_BYTES = 4
/** More than any writer makes; a file of empty chunks would take the memory otherwise. */
const MAX_CHUNKS = 200_000

/**
 * The chunks of a PNG file up to its end, from their heads alone; undefined when one of them reaches over the end of the file,
 * when the end is missing, or when there are more than anybody makes.
 *
 * @source PNG specification, third edition, section 5.3
 */
export function listPngChunks(png: Uint8Array): PngChunk[] | undefined {
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  const chunks: PngChunk[] = []
  for (let start = PNG_SIGNATURE_BYTES; chunks.length < MAX_CHUNKS; ) {
    if (start + CHUNK_HEAD_BYTES > view.length) return undefined
    const end = start + CHUNK_HEAD_BYTES + view.readUInt32BE(start) + CHUNK_TAIL_BYTES
    if (end > view.length) return undefined
    const type = view.toString('latin1', start + 4, start + CHUNK_HEAD_BYTES)
    chunks.push({ type, start, end })
    if (type === 'IEND') return chunks
    start = end
  }
  return undefined
}

/** The data of a chunk, without its head and checksum. */
export function readChunkData(png: Uint8Array, { start, end }: PngChunk): Uint8Array {
  return png.subarray(start + CHUNK_HEAD_BYTES, end - CHUNK_TAIL_BYTES)
}

/** Bytes of data in a chunk. */
export function chunkDataBytes({ start, end }: PngChunk): number {
  return end - start - CHUNK_HEAD_BYTES - CHUNK_TAIL_BYTES
}

/** Whether the checksum of a chunk is right. Takes time by its length. */
export function isChunkSound(png: Uint8Array, { start, end }: PngChunk): boolean {
  const view = Buffer.from(png.buffer, png.byteOffset, png.byteLength)
  return crc32(view.subarray(start + 4, end - CHUNK_TAIL_BYTES)) === view.readUInt32BE(end - CHUNK_TAIL_BYTES)
}

/** A whole chunk of these data. */
export function encodeChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(CHUNK_HEAD_BYTES + data.length + CHUNK_TAIL_BYTES)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, CHUNK_HEAD_BYTES)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -CHUNK_TAIL_BYTES)), chunk.length - CHUNK_TAIL_BYTES)
  return chunk
}

/** The PNG with whole chunks put in right behind its header, which is always the first chunk. */
export function insertChunks(png: Uint8Array, chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 0) return png
  const at = PNG_SIGNATURE_BYTES + CHUNK_HEAD_BYTES + 13 + CHUNK_TAIL_BYTES
  return Buffer.concat([png.subarray(0, at), ...chunks, png.subarray(at)])
}

/** The file with only these of its chunks; the bytes themselves where those are all. */
export function joinChunks(png: Uint8Array, chunks: readonly PngChunk[]): Uint8Array {
  const length = chunks.reduce((sum, { start, end }) => sum + end - start, PNG_SIGNATURE_BYTES)
  if (length === png.length) return png
  return Buffer.concat([png.subarray(0, PNG_SIGNATURE_BYTES), ...chunks.map(({ start, end }) => png.subarray(start, end))])
}
