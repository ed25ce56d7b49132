import { imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb, toRgba } from '../pixels/modes.ts'
import { multiplyPictures } from '../pixels/multiply.ts'

/** Two images multiplied. */
export const imgMul = defineNode({
  type: 'img_mul',
  schemaName: 'ImageMultiplyInvocation',
  version: '1.2.2',
  title: 'Multiply Images',
  category: 'image',
  tags: ['image', 'multiply'],
  description:
    'Multiplies two images, channel by channel, opacity included: white leaves the other as it is, black makes black. Of images of different sizes, what both cover from the top left on counts.',
  inputs: {
    ...savedImageInputs,
    image1: imageField({ description: 'One image' }),
    image2: imageField({ description: 'The other image' }),
  },
  output: imageOutput,
  async run({ inputs: { image1, image2 }, images }) {
    return images.save(multiplyPictures(...toSameMode(await images.load(image1), await images.load(image2))))
  },
})

/** Both pictures with as many channels as the one that has more. */
function toSameMode(one: Picture, other: Picture): readonly [Picture, Picture] {
  if (one.channels === other.channels) return [one, other]
  const toMode = Math.max(one.channels, other.channels) === 4 ? toRgba : toRgb
  return [toMode(one), toMode(other)]
}
