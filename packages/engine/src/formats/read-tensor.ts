import { endianness } from 'node:os'
import { EngineError } from '../errors.ts'
import { createTensor, type Tensor } from '../tensor/index.ts'
import type { Dtype } from './dtypes.ts'
import { openFile } from './open-file.ts'
import type { TensorView } from './weights.ts'

/**
 * Reads one tensor into memory as 32-bit floats. For small things only (reference tensors, embeddings, text): weights are
 * mapped by the runtime and stay out of the JavaScript heap. 64-bit integers beyond 2⁵³ lose their last digits.
 *
 * @throws `file_unreadable` when the file is gone, or shorter than its header said
 */
export async function readTensor(view: TensorView): Promise<Tensor> {
  if (endianness() !== 'LE') throw new Error('tensors can be read on little-endian machines only')
  const bytes = new Uint8Array(view.length)
  const file = await openFile(view.file)
  try {
    const { bytesRead } = await file.read(bytes, 0, view.length, view.offset)
    if (bytesRead < view.length)
      throw new EngineError('file_unreadable', `${view.file} ends inside a tensor: it was cut short after it was opened.`)
  } finally {
    await file.close()
  }
  return createTensor(toFloats(bytes.buffer, view.dtype), view.shape)
}

function toFloats(buffer: ArrayBuffer, dtype: Dtype): Float32Array {
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer)
    case 'F64':
      return Float32Array.from(new Float64Array(buffer))
    case 'F16':
      return Float32Array.from(new Uint16Array(buffer), (bits) => decodeFloat(bits, 5, 10))
    case 'BF16':
      return Float32Array.from(new Uint16Array(buffer), (bits) => decodeFloat(bits, 8, 7))
    case 'F8_E5M2':
      return Float32Array.from(new Uint8Array(buffer), (bits) => decodeFloat(bits, 5, 2))
    case 'F8_E4M3':
      return Float32Array.from(new Uint8Array(buffer), decodeE4M3)
    case 'I64':
      return Float32Array.from(new BigInt64Array(buffer), Number)
    case 'U64':
      return Float32Array.from(new BigUint64Array(buffer), Number)
    case 'I32':
      return Float32Array.from(new Int32Array(buffer))
    case 'U32':
      return Float32Array.from(new Uint32Array(buffer))
    case 'I16':
      return Float32Array.from(new Int16Array(buffer))
    case 'U16':
      return Float32Array.from(new Uint16Array(buffer))
    case 'I8':
      return Float32Array.from(new Int8Array(buffer))
    case 'U8':
    case 'BOOL':
      return Float32Array.from(new Uint8Array(buffer))
  }
}

/** An IEEE 754 style number of 1 sign bit, `exponentBits` and `mantissaBits`, with infinities and NaN at the top exponent. */
function decodeFloat(bits: number, exponentBits: number, mantissaBits: number): number {
  const sign = bits >> (exponentBits + mantissaBits) ? -1 : 1
  const exponent = (bits >> mantissaBits) & (2 ** exponentBits - 1)
  const fraction = (bits & (2 ** mantissaBits - 1)) / 2 ** mantissaBits
  const bias = 2 ** (exponentBits - 1) - 1
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** (1 - bias) : sign * (1 + fraction) * 2 ** (exponent - bias)
}

/** The 8-bit float without infinities: its one NaN is all ones, the rest of the top exponent are ordinary numbers. */
function decodeE4M3(bits: number): number {
  if ((bits & 0x7f) === 0x7f) return Number.NaN
  const sign = bits & 0x80 ? -1 : 1
  const exponent = (bits >> 3) & 15
  const fraction = (bits & 7) / 8
  return exponent === 0 ? sign * fraction * 2 ** -6 : sign * (1 + fraction) * 2 ** (exponent - 7)
}
