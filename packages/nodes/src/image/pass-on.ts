import { imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'

/** A copy of an image. */
export const saveImage = defineNode({
  type: 'save_image',
  version: '1.2.2',
  title: 'Save Image',
  category: 'image',
  tags: ['primitives', 'image'],
  description: 'Saves a copy of an image, with a board and metadata of its own.',
  useCache: false,
  inputs: { ...savedImageInputs, image: imageField({ description: 'The image' }) },
  output: imageOutput,
  run: async ({ inputs: { image }, images }) => images.save(await images.load(image)),
})

/** An image, as it is. */
export const showImage = defineNode({
  type: 'show_image',
  version: '1.0.1',
  title: 'Show Image',
  category: 'image',
  tags: ['image'],
  description: 'Passes an image on as it is. Clients show it as the result of the node; nothing is saved, and no viewer opens.',
  inputs: { image: imageField({ description: 'The image' }) },
  output: imageOutput,
  async run({ inputs: { image }, images }) {
    const { width, height } = await images.load(image)
    return { image, width, height }
  },
})
