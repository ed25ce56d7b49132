import { colorField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { compositeOver } from '../pixels/composite.ts'
import { plainPicture } from '../pixels/plain.ts'
import { infillInputs } from './infill.ts'

/** An image over a plain colour. */
export const infillRgba = defineNode({
  type: 'infill_rgba',
  schemaName: 'InfillColorInvocation',
  version: '1.2.2',
  title: 'Solid Color Infill',
  category: 'inpaint',
  tags: ['image', 'inpaint'],
  description: 'Fills the transparent parts of an image with a colour, which may be transparent itself.',
  inputs: {
    ...infillInputs,
    color: colorField({ default: { r: 127, g: 127, b: 127, a: 255 }, description: 'The colour' }),
  },
  output: imageOutput,
  async run({ inputs: { image, color }, images }) {
    const picture = await images.load(image)
    if (picture.channels !== 4) return { image, width: picture.width, height: picture.height }
    const { r, g, b, a } = color
    return images.save(compositeOver(plainPicture(picture, [r, g, b, a]), picture))
  },
})
