import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeNumbers, writeSafetensors } from '@bottega/testing'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { DTYPE_BYTES, type Dtype } from './dtypes.ts'
import { readTensor } from './read-tensor.ts'
import { readSafetensorsHeader } from './safetensors.ts'
import type { TensorView } from './weights.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-tensor-'))
afterAll(() => rm(folder, { recursive: true }))
const path = join(folder, 'model.safetensors')

/** Bytes as one tensor of a type, behind a tensor of one byte so that nothing is aligned. */
async function writeTensor(dtype: Dtype, bytes: Uint8Array): Promise<TensorView> {
  await writeSafetensors(path, {
    before: { dtype: 'U8', shape: [1], values: [7] },
    numbers: { dtype, shape: [bytes.length / DTYPE_BYTES[dtype]], values: { bytes } },
  })
  const view = (await readSafetensorsHeader(path)).tensors.get('numbers')
  if (view === undefined) throw new Error('the file lacks its tensor')
  return view
}

const read = async (dtype: Dtype, bytes: Uint8Array) => [...(await readTensor(await writeTensor(dtype, bytes))).data]
const halves = (...words: number[]) => new Uint8Array(Uint16Array.from(words).buffer)

// Bit patterns of IEEE 754 half precision, of bfloat16, and of the two 8-bit floats of Micikevicius et al. 2022, table 1.
test.each<[dtype: Dtype, bytes: Uint8Array, numbers: number[]]>([
  ['F16', halves(0x3c00, 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001), [1, -2, 65504, 2 ** -14, 1023 * 2 ** -24, 2 ** -24]],
  ['F16', halves(0x0000, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0xfc01), [0, -0, Infinity, -Infinity, Number.NaN, Number.NaN]],
  [
    'BF16',
    halves(0x3f80, 0xc000, 0x7f7f, 0x0080, 0x007f, 0x8001),
    [1, -2, 255 * 2 ** 120, 2 ** -126, 127 * 2 ** -133, -(2 ** -133)],
  ],
  ['BF16', halves(0x0000, 0x8000, 0x7f80, 0xff80, 0x7fc0, 0xff81), [0, -0, Infinity, -Infinity, Number.NaN, Number.NaN]],
  ['F8_E4M3', Uint8Array.of(0x38, 0xb8, 0x7e, 0xfe, 0x08, 0x07, 0x01), [1, -1, 448, -448, 2 ** -6, 7 * 2 ** -9, 2 ** -9]],
  ['F8_E4M3', Uint8Array.of(0x00, 0x80, 0x78, 0x7f, 0xff), [0, -0, 256, Number.NaN, Number.NaN]],
  ['F8_E5M2', Uint8Array.of(0x3c, 0xbc, 0x7b, 0xfb, 0x04, 0x03, 0x01), [1, -1, 57344, -57344, 2 ** -14, 3 * 2 ** -16, 2 ** -16]],
  ['F8_E5M2', Uint8Array.of(0x00, 0x80, 0x7c, 0xfc, 0x7d, 0xff), [0, -0, Infinity, -Infinity, Number.NaN, Number.NaN]],
  [
    'F32',
    new Uint8Array(Uint32Array.of(0x3f800000, 0x00000001, 0x7f800000, 0x7fc00000).buffer),
    [1, 2 ** -149, Infinity, Number.NaN],
  ],
  ['F64', new Uint8Array(Float64Array.of(1 / 3, 1e300, -1e-300, 5e-324).buffer), [Math.fround(1 / 3), Infinity, -0, 0]],
  ['I64', new Uint8Array(BigInt64Array.of(-1n, 2n ** 53n, -(2n ** 63n)).buffer), [-1, 2 ** 53, -(2 ** 63)]],
  ['U64', new Uint8Array(BigUint64Array.of(0n, 2n ** 64n - 2n ** 40n).buffer), [0, 2 ** 64 - 2 ** 40]],
  ['I32', new Uint8Array(Int32Array.of(-1, 2 ** 30, -(2 ** 31)).buffer), [-1, 2 ** 30, -(2 ** 31)]],
  ['U32', new Uint8Array(Uint32Array.of(0, 2 ** 31).buffer), [0, 2 ** 31]],
  ['I16', new Uint8Array(Int16Array.of(-1, 32767, -32768).buffer), [-1, 32767, -32768]],
  ['U16', halves(0, 65535), [0, 65535]],
  ['I8', Uint8Array.of(0xff, 0x7f, 0x80), [-1, 127, -128]],
  ['U8', Uint8Array.of(0, 255), [0, 255]],
  ['BOOL', Uint8Array.of(0, 1), [0, 1]],
])('reads bit patterns of %s', async (dtype, bytes, numbers) => {
  expect(await read(dtype, bytes)).toEqual(numbers)
})

test.each([
  { dtype: 'F16', bits: 16 },
  { dtype: 'BF16', bits: 16 },
  { dtype: 'F8_E4M3', bits: 8 },
  { dtype: 'F8_E5M2', bits: 8 },
] as const)('every number of $dtype survives being read and written', async ({ dtype, bits }) => {
  const patterns = Array.from({ length: 2 ** bits }, (_, at) => at)
  const bytes = encodeNumbers(patterns, bits === 16 ? 'U16' : 'U8')
  const numbers = await read(dtype, bytes)
  // Of the patterns that stand for "no number" only one is written again.
  const keep = (data: Uint8Array) => [...encodePatterns(data, bits)].filter((_, at) => !Number.isNaN(numbers[at]))
  expect(keep(encodeNumbers(numbers, dtype))).toEqual(keep(bytes))
  expect(numbers.filter(Number.isNaN).length).toBe({ F16: 2046, BF16: 254, F8_E4M3: 2, F8_E5M2: 6 }[dtype])
})

const encodePatterns = (data: Uint8Array, bits: 8 | 16) => (bits === 16 ? new Uint16Array(data.buffer) : data)

test('a number between two of a type is written as the nearer, a tie as the even one', async () => {
  const near = fc.double({ min: -500, max: 500, noNaN: true })
  const numbers = await read(
    'F8_E4M3',
    Uint8Array.from({ length: 127 }, (_, at) => at),
  )
  fc.assert(
    fc.property(near, (value) => {
      const [byte = 0] = encodeNumbers([value], 'F8_E4M3')
      const distances = numbers.map((candidate) => Math.abs(candidate - Math.abs(value)))
      expect(distances[byte & 127]).toBe(Math.min(...distances))
    }),
  )
  expect([...encodeNumbers([17, 19, 2 ** -10, 3 * 2 ** -10], 'F8_E4M3')]).toEqual([0x58, 0x5a, 0x00, 0x02])
})

test('reads scalars and tensors without numbers', async () => {
  await writeSafetensors(path, { scalar: { dtype: 'F16', shape: [], values: [0.5] }, none: { shape: [3, 0], values: [] } })
  const { tensors } = await readSafetensorsHeader(path)
  const read = await Promise.all(['scalar', 'none'].map((key) => readTensor(tensors.get(key) as TensorView)))
  expect(read).toEqual([
    { data: Float32Array.of(0.5), shape: [] },
    { data: new Float32Array(0), shape: [3, 0] },
  ])
})

test('says so when the file was cut or deleted since its header was read', async () => {
  const view = await writeTensor('F32', new Uint8Array(400))
  await truncate(path, view.offset + 100)
  await expect(readTensor(view)).rejects.toMatchObject({ code: 'file_unreadable', message: expect.stringContaining('cut short') })
  await rm(path)
  await expect(readTensor(view)).rejects.toMatchObject({
    code: 'file_unreadable',
    message: expect.stringContaining('no such file'),
  })
})
