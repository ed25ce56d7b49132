import { chunkDataBytes, isChunkSound, joinChunks, listPngChunks, type PngChunk, readChunkData } from './png-chunks.ts'
import { isTextChunk } from './png-text.ts'

/** What a PNG file is made of, as far as it matters for storing it. */
export interface PngContent {
  /** Whole chunks with texts of whoever made the file, in order, up to `MAX_KEPT_BYTES`. */
  readonly texts: readonly Uint8Array[]
  /** The file with nothing in it that is not kept, if its pixels can stay as they are; the given bytes where all is kept. */
  readonly plain: Uint8Array | undefined
  /** Whether so many chunks stand in it that decoders may stumble over them. */
  readonly isCrowded: boolean
}

/** The most bytes of texts that are kept of a picture, and again of other things beside the pixels. */
const MAX_KEPT_BYTES = 4 * 2 ** 20
const CROWDED_CHUNKS = 1000

/** Other frames of an animation, and how the camera was held; the picture is stored upright and still. */
const DROPPED = new Set(['acTL', 'fcTL', 'fdAT', 'eXIf'])
/** Colours that are not sRGB as they stand; the third is of another range. */
const OTHER_COLOURS = new Set(['iCCP', 'cICP', 'mDCV'])

/**
 * Looks through a PNG file without decoding it; undefined when its chunks are not whole.
 *
 * Its pixels can stay when they have 8 bits, stand in their order, and mean sRGB. What stands behind the end of the file is never
 * kept.
 */
export function inspectPng(png: Uint8Array): PngContent | undefined {
  const chunks = listPngChunks(png)
  const [header] = chunks ?? []
  if (!chunks || header?.type !== 'IHDR' || chunkDataBytes(header) !== 13) return undefined
  const texts = keepWithin(png, chunks.filter(isTextChunk))
  const others = keepWithin(
    png,
    chunks.filter((chunk) => isAncillary(chunk) && !isTextChunk(chunk) && !DROPPED.has(chunk.type)),
  )
  const kept = new Set([...texts, ...others])
  const isPlain = hasPlainPixels(readChunkData(png, header)) && !chunks.some(({ type }) => OTHER_COLOURS.has(type))
  return {
    texts: texts.map(({ start, end }) => png.subarray(start, end)),
    plain: isPlain
      ? joinChunks(
          png,
          chunks.filter((chunk) => !isAncillary(chunk) || kept.has(chunk)),
        )
      : undefined,
    isCrowded: chunks.length > CROWDED_CHUNKS,
  }
}

/** The picture alone, without texts and all else that it does not need, for decoders. */
export function stripPng(png: Uint8Array): Uint8Array {
  const needed = new Set(['tRNS', 'sRGB', 'gAMA', 'cHRM', 'iCCP', 'eXIf'])
  return joinChunks(png, listPngChunks(png)?.filter((chunk) => !isAncillary(chunk) || needed.has(chunk.type)) ?? [])
}

/** Eight bits a channel, not interlaced. */
function hasPlainPixels(header: Uint8Array): boolean {
  return header[8] === 8 && header[12] === 0
}

function isAncillary({ type }: PngChunk): boolean {
  return (type.charCodeAt(0) & 0x20) !== 0
}

/** The first of the chunks that together stay within what is kept, without those that are damaged. */
function keepWithin(png: Uint8Array, chunks: readonly PngChunk[]): PngChunk[] {
  let left = MAX_KEPT_BYTES
  return chunks.filter((chunk) => {
    const size = chunkDataBytes(chunk)
    if (size > left || !isChunkSound(png, chunk)) return false
    left -= size
    return true
  })
}
