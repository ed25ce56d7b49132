import { anyField, defineOutput, optional, stringField, workflowReturnValueField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'

/** One value to give back, with its name. */
export const workflowReturnValue = defineNode({
  type: 'workflow_return_value',
  version: '1.0.0',
  title: 'Workflow Return Value',
  category: 'workflow',
  tags: ['workflow', 'return', 'output'],
  description: 'Gives a value a name under which a workflow returns it.',
  classification: 'beta',
  useCache: false,
  inputs: {
    key: stringField({ default: '', description: 'The name' }),
    value: optional(anyField({ description: 'The value, of any kind' })),
  },
  output: defineOutput(
    'workflow_return_value_output',
    { value: workflowReturnValueField({ title: 'Return Value', description: 'The value with its name' }) },
    { description: 'A value to return.' },
  ),
  run({ inputs: { key, value } }) {
    if (key === '') refuse('A value to return has no name. Write one into its key.')
    return { value: value === null ? { key } : { key, value } }
  },
})
