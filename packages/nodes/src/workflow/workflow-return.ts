import { asList, type JsonValue, oneOrMany, WORKFLOW_RETURN, workflowReturnValueField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { workflowReturnOutput } from './workflow-return-output.ts'

/** What a workflow gives back to one that calls it; run by itself, it only says so. */
export const workflowReturn = defineNode({
  type: WORKFLOW_RETURN,
  version: '1.0.0',
  title: 'Workflow Return',
  category: 'workflow',
  tags: ['workflow', 'return', 'output'],
  description: 'Gives named values back to the workflow that calls this one. A workflow has one such node at most.',
  classification: 'beta',
  useCache: false,
  inputs: {
    values: oneOrMany(workflowReturnValueField(), {
      input: 'connection',
      default: [],
      description: 'One named value, or several of them collected',
    }),
  },
  output: workflowReturnOutput,
  run({ inputs }) {
    const values = new Map<string, JsonValue>()
    for (const { key, value } of asList(inputs.values)) {
      if (values.has(key)) refuse(`Two values to return are called ${key}. Give each a name of its own.`)
      values.set(key, value ?? null)
    }
    return { values: Object.fromEntries(values) }
  },
})
