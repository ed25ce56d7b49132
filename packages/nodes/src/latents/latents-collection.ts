import { latentsField, listOf } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { latentsCollectionOutput } from './outputs.ts'

/** Passes several latents on. */
export const latentsCollection = defineNode({
  type: 'latents_collection',
  schemaName: 'LatentsCollectionInvocation',
  version: '1.0.1',
  title: 'Latents Collection Primitive',
  category: 'primitives',
  tags: ['primitives', 'latents', 'collection'],
  description: 'Passes several latents on as they are.',
  inputs: { collection: listOf(latentsField(), { description: 'The latents' }) },
  output: latentsCollectionOutput,
  run: ({ inputs }) => ({ collection: inputs.collection }),
})
