import { expect, test } from 'vitest'
import { add, Graph, type OnnxModel, scaleBy, type Value } from '../onnx/index.ts'
import { encodeModel } from '../onnx/model.ts'
import { createNoiseSource, createTensor, fillTensor, type Tensor } from '../tensor/index.ts'
import { createRuntime } from './onnx-runtime.ts'

const runtime = createRuntime({ threads: 1 })
const row = (...values: number[]) => createTensor(Float32Array.from(values), [values.length])

/** A graph of one input of open length. */
function build(fn: (x: Value) => Record<string, Value>): OnnxModel {
  const graph = new Graph('network')
  for (const [name, value] of Object.entries(fn(graph.input('x', ['length'])))) graph.output(name, value, ['length'])
  return graph.build()
}
const triple = build((x) => ({ y: scaleBy(x, 3) }))

test('gives every output under its name, for any size of an open input', async () => {
  const network = await runtime.load(build((x) => ({ twice: add(x, x), half: scaleBy(x, 0.5) })))
  expect(await network.run({ x: row(1, 2) })).toEqual({ twice: row(2, 4), half: row(0.5, 1) })
  expect(await network.run({ x: row(4) })).toEqual({ twice: row(8), half: row(2) })
  expect(await network.run({ x: row() })).toEqual({ twice: row(), half: row() })
  await network.dispose()
})

test('takes whole numbers where the graph does', async () => {
  const graph = new Graph('network')
  const ids = graph.input('ids', ['n'], 'I64')
  graph.output('y', scaleBy(graph.node('Cast', [ids], { to: 1n }), 1), ['n'])
  const network = await runtime.load(graph.build())
  const { y } = await network.run({ ids: { integers: [0, 49407, -1, 2 ** 31], shape: [4] } })
  expect(y).toEqual(row(0, 49407, -1, 2 ** 31))
  await network.dispose()
})

test('what a run gave stays when the network runs again and when it is gone', async () => {
  const network = await runtime.load(triple)
  const { y: first } = await network.run({ x: row(1, 2) })
  await network.run({ x: row(5, 6) })
  await network.dispose()
  expect(first).toEqual(row(3, 6))
})

test('networks side by side do not disturb each other', async () => {
  const loaded = await Promise.all([1, 2, 3, 4].map((factor) => runtime.load(build((x) => ({ y: scaleBy(x, factor) })))))
  const x = createNoiseSource(1)([1000])
  const results = await Promise.all(loaded.map((network) => network.run({ x })))
  for (const [at, { y }] of results.entries()) expect(y?.data).toEqual(x.data.map((value) => value * (at + 1)))
  await Promise.all(loaded.map((network) => network.dispose()))
})

test.each([{ keepsMemory: true }, { keepsMemory: false }])('with %o results are the same, run after run', async (options) => {
  const network = await runtime.load(triple, options)
  const x = createNoiseSource(2)([100])
  const runs = [await network.run({ x }), await network.run({ x })]
  expect(runs[0]).toEqual(runs[1])
  expect(runs[0]?.y).toEqual(
    createTensor(
      x.data.map((value) => value * 3),
      [100],
    ),
  )
  await network.dispose()
})

test('threads change nothing but speed', async () => {
  const x = createNoiseSource(3)([50_000])
  const results: Tensor[] = []
  for (const threads of [1, 2]) {
    const network = await createRuntime({ threads }).load(triple)
    results.push((await network.run({ x })).y as Tensor)
    await network.dispose()
  }
  expect(results[0]).toEqual(results[1])
})

test('refuses inputs that are missing or of another kind', async () => {
  const network = await runtime.load(triple)
  await expect(network.run({})).rejects.toThrow()
  await expect(network.run({ x: fillTensor([2, 2]) })).rejects.toThrow()
  await expect(network.run({ x: { integers: [1], shape: [1] } })).rejects.toThrow()
  expect(await network.run({ x: row(1) })).toEqual({ y: row(3) })
  await network.dispose()
})

test('refuses a graph that is none', async () => {
  const broken = { name: 'U-Net', files: ['/models/a.safetensors'], bytes: Uint8Array.of(1, 2, 3), weightsRoot: '/' }
  await expect(runtime.load(broken)).rejects.toMatchObject({
    code: 'computation_failed',
    message: expect.stringMatching(/U-Net could not be loaded.*\/models\/a\.safetensors.*again/),
  })
})

test('refuses an output that is not of floats', async () => {
  const port = { name: 'ids', type: 'I64', shape: ['n'] } as const
  const node = { op: 'Identity', name: 'copy', domain: '', inputs: ['ids'], outputs: ['same'], attributes: {} }
  const bytes = encodeModel({ nodes: [node], initializers: [], inputs: [port], outputs: [{ ...port, name: 'same' }] })
  const network = await runtime.load({ name: 'network', files: [], bytes, weightsRoot: '/' })
  await expect(network.run({ ids: { integers: [1], shape: [1] } })).rejects.toThrow('output same is of int64')
  await network.dispose()
})

test('a network that was given back runs no more', async () => {
  const network = await runtime.load(triple)
  await network.dispose()
  await expect(network.run({ x: row(1) })).rejects.toThrow()
})

test('telemetry is off once a network was loaded, whatever the environment said', async () => {
  const before = process.env.ORT_DISABLE_TELEMETRY
  process.env.ORT_DISABLE_TELEMETRY = '0'
  const network = await runtime.load(triple)
  await network.dispose()
  expect([before, process.env.ORT_DISABLE_TELEMETRY]).toEqual(['1', '1'])
})
