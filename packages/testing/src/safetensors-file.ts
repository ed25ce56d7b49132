import { writeFile } from 'node:fs/promises'
import type { TensorView } from '@bottega/engine'

type Dtype = TensorView['dtype']

/** A tensor to write: numbers, encoded as its type (F32 when none is given), or bytes as they shall stand in the file. */
export interface TensorToWrite {
  readonly dtype?: Dtype
  readonly shape: readonly number[]
  readonly values: ArrayLike<number> | { readonly bytes: Uint8Array }
}

/**
 * Writes a sound safetensors file, tensors in the order given, packed.
 *
 * @param options.metadata  becomes `__metadata__` as it is, sound or not
 */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, TensorToWrite>>,
  options: { readonly metadata?: unknown } = {},
): Promise<void> {
  const entries: [key: string, entry: unknown][] = options.metadata === undefined ? [] : [['__metadata__', options.metadata]]
  const chunks: Uint8Array[] = []
  let at = 0
  for (const [key, { dtype = 'F32', shape, values }] of Object.entries(tensors)) {
    const chunk = 'bytes' in values ? values.bytes : encodeNumbers(values, dtype)
    entries.push([key, { dtype, shape, data_offsets: [at, at + chunk.length] }])
    chunks.push(chunk)
    at += chunk.length
  }
  await writeRawSafetensors(path, JSON.stringify(Object.fromEntries(entries)), Buffer.concat(chunks))
}

/**
 * Writes a file in the layout of safetensors with any header at all: for files that break the rules.
 *
 * @param header  its text or bytes
 * @param data    what follows it
 * @param length  the length that the file claims for its header; the true one when not given
 */
export async function writeRawSafetensors(
  path: string,
  header: string | Uint8Array,
  data: Uint8Array = new Uint8Array(),
  length?: bigint,
): Promise<void> {
  const bytes = Buffer.from(header)
  const prefix = Buffer.alloc(8)
  prefix.writeBigUInt64LE(length ?? BigInt(bytes.length))
  await writeFile(path, Buffer.concat([prefix, bytes, data]))
}

/** Numbers as the little-endian bytes of a type, rounded to its nearest value, ties to even. */
export function encodeNumbers(values: ArrayLike<number>, dtype: Dtype): Uint8Array {
  const { bytes, write } = ENCODERS[dtype]
  const data = new Uint8Array(values.length * bytes)
  const view = new DataView(data.buffer)
  for (let i = 0; i < values.length; i++) write(view, i * bytes, values[i] as number)
  return data
}

interface Encoder {
  readonly bytes: number
  write(view: DataView, at: number, value: number): void
}

const ENCODERS: Readonly<Record<Dtype, Encoder>> = {
  F64: { bytes: 8, write: (view, at, value) => view.setFloat64(at, value, true) },
  F32: { bytes: 4, write: (view, at, value) => view.setFloat32(at, value, true) },
  F16: { bytes: 2, write: (view, at, value) => view.setUint16(at, encodeFloat(value, 5, 10, true), true) },
  BF16: { bytes: 2, write: (view, at, value) => view.setUint16(at, encodeFloat(value, 8, 7, true), true) },
  F8_E5M2: { bytes: 1, write: (view, at, value) => view.setUint8(at, encodeFloat(value, 5, 2, true)) },
  F8_E4M3: { bytes: 1, write: (view, at, value) => view.setUint8(at, encodeFloat(value, 4, 3, false)) },
  I64: { bytes: 8, write: (view, at, value) => view.setBigInt64(at, BigInt(value), true) },
  U64: { bytes: 8, write: (view, at, value) => view.setBigUint64(at, BigInt(value), true) },
  I32: { bytes: 4, write: (view, at, value) => view.setInt32(at, value, true) },
  U32: { bytes: 4, write: (view, at, value) => view.setUint32(at, value, true) },
  I16: { bytes: 2, write: (view, at, value) => view.setInt16(at, value, true) },
  U16: { bytes: 2, write: (view, at, value) => view.setUint16(at, value, true) },
  I8: { bytes: 1, write: (view, at, value) => view.setInt8(at, value) },
  U8: { bytes: 1, write: (view, at, value) => view.setUint8(at, value) },
  BOOL: { bytes: 1, write: (view, at, value) => view.setUint8(at, value === 0 ? 0 : 1) },
}

/**
 * The bits of a small float. Numbers too large become infinity, or the largest number of a type without infinities, whose one
 * NaN is all ones.
 */
function encodeFloat(value: number, exponentBits: number, mantissaBits: number, hasInfinity: boolean): number {
  const sign = value < 0 || Object.is(value, -0) ? 2 ** (exponentBits + mantissaBits) : 0
  const allOnes = 2 ** (exponentBits + mantissaBits) - 1
  const infinity = allOnes - (2 ** mantissaBits - 1)
  if (Number.isNaN(value)) return allOnes
  const magnitude = Math.abs(value)
  const bias = 2 ** (exponentBits - 1) - 1
  const exponent = Math.max(1 - bias, floorLog2(magnitude))
  // Counted in steps of the last place, a subnormal number and the carry into the next exponent need no case of their own.
  const steps = roundHalfToEven(magnitude / 2 ** (exponent - mantissaBits))
  const bits = (exponent + bias - 1) * 2 ** mantissaBits + steps
  return sign + Math.min(bits, hasInfinity ? infinity : allOnes - 1)
}

function floorLog2(value: number): number {
  if (value === 0) return Number.NEGATIVE_INFINITY
  if (value === Number.POSITIVE_INFINITY) return 1024
  const near = Math.floor(Math.log2(value))
  return 2 ** near > value ? near - 1 : near
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const isUp = value - floor > 0.5 || (value - floor === 0.5 && floor % 2 === 1)
  return isUp ? floor + 1 : floor
}
