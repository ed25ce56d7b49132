import { expect, test } from 'vitest'
import { countSessions, substitutionsAt } from '../batch/batch.ts'
import { createCatalogue } from '../catalogue.ts'
import { defineNode, defineOutput } from '../define-node.ts'
import { enumField, integerField, listOf, workflowReturnsField } from '../fields/index.ts'
import { countingIds } from '../testing/graphs.ts'
import type { WorkflowCallError } from './call-error.ts'
import { readCalledWorkflow } from './read-called-workflow.ts'

const value = defineOutput('integer_output', { value: integerField() })
const common = { version: '1.0.0', category: 'test' }
const add = defineNode({
  ...{ ...common, type: 'add', title: 'Add', output: value },
  inputs: { a: integerField({ default: 0 }), b: integerField({ default: 0 }) },
  run: ({ inputs }) => ({ value: inputs.a + inputs.b }),
})
const batch = defineNode({
  ...{ ...common, type: 'integer_batch', title: 'Batch', output: value, classification: 'special' as const },
  inputs: {
    integers: listOf(integerField(), { minItems: 1 }),
    batch_group_id: enumField(['None', 'Group 1'], { default: 'None' }),
  },
  run: () => ({ value: 0 }),
})
const back = defineNode({
  ...{ ...common, type: 'workflow_return', title: 'Return', inputs: {} },
  output: defineOutput('workflow_return_output', { values: workflowReturnsField() }),
  run: () => ({ values: {} }),
})
const context = { catalogue: createCatalogue([add, batch, back]), newId: countingIds() }

const node = (id: string, type: string, inputs: Readonly<Record<string, unknown>> = {}) => ({
  id,
  type: 'invocation',
  data: { type, inputs: Object.fromEntries(Object.entries(inputs).map(([name, given]) => [name, { value: given }])) },
})
const edge = (source: string, target: string, targetHandle: string, sourceHandle = 'value') => ({
  ...{ type: 'default', source, target, sourceHandle, targetHandle },
})
const end = node('back', 'workflow_return')
const shows = (nodeId: string, fieldName: string) => ({
  rootElementId: 'root',
  elements: {
    root: { id: 'root', type: 'container', data: {} },
    field: { id: 'field', type: 'node-field', data: { fieldIdentifier: { nodeId, fieldName } } },
  },
})

function faultOf(nodes: readonly object[], edges: readonly object[] = [], inputs = {}): string | undefined {
  try {
    readCalledWorkflow({ nodes, edges, exposedFields: [] }, inputs, context)
  } catch (error) {
    return (error as WorkflowCallError).fault
  }
  return undefined
}

test('a field of the form takes what the caller gives, any other nothing', () => {
  const workflow = { nodes: [node('n', 'add', { a: 1, b: 2 }), end], edges: [], form: shows('n', 'a'), exposedFields: [] }
  const read = readCalledWorkflow(workflow, { 'saved_workflow_input::n::a': 5 }, context)
  expect(read).toMatchObject({ graph: { nodes: { n: { a: 5, b: 2 } } }, data: [], runs: 1 })
  const other = () => readCalledWorkflow(workflow, { 'saved_workflow_input::n::b': 5 }, context)
  expect(other).toThrow(expect.objectContaining({ fault: 'invalid_inputs' }))
  const wrong = () => readCalledWorkflow(workflow, { 'saved_workflow_input::n::a': 'x' }, context)
  expect(wrong).toThrow(expect.objectContaining({ fault: 'invalid_inputs' }))
})

test('without a form, the fields that the workflow lists count', () => {
  const workflow = { nodes: [node('n', 'add'), end], edges: [], exposedFields: [{ nodeId: 'n', fieldName: 'b' }] }
  const { graph } = readCalledWorkflow(workflow, { 'saved_workflow_input::n::b': 5 }, context)
  expect(graph.nodes.n).toMatchObject({ b: 5 })
})

test('lists make sessions: those of a group go along with each other, the others meet each', () => {
  const nodes = [
    node('x', 'integer_batch', { integers: [1, 2], batch_group_id: 'Group 1' }),
    node('y', 'integer_batch', { integers: [3, 4], batch_group_id: 'Group 1' }),
    node('z', 'integer_batch', { integers: [5, 6, 7] }),
    node('unused', 'integer_batch', { integers: [] }),
    ...[node('n', 'add'), node('m', 'add'), end],
  ]
  const edges = [edge('x', 'n', 'a'), edge('y', 'n', 'b'), edge('z', 'm', 'a')]
  const read = readCalledWorkflow({ nodes, edges, exposedFields: [] }, {}, context)
  expect(Object.keys(read.graph.nodes)).toEqual(['n', 'm', 'back'])
  expect(countSessions(read)).toBe(6)
  expect(substitutionsAt(read, 5).map((one) => one.value)).toEqual([2, 4, 7])
})

test('what cannot be called says why', () => {
  const list = node('x', 'integer_batch', { integers: [1, 2] })
  expect(faultOf([node('n', 'add')])).toBe('missing_workflow_return')
  expect(faultOf([end, node('again', 'workflow_return')])).toBe('multiple_workflow_return')
  expect(faultOf([end, node('n', 'from_elsewhere')])).toBe('unsupported_node')
  expect(faultOf([end, node('n', 'add'), list], [edge('n', 'x', 'integers')])).toBe('unsupported_batch_input')
  expect(faultOf([end, node('n', 'add'), list], [edge('x', 'n', 'a', 'other')])).toBe('unsupported_batch_input')
  expect(faultOf([end, node('n', 'add'), node('m', 'add')], [edge('n', 'm', 'a'), edge('m', 'n', 'a')])).toBe('invalid_graph')
  expect(faultOf([end, node('n', 'add', { a: 'x' })])).toBe('invalid_graph')
  expect(faultOf([end], [], { 'saved_workflow_input::gone::a': 1 })).toBe('invalid_inputs')
  expect(faultOf([end, node('n', 'add')])).toBeUndefined()
})
