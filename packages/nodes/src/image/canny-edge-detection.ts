import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { findEdges } from './canny.ts'

/** The edges of an image. */
export const cannyEdgeDetection = defineNode({
  type: 'canny_edge_detection',
  version: '1.0.0',
  title: 'Canny Edge Detection',
  category: 'controlnet_preprocessors',
  tags: ['controlnet', 'canny'],
  description:
    'The edges of an image, white and one pixel wide on black. An edge begins where the image is steeper than the high threshold and goes on as far as it is steeper than the low one.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    low_threshold: integerField({ min: 0, max: 255, default: 100, description: 'The steepness that edges go on with' }),
    high_threshold: integerField({ min: 0, max: 255, default: 200, description: 'The steepness that edges begin with' }),
  },
  output: imageOutput,
  async run({ inputs: { image, low_threshold, high_threshold }, images }) {
    return images.save(toRgb(findEdges(toRgb(await images.load(image)), low_threshold, high_threshold)))
  },
})
