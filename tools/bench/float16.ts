/** The bits of the 16-bit float nearest to a number, which must be within its range of ±65504. */
export function encodeFloat16(value: number): number {
  const magnitude = Math.abs(value)
  const exponent = Math.max(Math.floor(Math.log2(magnitude)), -14)
  // the leading one of a normal number carries into the exponent, and subnormal numbers have none: one formula serves both
  const bits = (exponent + 14) * 1024 + Math.round(magnitude / 2 ** (exponent - 10))
  return value < 0 ? bits + 0x8000 : bits
}
