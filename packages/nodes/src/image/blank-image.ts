import { colorField, enumField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { plainPicture } from '../pixels/plain.ts'
import { expectPictureSize, findSizeFault } from '../size-limit.ts'

/** An image of one colour. */
export const blankImage = defineNode({
  type: 'blank_image',
  version: '1.2.2',
  title: 'Blank Image',
  category: 'image',
  tags: ['image'],
  description: 'An image of one colour. RGB leaves the opacity of the colour aside.',
  inputs: {
    ...savedImageInputs,
    width: integerField({ default: 512, description: 'Width in pixels' }),
    height: integerField({ default: 512, description: 'Height in pixels' }),
    mode: enumField(['RGB', 'RGBA'], { default: 'RGB', description: 'Whether the image has opacity' }),
    color: colorField({ default: { r: 0, g: 0, b: 0, a: 255 }, description: 'The colour' }),
  },
  output: imageOutput,
  check: ({ width, height }) => findSizeFault(width, height),
  async run({ inputs: { width, height, mode, color }, images }) {
    expectPictureSize({ width, height })
    const { r, g, b, a } = color
    return images.save(plainPicture({ width, height }, mode === 'RGB' ? [r, g, b] : [r, g, b, a]))
  },
})
