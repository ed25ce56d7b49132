/** Element types of safetensors files that we read, with the bytes of one element. */
export const DTYPE_BYTES = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  F8_E4M3: 1,
  F8_E5M2: 1,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U64: 8,
  U32: 4,
  U16: 2,
  U8: 1,
  BOOL: 1,
} as const

/** Name of an element type, as safetensors headers spell it. */
export type Dtype = keyof typeof DTYPE_BYTES

/** Whether `name` is an element type that we read. */
export function isDtype(name: unknown): name is Dtype {
  return typeof name === 'string' && Object.hasOwn(DTYPE_BYTES, name)
}

/** Whether numbers of this type are floating point, and so can be weights. */
export function isFloatDtype(dtype: Dtype): boolean {
  return dtype.startsWith('F') || dtype === 'BF16'
}
