import { expect, test } from 'vitest'
import { graphOf } from './testing/graphs.ts'
import { testCatalogue } from './testing/nodes.ts'
import { MAX_AXES } from './topology.ts'
import { validateGraph } from './validate.ts'

type Nodes = Readonly<Record<string, object>>
type Pairs = readonly (readonly [string, string])[]

const validate = (nodes: Nodes, edges: Pairs = []) => validateGraph(graphOf(nodes, edges), testCatalogue)

const integer = { type: 'integer' }
const add = { type: 'add' }
const range = { type: 'range_of_size' }
const iterate = { type: 'iterate' }
const collect = { type: 'collect' }
const string = { type: 'string' }

const refused: [string, Nodes, Pairs, string | RegExp][] = [
  [
    'two nodes with one id',
    { a: { ...add, id: 'x' }, b: { ...add, id: 'x' }, c: add },
    [],
    "Node ids must be unique, found duplicates {'x'}",
  ],
  ['a key that is not the id', { a: { ...add, id: 'b' } }, [], 'Node ids must match, got a and b'],
  ['an edge from nowhere', { a: add }, [['b.value', 'a.a']], 'Edge source node b does not exist in the graph'],
  ['an edge to nowhere', { a: add }, [['a.value', 'b.a']], 'Edge destination node b does not exist in the graph'],
  [
    'an edge from an inherited name',
    { a: add },
    [['constructor.value', 'a.a']],
    'Edge source node constructor does not exist in the graph',
  ],
  ['an unknown output', { a: add, b: add }, [['a.sum', 'b.a']], 'Edge source field sum does not exist in node a'],
  ['an unknown input', { a: add, b: add }, [['a.value', 'b.c']], 'Edge destination field c does not exist in node b'],
  ['the type of an output', { a: add, b: string }, [['a.type', 'b.value']], 'Edge source field type does not exist in node a'],
  [
    'an inherited field',
    { a: add, b: add },
    [['a.value', 'b.toString']],
    'Edge destination field toString does not exist in node b',
  ],
  [
    'an attribute',
    { a: { type: 'boolean' }, b: add },
    [['a.value', 'b.use_cache']],
    'Edge destination field use_cache does not exist in node b',
  ],
  [
    'a key beyond the inputs',
    { a: add, b: { type: 'notes' } },
    [['a.value', 'b.x']],
    'Edge destination field x does not exist in node b',
  ],
  ['a node that feeds itself', { a: add }, [['a.value', 'a.a']], 'Graph contains cycles'],
  [
    'a cycle',
    { a: add, b: add, c: add },
    [
      ['a.value', 'b.a'],
      ['b.value', 'c.a'],
      ['c.value', 'b.b'],
    ],
    'Graph contains cycles',
  ],
  [
    'a cycle through a collector',
    { r: range, i: iterate, c: collect },
    [
      ['i.item', 'c.item'],
      ['c.collection', 'i.collection'],
    ],
    'Graph contains cycles',
  ],
  [
    'types that do not fit',
    { a: string, b: add },
    [['a.value', 'b.a']],
    'Edge source and target types do not match (a.value -> b.a)',
  ],
  [
    'a list into one value',
    { a: range, b: add },
    [['a.collection', 'b.a']],
    'Edge source and target types do not match (a.collection -> b.a)',
  ],
  [
    'one value into a list',
    { a: integer, b: { type: 'sum' } },
    [['a.value', 'b.values']],
    'Edge source and target types do not match (a.value -> b.values)',
  ],
  [
    'two values for one input',
    { a: integer, b: integer, c: add },
    [
      ['a.value', 'c.a'],
      ['b.value', 'c.a'],
    ],
    'Edges meet in one field (a.value -> c.a and b.value -> c.a)',
  ],
  [
    'an iterator without an edge',
    { i: { ...iterate, collection: [1] } },
    [],
    /^Invalid iterator node \(i\): .*edge into its collection/,
  ],
  [
    'an iterator with two edges',
    { a: range, b: range, i: iterate },
    [
      ['a.collection', 'i.collection'],
      ['b.collection', 'i.collection'],
    ],
    /^Invalid iterator node \(i\): .*one edge/,
  ],
  [
    'an iterator over one value',
    { a: integer, i: iterate },
    [['a.value', 'i.collection']],
    /^Invalid iterator node \(i\): .*must be a list, not integer/,
  ],
  [
    'an index from outside',
    { r: range, a: integer, i: iterate },
    [
      ['r.collection', 'i.collection'],
      ['a.value', 'i.index'],
    ],
    /^Invalid iterator node \(i\): .*index/,
  ],
  [
    'items that do not fit',
    { r: range, i: iterate, b: { type: 'is_odd' }, c: { type: 'if' } },
    [
      ['r.collection', 'i.collection'],
      ['i.item', 'c.condition'],
    ],
    /^Invalid iterator node \(i\): .*i\.item -> c\.condition \(integer into boolean\)/,
  ],
  [
    'items of a collector that do not fit',
    { s: string, c: collect, i: iterate, a: add },
    [
      ['s.value', 'c.item'],
      ['c.collection', 'i.collection'],
      ['i.item', 'a.a'],
    ],
    /^Invalid iterator node \(i\): .*string into integer/,
  ],
  ['a collector without an edge', { c: collect }, [], /^Invalid collector node \(c\): .*at least one/],
  [
    'a collector of two types',
    { a: integer, s: string, c: collect },
    [
      ['a.value', 'c.item'],
      ['s.value', 'c.item'],
    ],
    /^Invalid collector node \(c\): .*one type, not integer, string/,
  ],
  [
    'a collector of a list and items of two types',
    { r: range, s: string, c: collect },
    [
      ['r.collection', 'c.collection'],
      ['s.value', 'c.item'],
    ],
    /^Invalid collector node \(c\): .*one type/,
  ],
  [
    'a collector of integers and floats',
    { a: integer, f: { type: 'float' }, c: collect },
    [
      ['a.value', 'c.item'],
      ['f.value', 'c.item'],
    ],
    /^Invalid collector node \(c\): .*one type/,
  ],
  [
    'a collection that is one value',
    { a: integer, c: collect },
    [['a.value', 'c.collection']],
    /^Invalid collector node \(c\): .*must be a list, not integer/,
  ],
  [
    'a collector that feeds one value',
    { a: integer, c: collect, b: add },
    [
      ['a.value', 'c.item'],
      ['c.collection', 'b.a'],
    ],
    /^Invalid collector node \(c\): .*c\.collection -> b\.a/,
  ],
  [
    'a collector that feeds a list of something else',
    { s: string, c: collect, b: { type: 'sum' } },
    [
      ['s.value', 'c.item'],
      ['c.collection', 'b.values'],
    ],
    /^Invalid collector node \(c\): .*\[string\] into \[integer\]/,
  ],
  [
    'a collector through collectors that feeds a list of something else',
    { s: string, c: collect, d: collect, b: { type: 'sum' } },
    [
      ['s.value', 'c.item'],
      ['c.collection', 'd.collection'],
      ['d.collection', 'b.values'],
    ],
    /^Invalid collector node \(d\)/,
  ],
  ['a division by a zero that is written', { d: { type: 'divide', b: 0 } }, [], 'Node d: b must not be 0'],
]

test.each(refused)('refuses %s', (_, nodes, edges, message) => {
  const attempt = () => validate(nodes, edges)
  expect(attempt).toThrow(message)
  expect(attempt).toThrow(expect.objectContaining({ code: 'graph_invalid' }))
})

const allowed: [string, Nodes, Pairs][] = [
  ['nothing', {}, []],
  [
    'one output into many inputs',
    { a: integer, b: add },
    [
      ['a.value', 'b.a'],
      ['a.value', 'b.b'],
    ],
  ],
  [
    'the same edge twice',
    { a: integer, b: add },
    [
      ['a.value', 'b.a'],
      ['a.value', 'b.a'],
    ],
  ],
  ['an integer into a float', { a: integer, f: { type: 'float' } }, [['a.value', 'f.value']]],
  ['a float into a string', { f: { type: 'float' }, s: string }, [['f.value', 's.value']]],
  ['an integer into one float or many', { a: integer, w: { type: 'weights' } }, [['a.value', 'w.weight']]],
  [
    'a walk over what was gathered',
    { a: integer, c: collect, i: iterate, b: add },
    [
      ['a.value', 'c.item'],
      ['c.collection', 'i.collection'],
      ['i.item', 'b.a'],
    ],
  ],
  [
    'a walk over what was gathered, through a list',
    { a: integer, c: collect, l: { type: 'integer_collection' }, i: iterate, b: add },
    [
      ['a.value', 'c.item'],
      ['c.collection', 'l.collection'],
      ['l.collection', 'i.collection'],
      ['i.item', 'b.a'],
    ],
  ],
  [
    'a walk over what was gathered while walking',
    { r: range, i: iterate, c: collect, j: iterate, d: collect, s: { type: 'sum' } },
    [
      ['r.collection', 'i.collection'],
      ['i.item', 'c.item'],
      ['c.collection', 'j.collection'],
      ['j.item', 'd.item'],
      ['d.collection', 's.values'],
    ],
  ],
  [
    'lists and items of one type in one collector',
    { r: range, a: integer, c: collect, s: { type: 'sum' } },
    [
      ['r.collection', 'c.collection'],
      ['a.value', 'c.item'],
      ['c.collection', 's.values'],
    ],
  ],
  [
    'anything beside something in one collector',
    { q: { type: 'anything', value: 1 }, a: integer, c: collect, s: { type: 'sum' } },
    [
      ['q.value', 'c.item'],
      ['a.value', 'c.item'],
      ['c.collection', 's.values'],
    ],
  ],
  [
    'a collector into anything',
    { a: integer, c: collect, q: { type: 'anything' } },
    [
      ['a.value', 'c.item'],
      ['c.collection', 'q.value'],
    ],
  ],
  [
    'a walk over whatever an if gives',
    { r: range, f: { type: 'if' }, i: iterate, b: add },
    [
      ['r.collection', 'f.true_input'],
      ['f.value', 'i.collection'],
      ['i.item', 'b.a'],
    ],
  ],
  ['a division by what comes along an edge', { a: integer, d: { type: 'divide', b: 0 } }, [['a.value', 'd.b']]],
  ['a zero that is not divided by', { d: { type: 'divide', operation: 'MUL', b: 0 } }, []],
  ['a required input that is missing', { n: { type: 'needs_connection' } }, []],
]

test.each(allowed)('allows %s', (_, nodes, edges) => {
  expect(validate(nodes, edges)).toHaveLength(Object.keys(nodes).length)
})

test('lists more than one duplicate id', () => {
  const nodes = { a: { ...add, id: 'x' }, b: { ...add, id: 'x' }, c: { ...add, id: 'y' }, d: { ...add, id: 'y' } }
  expect(() => validate(nodes)).toThrow("Node ids must be unique, found duplicates {'x', 'y'}")
})

test('puts parents first and keeps the order of the graph where edges leave a choice', () => {
  const order = validate({ c: add, b: add, a: integer }, [['a.value', 'c.a']]).map(({ id }) => id)
  expect(order).toEqual(['b', 'a', 'c'])
})

test('refuses loops side by side without end', () => {
  const nodes: Record<string, object> = { r: range, c: collect }
  const edges: [string, string][] = []
  for (let at = 0; at <= MAX_AXES; at++) {
    nodes[`i${at}`] = iterate
    nodes[`a${at}`] = add
    edges.push(['r.collection', `i${at}.collection`], [`i${at}.item`, `a${at}.a`])
    if (at > 0) edges.push([`a${at - 1}.value`, `a${at}.b`])
  }
  expect(() => validate(nodes, edges)).toThrow(`Node a${MAX_AXES} is repeated by more than ${MAX_AXES} iterations`)
})

test('refuses lists in lists in lists without end', () => {
  const nodes: Record<string, object> = { a: integer }
  const edges: [string, string][] = []
  for (let at = 0; at < 5000; at++) {
    nodes[`c${at}`] = collect
    edges.push([at === 0 ? 'a.value' : `c${at - 1}.collection`, `c${at}.item`])
  }
  expect(() => validate(nodes, edges)).toThrow(/nests too many lists/)
})

test('a chain of ten thousand nodes is checked without recursion', () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `n${at}`)
  const nodes = Object.fromEntries(names.map((name) => [name, add]))
  const edges = names.slice(1).map((name, at): [string, string] => [`n${at}.value`, `${name}.a`])
  expect(validate(nodes, edges)).toHaveLength(10_000)
})
