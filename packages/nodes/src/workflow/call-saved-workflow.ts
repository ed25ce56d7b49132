import { CALL_SAVED_WORKFLOW, CALLED_INPUT, objectField, savedWorkflowField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { workflowReturnOutput } from './workflow-return-output.ts'

/** A saved workflow as one node of another: what its form shows are inputs, what its `workflow_return` gets comes back. */
export const callSavedWorkflow = defineNode({
  type: CALL_SAVED_WORKFLOW,
  version: '1.0.0',
  title: 'Call Saved Workflow',
  category: 'workflow',
  tags: ['workflow', 'call', 'saved'],
  description: 'Runs a saved workflow as sessions of its own, waits for them, and gives the values that it returns.',
  classification: 'beta',
  useCache: false,
  openInputs: CALLED_INPUT,
  inputs: {
    workflow_id: savedWorkflowField({ description: 'The workflow to run' }),
    workflow_inputs: objectField({ default: {}, uiHidden: true, description: 'Values for fields of its form, by their names' }),
  },
  output: workflowReturnOutput,
  async run({ inputs: { workflow_id, workflow_inputs }, extras, workflows }) {
    if (workflow_id === '') refuse('No workflow is chosen. Choose the one to call, then run it again.')
    return { values: await workflows.call(workflow_id, { ...workflow_inputs, ...extras }) }
  },
})
