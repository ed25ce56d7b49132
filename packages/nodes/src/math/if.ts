import { anyField, booleanField, defineOutput, optional } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'

const ifOutput = defineOutput(
  'if_output',
  { value: optional(anyField({ title: 'Output', description: 'The value that was chosen' })) },
  { schemaName: 'IfInvocationOutput' },
)

/** One of two values. The plan does not run what only the other one needs. */
export const choose = defineNode({
  type: 'if',
  version: '1.0.0',
  title: 'If',
  category: 'math',
  tags: ['logic', 'conditional'],
  description: 'Passes one of two values on, by a condition. What only the other one needs does not run.',
  inputs: {
    condition: booleanField({ title: 'Condition', default: false, description: 'Which value to pass on' }),
    true_input: optional(anyField({ title: 'True Input', description: 'Passed on when the condition is true' })),
    false_input: optional(anyField({ title: 'False Input', description: 'Passed on when the condition is false' })),
  },
  output: ifOutput,
  run: ({ inputs: { condition, true_input, false_input } }) => ({ value: condition ? true_input : false_input }),
})
