import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { readSafetensorsHeader, readTensor, type TensorView } from '../formats/index.ts'
import { createRuntime } from '../runtime/index.ts'
import { createNoiseSource, createTensor, fillTensor, type Tensor } from '../tensor/index.ts'
import { Graph, type Value } from './graph.ts'
import { Embedding } from './layers.ts'
import { add, concat, reshape } from './ops.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-graph-'))
afterAll(() => rm(folder, { recursive: true }))
const runtime = createRuntime({ threads: 1 })

const FLOATS = ['F32', 'F16', 'BF16', 'F8_E4M3', 'F8_E5M2', 'F64'] as const
const { data: numbers } = createNoiseSource(1)([4, 6])

/** One tensor [4, 6] of a type at an odd offset of a file. */
async function writeWeight(path: string, dtype: TensorView['dtype']): Promise<TensorView> {
  const odd = { dtype: 'U8', shape: [3], values: [1, 2, 3] } as const
  const values = dtype === 'F8_E5M2' ? numbers.map((value) => value / 3) : numbers
  // The header's length varies with the name, so the byte that makes the offset odd may stand before or not.
  for (const before of [{}, { odd }, { odd: { ...odd, shape: [2], values: [1, 2] } }]) {
    await writeSafetensors(path, { ...before, weight: { dtype, shape: [4, 6], values } })
    const view = (await readSafetensorsHeader(path)).tensors.get('weight')
    if (view !== undefined && view.offset % 2 === 1) return view
  }
  throw new Error('no odd offset was found')
}

/** What a graph of weights alone gives: its input is added, which is zero. */
async function compute(shape: readonly number[], build: (graph: Graph) => Value): Promise<Tensor> {
  const graph = new Graph('network')
  const zero = graph.input('zero', [])
  graph.output('result', add(build(graph), zero), shape)
  const network = await runtime.load(graph.build())
  const { result } = await network.run({ zero: fillTensor([]) })
  await network.dispose()
  if (result === undefined) throw new Error('the graph gave nothing')
  return result
}

test.each(FLOATS)('reads %s weights from an odd place of their file', async (dtype) => {
  const view = await writeWeight(join(folder, `${dtype}.safetensors`), dtype)
  expect(view.offset % 2).toBe(1)
  expect(await compute([4, 6], (graph) => graph.weight(view))).toEqual(await readTensor(view))
})

test.each(FLOATS)('reads rows of a %s weight without moving bytes', async (dtype) => {
  const view = await writeWeight(join(folder, `${dtype}.safetensors`), dtype)
  const row = view.length / 4
  const rows = { ...view, offset: view.offset + row, length: 2 * row, shape: [2, 6] }
  const { data } = await readTensor(view)
  expect(await compute([2, 6], (graph) => graph.weight(rows))).toEqual(createTensor(data.slice(6, 18), [2, 6]))
})

test.each([
  'a b.safetensors',
  'a+b & c.safetensors',
  'Größe näher 日本 🙂.v1.5.safetensors',
  '100%25 #1.safetensors',
  "it's [x] {y} (z).safetensors",
  'no extension',
])('reads weights from a file called %j', async (name) => {
  const place = join(folder, `ordner ä+${name.length}`)
  await mkdir(place, { recursive: true })
  const view = await writeWeight(join(place, name), 'F16')
  expect(await compute([4, 6], (graph) => graph.weight(view))).toEqual(await readTensor(view))
})

test('reads weights through links of files and of folders', async () => {
  const target = await mkdtemp(join(folder, 'store-'))
  await writeWeight(join(target, 'blob'), 'F16')
  await symlink(join(target, 'blob'), join(folder, 'linked.safetensors'))
  await symlink(target, join(folder, 'linked'))
  for (const path of [join(folder, 'linked.safetensors'), join(folder, 'linked', 'blob')]) {
    const view = (await readSafetensorsHeader(path)).tensors.get('weight') as TensorView
    expect(view.file).toBe(join(target, 'blob'))
    expect((await compute([4, 6], (graph) => graph.weight(view))).data).toEqual((await readTensor(view)).data)
  }
})

test('weights of several files meet in one graph', async () => {
  const views = await Promise.all(FLOATS.map((dtype) => writeWeight(join(folder, `several ${dtype}.safetensors`), dtype)))
  const joined = await compute([24, 6], (graph) => {
    const [first, ...others] = views.map((view) => graph.weight(view)) as [Value, ...Value[]]
    return concat([first, ...others], 0)
  })
  const tensors = await Promise.all(views.map(readTensor))
  expect([...joined.data]).toEqual(tensors.flatMap(({ data }) => [...data]))
})

test.each(['F32', 'F16'] as const)('one %s weight serves in two shapes, and twice in one', async (dtype) => {
  const view = await writeWeight(join(folder, `shapes ${dtype}.safetensors`), dtype)
  const { data } = await readTensor(view)
  const result = await compute([24], (graph) => {
    expect(graph.weight(view)).toBe(graph.weight(view))
    return add(reshape(graph.weight(view), [24]), reshape(graph.weight(view, [3, 2, 2, 2]), [24]))
  })
  expect(result.data).toEqual(data.map((value) => 2 * value))
})

test.each(FLOATS)('looks up rows of a %s table', async (dtype) => {
  const view = await writeWeight(join(folder, `table ${dtype}.safetensors`), dtype)
  const table = new Embedding(4, 6)
  table.weight.bind(view)
  const { data } = await readTensor(view)
  const rows = await compute([1, 3, 6], (graph) => table.call(graph.integers([3, 0, 3], [1, 3])))
  expect([...rows.data]).toEqual([3, 0, 3].flatMap((row) => [...data.subarray(row * 6, row * 6 + 6)]))
})

test('a range past the end of the file is refused when the network is loaded', async () => {
  const view = await writeWeight(join(folder, 'range.safetensors'), 'F32')
  const past = { ...view, offset: view.offset + 8 }
  await expect(compute([4, 6], (graph) => graph.weight(past))).rejects.toThrow()
  const shorter = { ...view, length: view.length - 4 }
  await expect(compute([4, 6], (graph) => graph.weight(shorter))).rejects.toThrow()
})

test('refuses weights of one network on two drives', async () => {
  const view = await writeWeight(join(folder, 'drive.safetensors'), 'F32')
  const graph = new Graph('network')
  graph.weight(view)
  expect(() => graph.weight({ ...view, file: 'Q:\\model.safetensors' })).toThrow('put them on one drive')
})

test('refuses a constant that does not fill its shape', () => {
  const graph = new Graph('network')
  expect(() => graph.floats([1, 2, 3], [2, 2])).toThrow(RangeError)
  expect(() => graph.integers([1, 2, 3], [])).toThrow(RangeError)
})
