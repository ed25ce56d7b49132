import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { changeChannel, channelField } from './channels.ts'

const TAGS = ['red', 'green', 'blue', 'alpha', 'cyan', 'magenta', 'yellow', 'black', 'hue', 'saturation', 'luminosity', 'value']

/** An image with something added to one channel. */
export const imgChannelOffset = defineNode({
  type: 'img_channel_offset',
  schemaName: 'ImageChannelOffsetInvocation',
  version: '1.2.3',
  title: 'Offset Image Channel',
  category: 'image',
  tags: ['image', 'offset', ...TAGS],
  description:
    'Adds to one channel of an image, in steps of 255 for its whole range. Values stop at its ends; hue goes around. The axes of LAB are counted from grey. Opacity stays, unless it is the channel.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    channel: channelField(),
    offset: integerField({ min: -255, max: 255, default: 0, description: 'How much to add' }),
  },
  output: imageOutput,
  async run({ inputs: { image, channel, offset }, images }) {
    return images.save(changeChannel(await images.load(image), channel, (value) => value + offset))
  },
})
