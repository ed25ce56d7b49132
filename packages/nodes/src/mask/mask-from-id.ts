import { booleanField, colorField, imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { distanceFrom } from '../pixels/color-distance.ts'
import { toRgba } from '../pixels/modes.ts'

/** A mask of one colour of a map. */
export const maskFromId = defineNode({
  type: 'mask_from_id',
  schemaName: 'MaskFromIDInvocation',
  version: '1.0.1',
  title: 'Mask from Segmented Image',
  category: 'mask',
  tags: ['image', 'mask', 'id'],
  description:
    'A mask of one colour of an image in which each colour stands for something: white where the image is nearer to it than the threshold, black elsewhere. Opacity counts like a colour.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    color: colorField({ description: 'The colour' }),
    threshold: integerField({ default: 100, description: 'The distance from the colour that is too far, in bytes' }),
    invert: booleanField({ default: false, description: 'Whether to change black and white' }),
  },
  output: imageOutput,
  async run({ inputs: { image, color, threshold, invert }, images }) {
    const { data, width, height } = toRgba(await images.load(image))
    const wanted = [color.r, color.g, color.b, color.a] as const
    const grey = Uint8Array.from({ length: width * height }, (_, at) =>
      distanceFrom(wanted, data, at) < threshold !== invert ? 255 : 0,
    )
    return images.save({ data: grey, width, height, channels: 1 }, { category: 'mask' })
  },
})
