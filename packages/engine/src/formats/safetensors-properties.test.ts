import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TensorToWrite, writeRawSafetensors, writeSafetensors } from '@bottega/testing'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { EngineError } from '../errors.ts'
import { DTYPE_BYTES, type Dtype } from './dtypes.ts'
import { readSafetensorsHeader } from './safetensors.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-safetensors-'))
afterAll(() => rm(folder, { recursive: true }))
const path = join(folder, 'model.safetensors')

const dtypes = Object.keys(DTYPE_BYTES) as Dtype[]
const tensor: fc.Arbitrary<TensorToWrite> = fc
  .tuple(fc.constantFrom(...dtypes), fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }))
  .chain(([dtype, shape]) => {
    const length = shape.reduce((product, size) => product * size, DTYPE_BYTES[dtype])
    return fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => ({ dtype, shape, values: { bytes } }))
  })
const key = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((name) => name !== '__metadata__')
const tensors = fc.dictionary(key, tensor, { maxKeys: 6, noNullPrototype: true })

test('what was written is read back', async () => {
  await fc.assert(
    fc.asyncProperty(
      tensors,
      fc.option(
        fc.json().map((text): unknown => JSON.parse(text)),
        { nil: undefined },
      ),
      async (written, metadata) => {
        await writeSafetensors(path, written, { metadata })
        const file = await readFile(path)
        const { tensors: read } = await readSafetensorsHeader(path)
        expect(new Set(read.keys())).toEqual(new Set(Object.keys(written)))
        for (const [name, view] of read) {
          const bytes = Uint8Array.from(file.subarray(view.offset, view.offset + view.length))
          expect({ dtype: view.dtype, shape: view.shape, values: { bytes } }).toEqual(written[name])
        }
      },
    ),
    { numRuns: 200 },
  )
})

/** Whatever a file holds, it is read or refused, and its tensors lie inside it. */
async function expectReadOrRefused(): Promise<'read' | 'refused'> {
  try {
    const { tensors: read } = await readSafetensorsHeader(path)
    const { length: size } = await readFile(path)
    for (const { offset, length, shape, dtype } of read.values()) {
      expect(offset).toBeGreaterThanOrEqual(8)
      expect(offset + length).toBeLessThanOrEqual(size)
      expect(shape.reduce((product, count) => product * count, DTYPE_BYTES[dtype])).toBe(length)
    }
    return 'read'
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    return 'refused'
  }
}

test('a file with some of its bytes changed is read or refused', async () => {
  const change = fc.tuple(fc.nat(400), fc.nat(255))
  const ends = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.option(fc.nat(400), { nil: undefined }),
      async (changes, cut) => {
        await writeSafetensors(path, {
          'a.weight': { shape: [2, 2], values: [1, 2, 3, 4] },
          'b.bias': { dtype: 'F16', shape: [3], values: [1, 2, 3] },
          c: { dtype: 'U8', shape: [], values: [1] },
        })
        const file = await readFile(path)
        for (const [at, byte] of changes) file[at % file.length] = byte
        await writeFile(path, cut === undefined ? file : file.subarray(0, cut))
        ends.add(await expectReadOrRefused())
      },
    ),
    { numRuns: 500 },
  )
  expect(ends).toEqual(new Set(['read', 'refused']))
})

test('any JSON in the place of any part of a header is read or refused', async () => {
  const json = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(-1, 0.5, 2 ** 53, 1e300, '4', [4], [[4]], null, true))
  const fields = fc.constantFrom<['header'] | [string] | [string, string]>(
    ['header'],
    ['a'],
    ['__metadata__'],
    ['a', 'dtype'],
    ['a', 'shape'],
    ['a', 'data_offsets'],
    ['a', '__proto__'],
  )
  await fc.assert(
    fc.asyncProperty(fields, json, async ([outer, inner], value) => {
      const entry = { dtype: 'U8', shape: [4], data_offsets: [0, 4] }
      const replaced = inner === undefined ? value : Object.fromEntries([...Object.entries(entry), [inner, value]])
      const header =
        outer === 'header'
          ? value
          : Object.fromEntries([
              ['a', entry],
              [outer, replaced],
            ])
      await writeRawSafetensors(path, JSON.stringify(header), new Uint8Array(4))
      await expectReadOrRefused()
    }),
    { numRuns: 500 },
  )
})
