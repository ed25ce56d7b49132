import { promisify } from 'node:util'
import { deflateSync, inflate } from 'node:zlib'
import { encodeChunk, insertChunks, joinChunks, listPngChunks, type PngChunk, readChunkData } from './png-chunks.ts'

/** A text in a PNG under a keyword of printable ASCII. */
export interface PngText {
  readonly keyword: string
  readonly text: string
}

const MAX_KEYWORD_BYTES = 79
/** The most bytes that a compressed text may become; what is longer is not read. */
const MAX_TEXT_BYTES = 16 * 2 ** 20

const inflateAside = promisify(inflate)

/**
 * The PNG with texts inside, as iTXt chunks (UTF-8) right behind its header.
 *
 * @param png                   a whole PNG file
 * @param texts                 NUL ends a text in this chunk, so it becomes a blank
 * @param options.isCompressed  whether texts are packed; they are left plain where that is shorter
 * @source                      PNG specification, third edition, section 11.3.3.4
 */
export function insertPngTexts(
  png: Uint8Array,
  texts: readonly PngText[],
  { isCompressed = false }: { readonly isCompressed?: boolean } = {},
): Uint8Array {
  return insertChunks(
    png,
    texts.map((text) => encodeText(text, isCompressed)),
  )
}

/**
 * The PNG with these texts in place of all that stand under the keywords; its other texts stay as they are.
 *
 * @param png  a whole PNG file; what `listPngChunks` cannot read comes back unchanged but for the new texts
 */
export function replacePngTexts(png: Uint8Array, keywords: readonly string[], texts: readonly PngText[]): Uint8Array {
  const kept = listPngChunks(png)?.filter((chunk) => !isTextChunk(chunk) || !findKeyword(readChunkData(png, chunk), keywords))
  return insertPngTexts(kept ? joinChunks(png, kept) : png, texts, { isCompressed: true })
}

/**
 * The texts under these keywords in a PNG, whichever of the three kinds of chunk they stand in; the first of each keyword. What
 * cannot be read is left out.
 */
export async function readPngTexts<Keyword extends string>(
  png: Uint8Array,
  keywords: readonly Keyword[],
): Promise<Partial<Record<Keyword, string>>> {
  const texts: Partial<Record<Keyword, string>> = {}
  for (const chunk of listPngChunks(png)?.filter(isTextChunk) ?? []) {
    const data = readChunkData(png, chunk)
    const keyword = findKeyword(data, keywords)
    if (keyword === undefined || texts[keyword] !== undefined) continue
    const text = await decodeText(chunk.type, data.subarray(keyword.length + 1)).catch(() => undefined)
    if (text !== undefined) texts[keyword] = text
  }
  return texts
}

/** Whether a chunk holds a text that somebody wrote. */
export function isTextChunk({ type }: PngChunk): boolean {
  return type === 'tEXt' || type === 'zTXt' || type === 'iTXt'
}

function encodeText({ keyword, text }: PngText, isCompressed: boolean): Buffer {
  const plain = Buffer.from(text.replaceAll('\0', ' '), 'utf8')
  const packed = isCompressed ? deflateSync(plain) : plain
  const isShorter = packed.length < plain.length
  // keyword, NUL, whether compressed, method 0, no language tag, no translated keyword
  const head = Buffer.concat([Buffer.from(keyword, 'latin1'), Buffer.from([0, isShorter ? 1 : 0, 0, 0, 0])])
  return encodeChunk('iTXt', Buffer.concat([head, isShorter ? packed : plain]))
}

/** Text of a chunk, given what follows the keyword. */
async function decodeText(type: string, rest: Uint8Array): Promise<string> {
  if (type === 'tEXt') return Buffer.from(rest).toString('latin1')
  if (type === 'zTXt') return (await unpack(rest.subarray(1))).toString('latin1')
  const language = rest.indexOf(0, 2)
  const translated = rest.indexOf(0, language + 1)
  if (language < 0 || translated < 0) throw new RangeError('the text is cut off')
  const bytes = rest.subarray(translated + 1)
  return (rest[0] === 1 ? await unpack(bytes) : Buffer.from(bytes)).toString('utf8')
}

function unpack(bytes: Uint8Array): Promise<Buffer> {
  return inflateAside(bytes, { maxOutputLength: MAX_TEXT_BYTES })
}

function findKeyword<Keyword extends string>(data: Uint8Array, keywords: readonly Keyword[]): Keyword | undefined {
  const start = Buffer.from(data.subarray(0, MAX_KEYWORD_BYTES + 1)).toString('latin1')
  const found = start.slice(0, Math.max(0, start.indexOf('\0')))
  return keywords.find((keyword) => keyword === found)
}
