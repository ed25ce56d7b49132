import { expect, test } from 'vitest'
import { GraphError } from '../errors.ts'
import { countingIds, sentGraph } from '../testing/graphs.ts'
import { testCatalogue } from '../testing/nodes.ts'
import { countSessions } from './batch.ts'
import { parseBatch } from './parse-batch.ts'

const parse = (data: unknown, more: { readonly graph?: unknown; readonly runs?: unknown } = {}) =>
  parseBatch({ graph, data, ...more }, { catalogue: testCatalogue, newId: countingIds() })

const graph = sentGraph(
  {
    seed: { type: 'integer' },
    prompt: { type: 'string' },
    text: { type: 'string' },
    scale: { type: 'float' },
    list: { type: 'integer_collection' },
    divide: { type: 'divide', b: 0 },
    flag: { type: 'boolean' },
  },
  [['seed.value', 'divide.b']],
)
const datum = (node_path: string, items: unknown, field_name = 'value') => ({ node_path, field_name, items })

test.each<[string, unknown, string]>([
  ['lengths that differ', [[datum('seed', [1, 2]), datum('prompt', ['a'])]], 'Zipped batch items must all have the same length'],
  [
    'a length that differs from none',
    [[datum('seed', []), datum('prompt', ['a'])]],
    'Zipped batch items must all have the same length',
  ],
  ['numbers and texts', [[datum('prompt', ['a', 1])]], 'All items in a batch must have the same type'],
  ['values and lists', [[datum('list', [1, [1]], 'collection')]], 'All items in a batch must have the same type'],
  ['null beside values', [[datum('seed', [1, null])]], 'All items in a batch must have the same type'],
  ['null', [[datum('seed', [null])]], 'Items in a batch must not be null'],
  ['one field twice', [[datum('seed', [1])], [datum('seed', [2])]], 'Each batch data must have unique node_id and field_name'],
  [
    'one field twice in a group',
    [[datum('seed', [1]), datum('seed', [2])]],
    'Each batch data must have unique node_id and field_name',
  ],
  ['an unknown node', [[datum('nobody', [1])]], 'Node nobody not found in graph'],
  ['an inherited node', [[datum('constructor', [1])]], 'Node constructor not found in graph'],
  ['an unknown field', [[datum('seed', [1], 'other')]], 'Field other not found in node seed'],
  ['an inherited field', [[datum('seed', [1], 'toString')]], 'Field toString not found in node seed'],
  ['the id of a node', [[datum('seed', ['x'], 'id')]], 'Field id not found in node seed'],
  ['the type of a node', [[datum('seed', ['add'], 'type')]], 'Field type not found in node seed'],
  ['data that are no list', {}, 'Batch data must be a list'],
  ['a group that is no list', [{}], 'A group of batch data must be a list'],
  ['a datum that is no object', [[5]], 'A batch datum must be an object'],
  ['a datum without a node', [[{ field_name: 'value', items: [] }]], 'node_path must be a text'],
  ['a datum without a field', [[{ node_path: 'seed', items: [] }]], 'field_name must be a text'],
  ['items that are no list', [[datum('seed', 5)]], 'items must be a list'],
  ['items in endless lists', [[datum('seed', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`))]], 'too large'],
])('refuses %s', (_, data, message) => {
  const attempt = () => parse(data)
  expect(attempt).toThrow(GraphError)
  expect(attempt).toThrow(expect.objectContaining({ code: 'batch_invalid', message: expect.stringContaining(message) }))
})

test.each<[string, unknown, string]>([
  ['a text for a number', [[datum('seed', ['a'])]], 'Node seed: value must be a whole number'],
  [
    'a value out of range, however far behind',
    [[datum('scale', [...Array(500).fill(1), 11])]],
    'Node scale: value must be less than 10',
  ],
  ['an item that is a list', [[datum('seed', [[1]])]], 'Node seed: value must be a whole number'],
])('refuses %s as its field would', (_, data, message) => {
  expect(() => parse(data)).toThrow(expect.objectContaining({ code: 'graph_malformed', message }))
})

test.each([0, -1, 1.5, '2', null, Number.MAX_VALUE])('refuses %j runs', (runs) => {
  expect(() => parse([], { runs })).toThrow('runs must be a whole number, 1 or more')
})

test('refuses an invalid graph in its own words', () => {
  const cycle = sentGraph({ a: { type: 'add' } }, [['a.value', 'a.a']])
  expect(() => parse([], { graph: cycle })).toThrow(
    expect.objectContaining({ code: 'graph_invalid', message: 'Graph contains cycles' }),
  )
  expect(() => parse([], { graph: 5 })).toThrow(expect.objectContaining({ code: 'graph_malformed' }))
})

test('lets whole and broken numbers mix, and reads items as their fields do', () => {
  const { data } = parse([[datum('scale', [1, 0.5])], [datum('text', [7])], [datum('list', [[1], [2, 3]], 'collection')]])
  expect(data.map(([each]) => each?.items)).toEqual([[1, 0.5], ['7'], [[1], [2, 3]]])
})

test.each([undefined, null, []])('takes %j for no data', (data) => {
  expect(countSessions(parse(data))).toBe(1)
})

test('may switch flags of a node', () => {
  expect(countSessions(parse([[datum('seed', [true, false], 'is_intermediate')], [datum('flag', [true, false])]]))).toBe(4)
})

const divide = sentGraph({ d: { type: 'divide', b: 0 } })

test.each<[string, unknown, boolean]>([
  ['puts something else in place of a fault', [[datum('d', [1, 2], 'b')]], true],
  ['puts a fault in place of something else', [[datum('d', [1, 0], 'b')]], false],
  ['makes a fault together with another of its group', [[datum('d', [0], 'b'), datum('d', ['DIV'], 'operation')]], false],
  ['makes none together with another of its group', [[datum('d', [0], 'b'), datum('d', ['MUL'], 'operation')]], true],
  ['leaves to the run what groups make together', [[datum('d', [0], 'b')], [datum('d', ['DIV', 'MUL'], 'operation')]], true],
])('a node checks what a batch writes: it %s', (_, data, isFine) => {
  const attempt = () => countSessions(parse(data, { graph: divide }))
  if (isFine) expect(attempt()).toBeGreaterThan(0)
  else expect(attempt).toThrow('Node d: b must not be 0')
})

test('checks ten thousand items and a million runs without making them', () => {
  const items = Array.from({ length: 10_000 }, (_, at) => at)
  const batch = parse([[datum('seed', items)]], { runs: 1_000_000 })
  expect(countSessions(batch)).toBe(10_000_000_000)
})
