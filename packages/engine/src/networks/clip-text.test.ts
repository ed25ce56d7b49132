import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRandomTensors, writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { readSafetensorsHeader, readTensor, type TensorView } from '../formats/index.ts'
import { bindWeights, listParameters } from '../onnx/index.ts'
import { createRuntime } from '../runtime/index.ts'
import { createTensor, fillTensor, type Tensor } from '../tensor/index.ts'
import { buildClipText, ClipText, type ClipTextOutput } from './clip-text.ts'
import type { ClipTextConfig } from './clip-text-config.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-clip-'))
afterAll(() => rm(folder, { recursive: true }))
const runtime = createRuntime({ threads: 1 })

const config: ClipTextConfig = {
  vocabularySize: 50,
  tokens: 7,
  width: 16,
  innerWidth: 24,
  layers: 3,
  heads: 2,
  activation: 'quick_gelu',
  epsilon: 1e-5,
  endId: 2,
  projectionWidth: 5,
}
const path = join(folder, 'text.safetensors')
await writeSafetensors(path, createRandomTensors(listParameters(new ClipText(config))))
const { tensors } = await readSafetensorsHeader(path)

function build(outputs: readonly ClipTextOutput[], changes: Partial<ClipTextConfig> = {}) {
  const encoder = new ClipText({ ...config, ...changes })
  bindWeights(encoder, tensors, 'text encoder')
  return buildClipText(encoder, outputs)
}

async function encode<const Output extends ClipTextOutput>(
  outputs: readonly Output[],
  ids: readonly number[],
  { mask = new Array<number>(ids.length).fill(1), ...changes }: Partial<ClipTextConfig> & { mask?: readonly number[] } = {},
): Promise<Record<Output, Tensor>> {
  const network = await runtime.load(build(outputs, changes))
  const shape = [ids.length / 7, 7]
  const results = await network.run({
    input_ids: { integers: ids, shape },
    attention_mask: createTensor(Float32Array.from(mask), shape),
  })
  await network.dispose()
  return results as Record<Output, Tensor>
}

const IDS = [48, 5, 9, 12, 49, 49, 49]
const rows = (tensor: Tensor) =>
  Array.from({ length: tensor.data.length / 16 }, (_, at) => [...tensor.data.subarray(at * 16, at * 16 + 16)])
const close = (values: readonly number[] | undefined) => (values ?? []).map((value): unknown => expect.closeTo(value, 5))

test('begins with the sum of token and position embeddings', async () => {
  const table = async (name: string) =>
    rows(await readTensor(tensors.get(`text_model.embeddings.${name}_embedding.weight`) as TensorView))
  const [tokens, positions] = [await table('token'), await table('position')]
  const { 'hidden_states.0': state } = await encode(['hidden_states.0'], IDS)
  expect(state.shape).toEqual([1, 7, 16])
  expect(rows(state)).toEqual(
    IDS.map((id, at) => (tokens[id] ?? []).map((value, i) => Math.fround(value + (positions[at]?.[i] ?? 0)))),
  )
})

test('a token sees itself and what stands before it, nothing behind', async () => {
  const state = async (ids: readonly number[]) => rows((await encode(['last_hidden_state'], ids)).last_hidden_state)
  const [original, changed] = [await state(IDS), await state(IDS.with(3, 30))]
  for (const at of [0, 1, 2]) expect(changed[at]).toEqual(close(original[at]))
  for (const at of [3, 4, 5, 6]) expect(changed[at]).not.toEqual(close(original[at]))
})

test('a masked token is seen by no other', async () => {
  const state = async (ids: readonly number[], mask: readonly number[]) =>
    rows((await encode(['last_hidden_state'], ids, { mask })).last_hidden_state)
  const mask = [1, 0, 1, 1, 1, 1, 1]
  const [original, changed] = [await state(IDS, mask), await state(IDS.with(1, 30), mask)]
  for (const at of [2, 3, 6]) expect(changed[at]).toEqual(close(original[at]))
  expect(await state(IDS.with(1, 30), mask.with(1, 1))).not.toEqual(original)
})

test('a batch gives what its texts give alone', async () => {
  const other = [48, 1, 2, 3, 4, 5, 49]
  const { last_hidden_state: both } = await encode(['last_hidden_state'], [...IDS, ...other])
  const alone = [IDS, other].map((ids) => encode(['last_hidden_state'], ids))
  const expected = (await Promise.all(alone)).flatMap(({ last_hidden_state }) => rows(last_hidden_state))
  expect(both.shape).toEqual([2, 7, 16])
  for (const [at, row] of rows(both).entries()) expect(row).toEqual(close(expected[at]))
})

test('skipping layers gives the normed state of an earlier one', async () => {
  const outputs = await encode(['last_hidden_state', 'skip.0', 'skip.1', 'skip.2', 'hidden_states.1', 'hidden_states.2'], IDS)
  expect(outputs['skip.0']).toEqual(outputs.last_hidden_state)
  const read = async (name: string) => (await readTensor(tensors.get(`text_model.final_layer_norm.${name}`) as TensorView)).data
  const [weight, bias] = [await read('weight'), await read('bias')]
  const norm = (row: readonly number[]) => {
    const mean = row.reduce((sum, value) => sum + value, 0) / row.length
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length
    return row.map((value, at) => ((value - mean) / Math.sqrt(variance + 1e-5)) * (weight[at] ?? 0) + (bias[at] ?? 0))
  }
  for (const [skip, hidden] of [
    [outputs['skip.1'], outputs['hidden_states.2']],
    [outputs['skip.2'], outputs['hidden_states.1']],
  ] as const) {
    for (const [at, row] of rows(hidden).entries()) expect(rows(skip)[at]).toEqual(close(norm(row)))
  }
})

test('only the layers that are needed are built', () => {
  const sizes = (['hidden_states.0', 'skip.2', 'skip.1', 'last_hidden_state'] as const).map(
    (output) => build([output]).bytes.length,
  )
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
  expect(new Set(sizes).size).toBe(4)
})

test.each([
  { endId: 2, ids: [48, 5, 9, 12, 49, 1, 49], at: 4, why: 'the first of the largest id' },
  { endId: 12, ids: [48, 5, 12, 9, 49, 12, 1], at: 2, why: 'the first end token' },
])('pools at $why', async ({ endId, ids, at }) => {
  const outputs = await encode(['last_hidden_state', 'pooled'], ids, { endId, projectionWidth: undefined })
  expect(outputs.pooled.shape).toEqual([1, 16])
  expect([...outputs.pooled.data]).toEqual(close(rows(outputs.last_hidden_state)[at]))
})

test('projects what it pooled where it has a projection', async () => {
  const outputs = await encode(['last_hidden_state', 'pooled'], IDS)
  const { data: projection } = await readTensor(tensors.get('text_projection.weight') as TensorView)
  const state = rows(outputs.last_hidden_state)[4] ?? []
  const expected = Array.from({ length: 5 }, (_, out) =>
    state.reduce((sum, value, at) => sum + value * (projection[out * 16 + at] ?? 0), 0),
  )
  expect([...outputs.pooled.data]).toEqual(close(expected))
})

test('the two activations differ', async () => {
  const [quick, exact] = [
    await encode(['last_hidden_state'], IDS),
    await encode(['last_hidden_state'], IDS, { activation: 'gelu' }),
  ]
  expect(exact).not.toEqual(quick)
  expect(exact.last_hidden_state.data).not.toEqual(fillTensor([7 * 16]).data)
})

test.each(['hidden_states.4', 'skip.4'] as const)('refuses %s of three layers', (output) => {
  expect(() => build([output])).toThrow('a text encoder of 3 layers has no hidden state')
})
