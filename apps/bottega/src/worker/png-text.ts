import { crc32, deflateSync } from 'node:zlib'
import type { PngText } from './port.ts'

const SIGNATURE_BYTES = 8
/** Length, type and checksum around the 13 bytes of IHDR, which is always the first chunk. */
const HEADER_CHUNK_BYTES = 4 + 4 + 13 + 4

/**
 * The PNG with texts inside, as iTXt chunks (UTF-8) right behind its header.
 *
 * @param png    a whole PNG file
 * @param texts  NUL ends a text in this chunk, so it becomes a blank
 * @param options.isCompressed  whether texts are packed; they are left plain where that is shorter
 * @source       PNG specification, third edition, section 11.3.3.4
 */
export function insertPngTexts(
  png: Uint8Array,
  texts: readonly PngText[],
  { isCompressed = false }: { readonly isCompressed?: boolean } = {},
): Uint8Array {
  const at = SIGNATURE_BYTES + HEADER_CHUNK_BYTES
  return Buffer.concat([png.subarray(0, at), ...texts.map((text) => encodeTextChunk(text, isCompressed)), png.subarray(at)])
}

function encodeTextChunk({ keyword, text }: PngText, isCompressed: boolean): Buffer {
  const plain = Buffer.from(text.replaceAll('\0', ' '), 'utf8')
  const packed = isCompressed ? deflateSync(plain) : plain
  const isShorter = packed.length < plain.length
  // keyword, NUL, compressed or not, method 0, no language tag, no translated keyword
  const head = Buffer.concat([Buffer.from(keyword, 'latin1'), Buffer.from([0, isShorter ? 1 : 0, 0, 0, 0])])
  const body = Buffer.concat([Buffer.from('iTXt', 'latin1'), head, isShorter ? packed : plain])
  const chunk = Buffer.alloc(4 + body.length + 4)
  chunk.writeUInt32BE(body.length - 4, 0)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), 4 + body.length)
  return chunk
}
