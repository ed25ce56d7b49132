import { expect, test } from 'vitest'
import { GraphError } from './errors.ts'
import { GRAPH_LIMITS, parseGraph } from './parse-graph.ts'
import { countingIds, sentGraph } from './testing/graphs.ts'
import { testCatalogue } from './testing/nodes.ts'
import { validateGraph } from './validate.ts'

const parse = (value: unknown) => parseGraph(value, { catalogue: testCatalogue, newId: countingIds('fresh') })
const a = { id: 'a', type: 'add' }

test('fills in what a client left out', () => {
  expect(parse({ nodes: { a: { type: 'add', a: 2 }, each: { type: 'iterate' } } })).toEqual({
    id: 'fresh0',
    nodes: {
      a: { id: 'a', type: 'add', is_intermediate: false, use_cache: true, a: 2 },
      each: { id: 'each', type: 'iterate', is_intermediate: false, use_cache: false },
    },
    edges: [],
  })
  expect(parse({ id: 'own' })).toEqual({ id: 'own', nodes: {}, edges: [] })
})

test('keeps values as their fields read them and drops what no field declares', () => {
  const graph = parse(
    sentGraph({ s: { type: 'string', value: 5, colour: 'red' }, n: { type: 'notes', colour: 'red', none: null } }),
  )
  expect(graph.nodes.s).toEqual({ id: 's', type: 'string', is_intermediate: false, use_cache: true, value: '5' })
  expect(graph.nodes.n).toMatchObject({ colour: 'red' })
  expect(graph.nodes.n).not.toHaveProperty('none')
})

test('null stands for nothing, where a value may come along an edge or be absent', () => {
  const graph = parse(sentGraph({ a, i: { type: 'add', a: null }, c: { type: 'if', true_input: null } }, [['a.value', 'i.a']]))
  expect(graph.nodes.i).not.toHaveProperty('a')
  expect(graph.nodes.c).not.toHaveProperty('true_input')
  expect(() => parse(sentGraph({ a: { type: 'add', a: null } }))).toThrow('a may not be null')
})

test('ids that every object inherits are ids like others', () => {
  const nodes = JSON.parse('{"__proto__":{"type":"integer","value":7},"constructor":{"type":"add"},"toString":{"type":"add"}}')
  const edges = [
    { source: { node_id: '__proto__', field: 'value' }, destination: { node_id: 'constructor', field: 'a' } },
    { source: { node_id: 'constructor', field: 'value' }, destination: { node_id: 'toString', field: 'b' } },
  ]
  const graph = parse({ nodes, edges })
  expect(Object.keys(graph.nodes)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(validateGraph(graph, testCatalogue).map(({ id }) => id)).toEqual(['__proto__', 'constructor', 'toString'])
  expect(({} as Record<string, unknown>).type).toBeUndefined()
})

test('fields that every object inherits are no fields', () => {
  const graph = JSON.parse('{"nodes":{"a":{"type":"add","__proto__":{"a":9},"constructor":1}}}')
  expect(Object.keys(parse(graph).nodes.a ?? {})).toEqual(['id', 'type', 'is_intermediate', 'use_cache'])
})

const deep = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, { type: 'integer' }]))

test.each<[string, unknown, string, (string | number)[]]>([
  ['a text', 'graph', 'A graph must be an object', []],
  ['a list', [], 'A graph must be an object', []],
  ['nothing', null, 'A graph must be an object', []],
  ['nodes in a list', { nodes: [] }, 'must be an object', ['nodes']],
  ['edges in an object', { edges: {} }, 'must be a list', ['edges']],
  ['a node that is a text', { nodes: { a: 'add' } }, 'Node a must be an object', ['nodes', 'a']],
  ['a node without a type', { nodes: { a: {} } }, 'Node a has no type', ['nodes', 'a', 'type']],
  [
    'a type that is unknown',
    { nodes: { a: { type: 'prompt_from_file' } } },
    'Unknown node type prompt_from_file',
    ['nodes', 'a', 'type'],
  ],
  ['a type that is inherited', { nodes: { a: { type: 'constructor' } } }, 'Unknown node type', ['nodes', 'a', 'type']],
  ['a type that is no text', { nodes: { a: { type: 5 } } }, 'type must be a text', ['nodes', 'a', 'type']],
  ['an id that is no text', { nodes: { a: { ...a, id: 5 } } }, 'id must be a text', ['nodes', 'a', 'id']],
  [
    'a flag that is none',
    { nodes: { a: { ...a, use_cache: 'no' } } },
    'use_cache must be true or false',
    ['nodes', 'a', 'use_cache'],
  ],
  ['a mistyped value', { nodes: { a: { ...a, b: 'two' } } }, 'Node a: b must be a whole number', ['nodes', 'a', 'b']],
  ['a value out of range', { nodes: { a: { type: 'float', value: 10 } } }, 'value must be less than 10', ['nodes', 'a', 'value']],
  [
    'a mistyped item',
    { nodes: { a: { type: 'integer_collection', collection: [1, 'x'] } } },
    'collection[1] must be a whole number',
    ['nodes', 'a', 'collection'],
  ],
  ['an edge without ends', { edges: [{}] }, 'must be an object', ['edges', 0, 'source']],
  ['an edge that is a text', { edges: ['a'] }, 'An edge must be an object', ['edges', 0]],
  [
    'an end without a field',
    { edges: [{ source: { node_id: 'a' } }] },
    'must name its node_id and field',
    ['edges', 0, 'source'],
  ],
  ['nesting beyond reason', { nodes: { n: { type: 'anything', value: deep(50_000) } } }, 'nested too deeply', []],
  ['too many characters', { nodes: { s: { type: 'string', value: 'x'.repeat(GRAPH_LIMITS.size) } } }, 'too large', []],
  ['too many nodes', { nodes: many(GRAPH_LIMITS.nodes + 1) }, '10000 nodes', ['nodes']],
  ['too many edges', { edges: Array.from({ length: GRAPH_LIMITS.edges + 1 }) }, '100000 edges', ['edges']],
])('refuses %s', (_, value, message, location) => {
  const attempt = () => parse(value)
  expect(attempt).toThrow(GraphError)
  expect(attempt).toThrow(
    expect.objectContaining({ code: 'graph_malformed', location, message: expect.stringContaining(message) }),
  )
})

test('takes as many nodes as there may be, and a megabyte of text', () => {
  expect(Object.keys(parse({ nodes: many(GRAPH_LIMITS.nodes) }).nodes)).toHaveLength(GRAPH_LIMITS.nodes)
  expect(parse(sentGraph({ s: { type: 'string', value: 'x'.repeat(2 ** 23) } })).nodes.s?.value).toHaveLength(2 ** 23)
})
