import { expect, test } from 'vitest'
import { createTensor, fillTensor, type Tensor } from '../tensor/index.ts'
import { type EncodeTokens, encodeWeightedPrompt, padConditioning } from './conditioning.ts'
import type { PromptChunk } from './prompt-chunks.ts'

const LENGTH = 4

interface Call {
  readonly rows: number
  readonly keep: readonly (readonly boolean[])[] | undefined
}

/** An encoder of width 1 whose every token becomes the sum of all ids of its row that are not hidden; remembers its calls. */
function createFakeEncoder(): { encode: EncodeTokens; calls: Call[] } {
  const calls: Call[] = []
  return {
    calls,
    async encode(ids, keep) {
      calls.push({ rows: ids.length, keep })
      const sums = ids.map((row, n) => row.reduce((sum, id, at) => sum + (keep?.[n]?.[at] === false ? 0 : id), 0))
      return createTensor(Float32Array.from(sums.flatMap((sum) => Array(LENGTH).fill(sum))), [ids.length, LENGTH, 1])
    },
  }
}

const empty: PromptChunk = { ids: [1, 2, 0, 0], weights: [1, 1, 1, 1], fragments: [-1, -1, -1, -1] }

/** A chunk of two tokens of one fragment each. */
function makeChunk(
  first: readonly [id: number, weight: number],
  second: readonly [id: number, weight: number],
  fragments = [0, 1],
): PromptChunk {
  return { ids: [1, first[0], second[0], 2], weights: [1, first[1], second[1], 1], fragments: [-1, ...fragments, -1] }
}

function values(tensor: Tensor): number[] {
  return Array.from(tensor.data)
}

test('encodes an unweighted prompt once, one row a chunk, hiding nothing', async () => {
  const { encode, calls } = createFakeEncoder()
  const conditioning = await encodeWeightedPrompt([makeChunk([10, 1], [20, 1]), makeChunk([30, 1], [40, 1])], empty, encode)
  expect(conditioning.shape).toEqual([1, 2 * LENGTH, 1])
  expect(values(conditioning)).toEqual([33, 33, 33, 33, 73, 73, 73, 73])
  expect(calls).toEqual([{ rows: 2, keep: undefined }])
})

test('moves a token of a weight above 1 away from the empty prompt', async () => {
  const { encode, calls } = createFakeEncoder()
  const conditioning = await encodeWeightedPrompt([makeChunk([10, 1], [20, 1.5])], empty, encode)
  expect(values(conditioning)).toEqual([33, 33, 3 + 30 * 1.5, 33])
  expect(calls).toEqual([{ rows: 2, keep: undefined }])
})

test('takes a prompt with a fragment of 0.5 half way to itself without it, and its tokens half way to the empty prompt', async () => {
  const { encode, calls } = createFakeEncoder()
  const conditioning = await encodeWeightedPrompt([makeChunk([10, 1], [20, 0.5])], empty, encode)
  const half = (33 + 13) / 2
  expect(values(conditioning)).toEqual([half, half, 3 + (half - 3) * 0.5, half])
  expect(calls).toHaveLength(1)
  expect(calls[0]?.keep).toEqual([
    [true, true, true, true],
    [true, true, false, true],
    [true, true, true, true],
  ])
})

test('makes a fragment of weight 0 vanish', async () => {
  const { encode } = createFakeEncoder()
  const [start = Number.NaN, , hidden = Number.NaN] = values(
    await encodeWeightedPrompt([makeChunk([10, 1], [20, 0])], empty, encode),
  )
  expect(start).toBeCloseTo(13, 2)
  expect(hidden).toBe(3)
})

test('weighs several fragments below 1 by the tangent', async () => {
  const { encode } = createFakeEncoder()
  const conditioning = await encodeWeightedPrompt([makeChunk([10, 0.75], [20, 0.25])], empty, encode)
  const [a, b] = [Math.tan(Math.PI / 8), Math.tan((3 * Math.PI) / 8)]
  expect(conditioning.data[0]).toBeCloseTo((33 + a * 23 + b * 13) / (1 + a + b), 4)
})

test('counts a fragment of another chunk as not hidden here, and hides one that spans two chunks in each', async () => {
  const { encode, calls } = createFakeEncoder()
  const chunks = [makeChunk([10, 1], [20, 0.5], [0, 1]), makeChunk([30, 0.5], [40, 0.25], [1, 2])]
  const conditioning = await encodeWeightedPrompt(chunks, empty, encode)
  const far = Math.tan((3 * Math.PI) / 8)
  expect(conditioning.data[0]).toBeCloseTo(((1 + far) * 33 + 13) / (2 + far), 4)
  expect(conditioning.data[LENGTH]).toBeCloseTo((73 + 43 + far * 33) / (2 + far), 4)
  expect(calls.map(({ rows }) => rows)).toEqual([2 + 3 + 1])
})

test('splits very many variants into several calls', async () => {
  const { encode, calls } = createFakeEncoder()
  const chunks = Array.from({ length: 20 }, (_, at) => makeChunk([10, 0.5], [20, 0.6], [2 * at, 2 * at + 1]))
  const conditioning = await encodeWeightedPrompt(chunks, empty, encode)
  expect(conditioning.shape).toEqual([1, 20 * LENGTH, 1])
  expect(calls.map(({ rows }) => rows)).toEqual([32, 29])
})

test('pads the shorter conditioning with the empty prompt, on either side', () => {
  const [long, short, filler] = [fillTensor([1, 3 * LENGTH, 2], 1), fillTensor([1, LENGTH, 2], 2), fillTensor([1, LENGTH, 2], 3)]
  const padded = [...Array(2 * LENGTH).fill(2), ...Array(4 * LENGTH).fill(3)]
  expect(padConditioning(long, short, filler).map(values)).toEqual([values(long), padded])
  expect(padConditioning(short, long, filler).map(values)).toEqual([padded, values(long)])
  expect(padConditioning(short, filler, filler)).toEqual([short, filler])
})

test('refuses to pad by chunks of another length', () => {
  expect(() => padConditioning(fillTensor([1, 8, 2]), fillTensor([1, 4, 2]), fillTensor([1, 3, 2]))).toThrow(RangeError)
})
