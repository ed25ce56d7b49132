import { imageField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'

/** A stored image. */
export const image = defineNode({
  type: 'image',
  version: '1.0.2',
  title: 'Image Primitive',
  category: 'primitives',
  tags: ['primitives', 'image'],
  description: 'A stored image, with its size. Nothing is saved anew.',
  inputs: { image: imageField({ description: 'The image' }) },
  output: imageOutput,
  async run({ inputs, images }) {
    const { width, height } = await images.load(inputs.image)
    return { image: inputs.image, width, height }
  },
})
