import { anyField, defineOutput, type JsonValue, stringField, workflowReturnsField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'

/** One of the values that a workflow gave back. */
export const workflowReturnGet = defineNode({
  type: 'workflow_return_get',
  version: '1.0.0',
  title: 'Get Workflow Return Value',
  category: 'workflow',
  tags: ['workflow', 'return', 'get'],
  description: 'Takes one of the values that a called workflow has returned, by its name.',
  classification: 'beta',
  useCache: false,
  inputs: {
    values: workflowReturnsField({ input: 'connection', default: {}, description: 'What a workflow has returned' }),
    key: stringField({ default: '', description: 'The name of the value' }),
  },
  output: defineOutput(
    'workflow_return_get_output',
    { value: anyField({ description: 'The value' }) },
    { description: 'A value that a workflow has returned.' },
  ),
  run({ inputs: { values, key } }): { value: JsonValue } {
    if (Object.hasOwn(values, key)) return { value: values[key] ?? null }
    const names = Object.keys(values)
    const there = names.length === 0 ? 'It returned nothing' : `There are: ${names.join(', ')}`
    return refuse(`The workflow returned no value called ${key}. ${there}.`)
  },
})
