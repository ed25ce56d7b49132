import { type FileHandle, realpath } from 'node:fs/promises'
import { EngineError } from '../errors.ts'
import { countElements } from '../tensor/index.ts'
import { DTYPE_BYTES, isDtype } from './dtypes.ts'
import { findDuplicateKey } from './duplicate-keys.ts'
import { openFile } from './open-file.ts'
import { refuseOtherFormats } from './other-formats.ts'
import type { TensorView } from './weights.ts'

/** What the header of a safetensors file says. */
export interface SafetensorsHeader {
  readonly tensors: Map<string, TensorView>
  /** Text entries of `__metadata__`; entries of any other kind are left out, they are no obstacle. */
  readonly metadata: ReadonlyMap<string, string>
}

/** Far above the headers of the largest models, and still read within seconds; the format itself stops at 100 million. */
const MAX_HEADER_BYTES = 16_000_000

/**
 * Reads the header of a safetensors file and checks every claim it makes, before any offset reaches native code. Tensor bytes
 * are not read.
 *
 * @param path  file to read; links are followed
 * @throws      `file_unreadable`; `file_unsupported` for a pickle under any name; `file_malformed` with a sentence that names
 *              the file, the tensor and what is wrong
 * @source      https://github.com/huggingface/safetensors, "Format"
 */
export async function readSafetensorsHeader(path: string): Promise<SafetensorsHeader> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    const text = await readHeaderText(file, path, size)
    return parseHeader(text, { path, file: await realpath(path), dataStart: 8 + Buffer.byteLength(text), size })
  } finally {
    await file.close()
  }
}

async function readHeaderText(file: FileHandle, path: string, size: number): Promise<string> {
  const prefix = Buffer.alloc(9)
  const { bytesRead } = await file.read(prefix, 0, prefix.length, 0)
  refuseOtherFormats(prefix.subarray(0, bytesRead), path)
  if (bytesRead < 8) throw malformed(path, `it has ${bytesRead} bytes, not even the 8 that give the length of the header`)
  const length = prefix.readBigUInt64LE()
  if (length > BigInt(MAX_HEADER_BYTES))
    throw malformed(path, `it claims a header of ${length} bytes; more than ${MAX_HEADER_BYTES} is never right`)
  if (8n + length > BigInt(size))
    throw malformed(
      path,
      `it claims a header of ${length} bytes, but the file ends after ${size}; the download may be incomplete`,
    )
  const header = Buffer.alloc(Number(length))
  await file.read(header, 0, header.length, 8)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header)
  } catch {
    throw malformed(path, 'its header is not UTF-8 text')
  }
}

/** The file that a header belongs to. */
interface Place {
  /** As the caller names it: a link's own name tells more than that of the blob behind it. */
  readonly path: string
  readonly file: string
  /** Where the data begins and the file ends, in bytes. */
  readonly dataStart: number
  readonly size: number
}

function parseHeader(text: string, place: Place): SafetensorsHeader {
  const { path } = place
  if (!text.startsWith('{')) throw malformed(path, 'its header does not begin with {')
  let header: unknown
  try {
    header = JSON.parse(text)
  } catch {
    throw malformed(path, 'its header is not JSON')
  }
  if (!isRecord(header)) throw malformed(path, 'its header is not a JSON object')
  const twice = findDuplicateKey(text)
  if (twice !== undefined) throw malformed(path, `${quote(twice)} stands twice in its header`)

  const tensors = new Map<string, TensorView>()
  const metadata = new Map<string, string>()
  for (const [key, value] of Object.entries(header)) {
    if (key === '__metadata__') readMetadata(value, metadata)
    else tensors.set(key, parseTensor(value, key, place))
  }
  expectPacked(tensors, place)
  return { tensors, metadata }
}

function readMetadata(value: unknown, metadata: Map<string, string>): void {
  if (!isRecord(value)) return
  for (const [key, text] of Object.entries(value)) {
    if (typeof text === 'string') metadata.set(key, text)
  }
}

function parseTensor(value: unknown, key: string, { path, file, dataStart, size }: Place): TensorView {
  const wrong = (what: string) => malformed(path, `tensor ${quote(key)}: ${what}`)
  if (!isRecord(value)) throw wrong('its entry is not an object')
  const { dtype, shape, data_offsets: offsets } = value
  if (typeof dtype !== 'string') throw wrong('it names no dtype')
  if (!isDtype(dtype)) throw wrong(`its dtype is ${quote(dtype)}; known are ${Object.keys(DTYPE_BYTES).join(', ')}`)
  if (!isSizes(shape) || !Number.isSafeInteger(countElements(shape)))
    throw wrong('its shape is not a list of whole numbers from 0 up')
  if (!isSizes(offsets) || offsets.length !== 2) throw wrong('its data_offsets are not two whole numbers from 0 up')
  const [begin, end] = offsets as [number, number]
  const length = countElements(shape) * DTYPE_BYTES[dtype]
  if (end < begin) throw wrong(`it ends at ${end}, before it begins at ${begin}`)
  if (end - begin !== length)
    throw wrong(`its shape [${shape.join(', ')}] of ${dtype} takes ${length} bytes, but its data_offsets span ${end - begin}`)
  if (dataStart + end > size)
    throw wrong(`it ends at byte ${dataStart + end}, but the file ends at ${size}; the download may be incomplete`)
  return { file, offset: dataStart + begin, length, dtype, shape }
}

/** The format allows no holes, no overlaps and nothing behind the last tensor, so that no two readers see different data. */
function expectPacked(tensors: ReadonlyMap<string, TensorView>, { path, dataStart, size }: Place): void {
  const inOrder = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.length - b.length)
  let at = dataStart
  let before = 'the header'
  for (const [key, { offset, length }] of inOrder) {
    if (offset < at) throw malformed(path, `tensor ${quote(key)} overlaps ${before}`)
    if (offset > at) throw malformed(path, `there is a hole of ${offset - at} bytes before tensor ${quote(key)}`)
    at = offset + length
    before = `tensor ${quote(key)}`
  }
  if (at < size) throw malformed(path, `${size - at} bytes stand behind ${before}, where the file should end`)
}

function malformed(path: string, what: string): EngineError {
  return new EngineError('file_malformed', `${path} is not a sound safetensors file: ${what}.`)
}

function quote(name: string): string {
  const text = JSON.stringify(name)
  return text.length > 120 ? `${text.slice(0, 117)}..."` : text
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0)
}
