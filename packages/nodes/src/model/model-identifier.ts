import { modelIdentifierField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { modelIdentifierOutput } from './outputs.ts'

/** A model of any kind, for several nodes to share. */
export const modelIdentifier = defineNode({
  type: 'model_identifier',
  version: '1.0.1',
  title: 'Any Model',
  category: 'model',
  tags: ['model'],
  description: 'Names a model of any kind, so that several nodes can share the choice.',
  inputs: { model: modelIdentifierField({ title: 'Model', description: 'The model' }) },
  output: modelIdentifierOutput,
  run: async ({ inputs, models }) => ({ model: await models.find(inputs.model) }),
})
