import { expect, test } from 'vitest'
import { createRuntime } from '../runtime/index.ts'
import { countElements, createNoiseSource, createTensor, type Tensor } from '../tensor/index.ts'
import { Graph, type Value } from './graph.ts'
import * as ops from './ops.ts'

const runtime = createRuntime({ threads: 1 })
const noise = createNoiseSource(11)

/** A tensor whose elements are a function of their indices. */
function tensorOf(shape: readonly number[], fn: (...index: number[]) => number): Tensor {
  const data = Float32Array.from({ length: countElements(shape) }, (_, flat) => {
    let rest = flat
    const index = [...shape].reverse().map((size) => {
      const at = rest % size
      rest = Math.floor(rest / size)
      return at
    })
    return fn(...index.reverse())
  })
  return createTensor(data, shape)
}

/** The element at an index; 0 outside, as padding has it. */
function read({ data, shape }: Tensor, ...index: number[]): number {
  if (index.some((at, axis) => at < 0 || at >= (shape[axis] ?? 1))) return 0
  return data[index.reduce((flat, at, axis) => flat * (shape[axis] ?? 1) + at, 0)] as number
}

const sum = (count: number, term: (at: number) => number): number => {
  let total = 0
  for (let at = 0; at < count; at++) total += term(at)
  return total
}

/** Runs a graph whose sizes are left open, as our networks leave them, and holds its outputs against what was expected. */
async function expectComputed(
  inputs: readonly Tensor[],
  build: (...values: Value[]) => readonly Value[],
  expected: readonly Tensor[],
  tolerance = 1e-6,
): Promise<void> {
  const graph = new Graph('network')
  const open = ({ shape }: Tensor, name: string) => shape.map((_, axis) => `${name} ${axis}`)
  const outputs = build(...inputs.map((tensor, at) => graph.input(`in${at}`, open(tensor, `in${at}`))))
  for (const [at, value] of outputs.entries()) graph.output(`out${at}`, value, open(expected[at] as Tensor, `out${at}`))
  const network = await runtime.load(graph.build())
  const results = await network.run(Object.fromEntries(inputs.map((tensor, at) => [`in${at}`, tensor])))
  await network.dispose()
  expect(outputs).toHaveLength(expected.length)
  for (const [at, { data, shape }] of expected.entries()) {
    const result = results[`out${at}`] as Tensor
    expect(result.shape).toEqual(shape)
    const error = Math.max(...data.map((value, i) => Math.abs(value - (result.data[i] as number)) / Math.max(1, Math.abs(value))))
    expect(error).toBeLessThanOrEqual(tolerance)
  }
}

/** x [1, C, H, W] with rows and columns of the opposite edges around it. */
const wrap = (x: Tensor, rows: number, columns: number): Tensor => {
  const [, channels = 0, height = 0, width = 0] = x.shape
  return tensorOf([1, channels, height + 2 * rows, width + 2 * columns], (_, c, y, x_) =>
    read(x, 0, c as number, ((y as number) - rows + height) % height, ((x_ as number) - columns + width) % width),
  )
}

test.each([
  { axes: ['x'], rows: 0, columns: 1 },
  { axes: ['y'], rows: 1, columns: 0 },
  { axes: ['x', 'y'], rows: 1, columns: 1 },
] as const)('a convolution of a graph that is seamless along $axes takes the opposite edge', async ({ axes, rows, columns }) => {
  const [x, weight] = [noise([1, 2, 4, 5]), noise([3, 2, 3, 3])]
  const run = async (input: Tensor, seamlessAxes: readonly ('x' | 'y')[], padding: readonly [number, number, number, number]) => {
    const graph = new Graph('network', { seamlessAxes })
    const value = graph.input('x', ['n', 2, 'h', 'w'])
    const result = ops.convolution(value, graph.input('w', [3, 2, 3, 3]), undefined, { kernel: 3, stride: 1, padding })
    graph.output('y', result, ['n', 3, 'h', 'w'])
    const network = await runtime.load(graph.build())
    const { y } = await network.run({ x: input, w: weight })
    await network.dispose()
    return y as Tensor
  }
  const expected = await run(wrap(x, rows, columns), [], [1 - rows, 1 - columns, 1 - rows, 1 - columns])
  const result = await run(x, axes, [1, 1, 1, 1])
  expect(result.shape).toEqual([1, 3, 4, 5])
  expect([...result.data]).toEqual([...expected.data].map((value) => expect.closeTo(value, 5)))
})

/** The error function by its Taylor series, to 1e-9 up to 4 and 1 beyond. */
function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x)
  let term = x
  let total = x
  for (let n = 1; n < 80; n++) {
    term *= -(x * x) / n
    total += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * total
}

const spread = tensorOf([1, 3, 41], (_, row, at) => (at - 20) / 4 + row / 100)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

test.each<[name: string, op: (x: Value) => Value, kernel: (x: number) => number]>([
  ['tanh', ops.tanh, Math.tanh],
  ['relu', ops.relu, (x) => Math.max(0, x)],
  ['gelu', ops.gelu, (x) => (x * (1 + erf(x / Math.SQRT2))) / 2],
  ['quickGelu', ops.quickGelu, (x) => x * sigmoid(1.702 * x)],
  ['silu', ops.silu, (x) => x * sigmoid(x)],
  ['scaleBy', (x) => ops.scaleBy(x, -0.3), (x) => x * Math.fround(-0.3)],
])('%s is its function of every element', async (_, op, kernel) => {
  await expectComputed([spread], (x) => [op(x)], [createTensor(spread.data.map(kernel), spread.shape)], 2e-6)
})

test('adds and multiplies with sizes of 1 stretched', async () => {
  const [a, b] = [noise([2, 1, 3]), noise([5, 1])]
  const expected = (fn: (x: number, y: number) => number) => tensorOf([2, 5, 3], (n, c, w) => fn(read(a, n, 0, w), read(b, c, 0)))
  await expectComputed([a, b], (x, y) => [ops.add(x, y), ops.multiply(x, y)], [
    expected((x, y) => x + y),
    expected((x, y) => x * y),
  ])
})

test('moves axes and elements as told', async () => {
  const x = noise([2, 3, 5])
  await expectComputed(
    [x],
    (value) => [
      ops.transpose(value, [2, 0, 1]),
      ops.reshape(value, [0, -1]),
      ops.unsqueeze(value, [1, 4]),
      ops.reshapeTo(value, ops.concat([ops.shapeOf(value, 1), ops.shapeOf(value, 0, 1)], 0)),
    ],
    [
      tensorOf([5, 2, 3], (w, n, c) => read(x, n, c, w)),
      createTensor(x.data, [2, 15]),
      createTensor(x.data, [2, 1, 3, 5, 1]),
      createTensor(x.data, [3, 5, 2]),
    ],
    0,
  )
})

test('joins along an axis and splits into equal parts', async () => {
  const [a, b] = [noise([2, 3, 4]), noise([2, 1, 4])]
  const joined = tensorOf([2, 4, 4], (n, c, w) => (c < 3 ? read(a, n, c, w) : read(b, n, 0, w)))
  const half = (which: number) => tensorOf([2, 4, 2], (n, c, w) => read(joined, n, c, which * 2 + w))
  await expectComputed(
    [a, b],
    (x, y) => {
      const both = ops.concat([x, y], 1)
      return [both, ...ops.split(both, 2, -1)]
    },
    [joined, half(0), half(1)],
    0,
  )
})

test('gathers the rows of a table that indices name', async () => {
  const table = noise([7, 3])
  const rows = [6, 0, 0, 2, 5, 6]
  await expectComputed(
    [table],
    (value) => [ops.gather(value, value.graph.integers(rows, [2, 3]))],
    [tensorOf([2, 3, 3], (n, l, w) => read(table, rows[n * 3 + l] as number, w))],
    0,
  )
})

test.each([true, false])('a linear layer with a bias (%s) acts on the last axis of any rank', async (hasBias) => {
  const [x, weight, bias] = [noise([2, 5, 3]), noise([4, 3]), noise([4])]
  const expected = tensorOf(
    [2, 5, 4],
    (n, l, out) => sum(3, (at) => read(x, n, l, at) * read(weight, out, at)) + (hasBias ? read(bias, out) : 0),
  )
  await expectComputed([x, weight, bias], (v, w, b) => [ops.linear(v, w, hasBias ? b : undefined, 3, 4)], [expected], 2e-6)
  const row = noise([2, 3])
  const flat = tensorOf([2, 4], (n, out) => sum(3, (at) => read(row, n, at) * read(weight, out, at)) + read(bias, out))
  await expectComputed([row, weight, bias], (v, w, b) => [ops.linear(v, w, b, 3, 4)], [flat], 2e-6)
})

test.each([
  { kernel: 3, stride: 1, padding: [1, 1, 1, 1], hasBias: true, size: [5, 7] },
  { kernel: 3, stride: 2, padding: [1, 1, 1, 1], hasBias: false, size: [5, 8] },
  { kernel: 3, stride: 2, padding: [0, 0, 1, 1], hasBias: true, size: [7, 6] },
  { kernel: 1, stride: 1, padding: [0, 0, 0, 0], hasBias: true, size: [3, 2] },
  { kernel: 5, stride: 3, padding: [0, 2, 1, 4], hasBias: true, size: [6, 9] },
] as const)('convolves as $kernel x $kernel by $stride padded $padding', async ({ kernel, stride, padding, hasBias, size }) => {
  const [height, width] = size
  const [x, weight, bias] = [noise([2, 3, height, width]), noise([4, 3, kernel, kernel]), noise([4])]
  const [top, left, bottom, right] = padding
  const count = (length: number, before: number, after: number) => Math.floor((length + before + after - kernel) / stride) + 1
  const expected = tensorOf([2, 4, count(height, top, bottom), count(width, left, right)], (n, out, row, column) => {
    const products = (at: number) => {
      const [channel, y, z] = [Math.floor(at / kernel ** 2), Math.floor(at / kernel) % kernel, at % kernel]
      return read(weight, out, channel, y, z) * read(x, n, channel, row * stride + y - top, column * stride + z - left)
    }
    return sum(3 * kernel ** 2, products) + (hasBias ? read(bias, out) : 0)
  })
  const build = (v: Value, w: Value, b: Value) => [ops.convolution(v, w, hasBias ? b : undefined, { kernel, stride, padding })]
  await expectComputed([x, weight, bias], build, [expected], 5e-6)
})

/** (x − mean)/√(variance + ε) over a set of numbers. */
function normalize(values: readonly number[], epsilon: number): number[] {
  const mean = sum(values.length, (at) => values[at] as number) / values.length
  const variance = sum(values.length, (at) => ((values[at] as number) - mean) ** 2) / values.length
  return values.map((value) => (value - mean) / Math.sqrt(variance + epsilon))
}

/** Moved off the middle, so that a mean that is not taken away shows. */
const shift = (x: Tensor): Tensor =>
  createTensor(
    x.data.map((value) => value * 2 + 3),
    x.shape,
  )

test.each([
  { groups: 1, epsilon: 1e-5 },
  { groups: 3, epsilon: 1e-6 },
  { groups: 6, epsilon: 0.5 },
])('normalizes over $groups groups with epsilon $epsilon', async ({ groups, epsilon }) => {
  const [x, weight, bias] = [shift(noise([2, 6, 3, 5])), noise([6, 1, 1]), noise([6, 1, 1])]
  const size = 90 / groups
  const normalized = Array.from({ length: 2 * groups }, (_, at) =>
    normalize([...x.data.subarray(at * size, (at + 1) * size)], epsilon),
  )
  const flat = normalized.flat()
  const expected = tensorOf([2, 6, 3, 5], (n, c, h, w) => {
    return (flat[((n * 6 + c) * 3 + h) * 5 + w] as number) * read(weight, c) + read(bias, c)
  })
  await expectComputed([x, weight, bias], (v, w, b) => [ops.groupNorm(v, w, b, groups, epsilon)], [expected], 5e-6)
})

test('normalizes the last axis', async () => {
  const [x, weight, bias] = [shift(noise([2, 3, 7])), noise([7]), noise([7])]
  const rows = Array.from({ length: 6 }, (_, at) => normalize([...x.data.subarray(at * 7, at * 7 + 7)], 0.01))
  const expected = tensorOf([2, 3, 7], (n, l, at) => (rows[n * 3 + l]?.[at] as number) * read(weight, at) + read(bias, at))
  await expectComputed([x, weight, bias], (v, w, b) => [ops.layerNorm(v, w, b, 0.01)], [expected], 5e-6)
})

test.each([
  { heads: 1, keys: 5, bias: undefined },
  { heads: 3, keys: 5, bias: undefined },
  { heads: 3, keys: 4, bias: [1, 1, 4, 4] },
  { heads: 2, keys: 7, bias: [2, 1, 4, 7] },
])('attends in $heads heads to $keys tokens with bias $bias', async ({ heads, keys, bias: biasShape }) => {
  const [queries, width] = [4, 12]
  const depth = width / heads
  const [q, k, v] = [noise([2, queries, width]), noise([2, keys, width]), noise([2, keys, width])]
  const bias = biasShape === undefined ? undefined : noise(biasShape)
  const score = (n: number, head: number, i: number, j: number) =>
    sum(depth, (at) => read(q, n, i, head * depth + at) * read(k, n, j, head * depth + at)) / Math.sqrt(depth) +
    (bias === undefined ? 0 : read(bias, bias.shape[0] === 1 ? 0 : n, 0, i, j))
  const expected = tensorOf([2, queries, width], (n, i, at) => {
    const head = Math.floor(at / depth)
    const weights = Array.from({ length: keys }, (_, j) => Math.exp(score(n, head, i, j)))
    return sum(keys, (j) => (weights[j] as number) * read(v, n, j, at)) / sum(keys, (j) => weights[j] as number)
  })
  const build = (query: Value, key: Value, value: Value, ...biases: Value[]) => [
    ops.multiHeadAttention(query, key, value, heads, biases[0]),
  ]
  await expectComputed([q, k, v, ...(bias === undefined ? [] : [bias])], build, [expected], 2e-6)
})

test('repeats pixels by a factor, or up to the size of another tensor', async () => {
  const [x, like] = [noise([1, 2, 3, 2]), noise([1, 5, 5, 3])]
  await expectComputed(
    [x, like],
    (value, other) => [ops.upsampleBy(value, 2), ops.upsampleLike(value, other)],
    [
      tensorOf([1, 2, 6, 4], (n, c, h, w) => read(x, n, c, Math.floor(h / 2), Math.floor(w / 2))),
      // As torch's nearest: pixel ⌊at · in / out⌋.
      tensorOf([1, 2, 5, 3], (n, c, h, w) => read(x, n, c, Math.floor((h * 3) / 5), Math.floor((w * 2) / 3))),
    ],
    0,
  )
})
