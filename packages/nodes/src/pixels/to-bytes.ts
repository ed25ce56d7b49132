/** Numbers as bytes: rounded, and held within 0..255. */
export function toBytes(numbers: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(numbers).buffer)
}
