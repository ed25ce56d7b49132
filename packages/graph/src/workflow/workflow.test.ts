import { expect, test } from 'vitest'
import { buildInpaintGraph, createCatalogue } from '../index.ts'
import { countingIds } from '../testing/graphs.ts'
import { sd1Catalogue } from '../testing/sd1-nodes.ts'
import { describeWorkflow } from './describe-workflow.ts'
import { readWorkflow } from './read-workflow.ts'

const model = { key: 'm', hash: 'h', name: 'Fox', base: 'sd-1', type: 'main' }
const { graph } = buildInpaintGraph(
  {
    ...{ model, positivePrompt: 'a fox', negativePrompt: '', seed: 1, width: 64, height: 64, steps: 2, guidanceScale: 3 },
    ...{ scheduler: 'euler', image: { image_name: 'a.png' }, mask: { image_name: 'b.png' }, strength: 0.5 },
  },
  countingIds(''),
)
const sheet = { name: 'n', description: 'd', tags: ['a', 'b'], heading: 'h', form: [], labels: {} }

test('a graph that was described as a workflow is read back as the same graph', () => {
  const read = readWorkflow(describeWorkflow(graph, sheet, sd1Catalogue), graph.id)
  expect(read.edges).toEqual(graph.edges)
  for (const node of Object.values(graph.nodes)) {
    // a form shows no field that is the builder's own
    const { board: _board, metadata: _metadata, ...shown } = node
    const known = Object.entries(shown).filter(([name]) => name in (sd1Catalogue.get(node.type)?.inputs ?? {}))
    expect(read.nodes[node.id]).toMatchObject({ id: node.id, type: node.type, ...Object.fromEntries(known) })
  }
})

test('nodes stand to the right of those that they need, and none on another', () => {
  const { nodes, form } = describeWorkflow(graph, { ...sheet, form: [{ nodeId: 'x', fieldName: 'y' }] }, sd1Catalogue)
  const places = new Map(nodes.map(({ id, position }) => [id, position]))
  for (const { source, destination } of graph.edges) {
    expect(places.get(source.node_id)?.x).toBeLessThan(places.get(destination.node_id)?.x ?? 0)
  }
  expect(new Set(nodes.map(({ position }) => JSON.stringify(position))).size).toBe(nodes.length)
  expect(form).toMatchObject({ rootElementId: 'container-root', elements: { 'node-field-0': { type: 'node-field' } } })
})

test('a node that is in no catalogue cannot be described', () => {
  expect(() => describeWorkflow(graph, sheet, createCatalogue([]))).toThrow(RangeError)
})

const node = (id: string, type = 'integer') => ({ id, type: 'invocation', data: { type, inputs: { value: { value: 1 } } } })
const connector = (id: string) => ({ id, type: 'connector', data: {} })
const edge = (source: string, target: string, type = 'default') => ({
  ...{ type, source, target, sourceHandle: 'value', targetHandle: 'value' },
})

test('notes are left out, and edges pass through connectors', () => {
  const read = readWorkflow(
    {
      nodes: [node('a'), connector('c'), connector('d'), node('b'), { id: 'n', type: 'notes', data: {} }],
      edges: [edge('a', 'c'), edge('c', 'd'), edge('d', 'b'), edge('a', 'b', 'collapsed'), edge('a', 'n')],
    },
    'g',
  )
  expect(read).toEqual({
    id: 'g',
    nodes: {
      a: { id: 'a', type: 'integer', is_intermediate: false, use_cache: true, value: 1 },
      b: { id: 'b', type: 'integer', is_intermediate: false, use_cache: true },
    },
    edges: [{ source: { node_id: 'a', field: 'value' }, destination: { node_id: 'b', field: 'value' } }],
  })
})

test('connectors that lead to each other lead nowhere', () => {
  const edges = [edge('c', 'd'), edge('d', 'c'), edge('d', 'b')]
  expect(readWorkflow({ nodes: [connector('c'), connector('d'), node('b')], edges }, 'g').edges).toEqual([])
})

test.each([
  ['a node without data', { nodes: [{ id: 'a', type: 'invocation' }], edges: [] }, /node a has no data/],
  ['a node without an id', { nodes: [{ type: 'invocation', data: { type: 'x' } }], edges: [] }, /id must be a text/],
  ['an edge that is no object', { nodes: [], edges: [3] }, /an edge is no object/],
  ['an edge from nowhere', { nodes: [], edges: [{ target: 'a' }] }, /source must be a text/],
])('%s is refused', (_what, workflow, message) => {
  expect(() => readWorkflow(workflow, 'g')).toThrow(message)
})
