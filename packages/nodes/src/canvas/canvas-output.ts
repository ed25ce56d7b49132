import { imageField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'

/** An image for the staging area of the canvas. */
export const canvasOutput = defineNode({
  type: 'canvas_output',
  schemaName: 'CanvasOutputInvocation',
  version: '1.0.0',
  title: 'Canvas Output',
  category: 'canvas',
  tags: ['canvas', 'output', 'image'],
  description: 'Saves an image once more, for the staging area when a workflow runs on the canvas.',
  useCache: false,
  inputs: { image: imageField({ description: 'The image' }) },
  output: imageOutput,
  run: async ({ inputs, images }) => images.save(await images.load(inputs.image)),
})
