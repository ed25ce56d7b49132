import { defineOutput, workflowReturnsField } from '@bottega/graph'

/** All that a workflow gives back. */
export const workflowReturnOutput = defineOutput(
  'workflow_return_output',
  { values: workflowReturnsField({ default: {}, description: 'The values by their names' }) },
  { description: 'What a workflow gives back.' },
)
