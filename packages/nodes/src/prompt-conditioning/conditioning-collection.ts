import { conditioningField, listOf } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { conditioningCollectionOutput } from './outputs.ts'

/** Passes encoded prompts on. */
export const conditioningCollection = defineNode({
  type: 'conditioning_collection',
  schemaName: 'ConditioningCollectionInvocation',
  version: '1.0.2',
  title: 'Conditioning Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'conditioning', 'collection'],
  description: 'Passes encoded prompts on as they are.',
  inputs: { collection: listOf(conditioningField(), { default: [], description: 'The encoded prompts' }) },
  output: conditioningCollectionOutput,
  run: ({ inputs }) => ({ collection: inputs.collection }),
})
