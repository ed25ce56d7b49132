import { enumField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toGrey, toRgb, toRgba } from '../pixels/modes.ts'
import { CHANNEL_SPACES, mapChannels } from './channel-spaces.ts'

const MODES = ['L', 'RGB', 'RGBA', 'CMYK', 'YCbCr', 'LAB', 'HSV', 'I', 'F'] as const

/** An image in another mode. */
export const imgConv = defineNode({
  type: 'img_conv',
  schemaName: 'ImageConvertInvocation',
  version: '1.2.2',
  title: 'Convert Image Mode',
  category: 'image',
  tags: ['image', 'convert'],
  description:
    'An image in another mode. L, I and F are grey, RGB drops transparency, RGBA has it. CMYK, YCbCr, LAB and HSV cannot be saved: the image becomes RGB by way of them, in 256 steps a channel.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    mode: enumField(MODES, { default: 'L', description: 'The mode' }),
  },
  output: imageOutput,
  run: async ({ inputs: { image, mode }, images }) => images.save(convert(await images.load(image), mode)),
})

function convert(picture: Picture, mode: (typeof MODES)[number]): Picture {
  switch (mode) {
    case 'L':
    case 'I':
    case 'F':
      return toGrey(picture)
    case 'RGB':
      return toRgb(picture)
    case 'RGBA':
      return toRgba(picture)
    default:
      return mapChannels(toRgb(picture), CHANNEL_SPACES[mode], Math.round)
  }
}
