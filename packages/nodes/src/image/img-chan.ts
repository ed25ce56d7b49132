import { enumField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgba } from '../pixels/modes.ts'

const POSITIONS = { A: 3, R: 0, G: 1, B: 2 }

/** One channel of an image. */
export const imgChan = defineNode({
  type: 'img_chan',
  schemaName: 'ImageChannelInvocation',
  version: '1.2.2',
  title: 'Extract Image Channel',
  category: 'image',
  tags: ['image', 'channel'],
  description: 'One channel of an image as a grey image. Without opacity, A is white; of a grey image, all colours are alike.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    channel: enumField(['A', 'R', 'G', 'B'], { default: 'A', description: 'The channel' }),
  },
  output: imageOutput,
  async run({ inputs: { image, channel }, images }) {
    const { data, width, height } = toRgba(await images.load(image))
    const position = POSITIONS[channel]
    const grey = Uint8Array.from({ length: width * height }, (_, at) => data[at * 4 + position] as number)
    return images.save({ data: grey, width, height, channels: 1 })
  },
})
