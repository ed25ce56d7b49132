import { latentsField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { pictureSizeOf } from './latent-size.ts'
import { latentsOutput } from './outputs.ts'

/** Passes latents on. */
export const latents = defineNode({
  type: 'latents',
  schemaName: 'LatentsInvocation',
  version: '1.0.2',
  title: 'Latents Primitive',
  category: 'primitives',
  tags: ['primitives', 'latents'],
  description: 'Passes latents on as they are, with their size.',
  inputs: { latents: latentsField({ input: 'connection', description: 'The latents' }) },
  output: latentsOutput,
  async run({ inputs, tensors }) {
    return { latents: inputs.latents, ...pictureSizeOf(await tensors.load(inputs.latents.latents_name)) }
  },
})
