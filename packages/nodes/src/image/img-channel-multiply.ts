import { booleanField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { changeChannel, channelField } from './channels.ts'

const TAGS = ['red', 'green', 'blue', 'alpha', 'cyan', 'magenta', 'yellow', 'black', 'hue', 'saturation', 'luminosity', 'value']

/** An image with one channel multiplied. */
export const imgChannelMultiply = defineNode({
  type: 'img_channel_multiply',
  schemaName: 'ImageChannelMultiplyInvocation',
  version: '1.2.3',
  title: 'Multiply Image Channel',
  category: 'image',
  tags: ['image', 'invert', 'scale', 'multiply', ...TAGS],
  description:
    'Multiplies one channel of an image, and mirrors it afterwards if that is asked for. Values stop at the ends of the range. The axes of LAB are counted from grey. Opacity stays, unless it is the channel.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    channel: channelField(),
    scale: floatField({ min: 0, default: 1, description: 'The factor' }),
    invert_channel: booleanField({ default: false, description: 'Whether to mirror the channel in its range afterwards' }),
  },
  output: imageOutput,
  async run({ inputs: { image, channel, scale, invert_channel }, images }) {
    const picture = await images.load(image)
    const result = changeChannel(picture, channel, (value, mirror) => {
      const scaled = Math.min(255, value * scale)
      return invert_channel ? mirror(scaled) : scaled
    })
    return images.save(result)
  },
})
