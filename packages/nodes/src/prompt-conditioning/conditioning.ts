import { conditioningField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { conditioningOutput } from './outputs.ts'

/** Passes an encoded prompt on. */
export const conditioning = defineNode({
  type: 'conditioning',
  schemaName: 'ConditioningInvocation',
  version: '1.0.1',
  title: 'Conditioning Primitive',
  category: 'primitives',
  tags: ['primitives', 'conditioning'],
  description: 'Passes an encoded prompt on as it is.',
  inputs: { conditioning: conditioningField({ input: 'connection', description: 'The encoded prompt' }) },
  output: conditioningOutput,
  run: ({ inputs }) => ({ conditioning: inputs.conditioning }),
})
