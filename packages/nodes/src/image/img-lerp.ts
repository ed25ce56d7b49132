import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'

const end = (byDefault: number, description: string) => integerField({ min: 0, max: 255, default: byDefault, description })

function mapBytes(picture: Picture, change: (byte: number) => number): Picture {
  const table = Uint8Array.from({ length: 256 }, (_, byte) => Math.round(Math.min(255, Math.max(0, change(byte)))))
  return { ...picture, data: picture.data.map((byte) => table[byte] as number) }
}

/** An image in a narrower range. */
export const imgLerp = defineNode({
  type: 'img_lerp',
  schemaName: 'ImageLerpInvocation',
  version: '1.2.2',
  title: 'Lerp Image',
  category: 'image',
  tags: ['image', 'lerp'],
  description:
    'Brings every channel of an image, opacity included, into a range: 0 becomes min, 255 becomes max, what lies between follows.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    min: end(0, 'What 0 becomes'),
    max: end(255, 'What 255 becomes'),
  },
  output: imageOutput,
  async run({ inputs: { image, min, max }, images }) {
    return images.save(mapBytes(await images.load(image), (byte) => min + (byte / 255) * (max - min)))
  },
})

/** An image out of a narrower range. */
export const imgIlerp = defineNode({
  type: 'img_ilerp',
  schemaName: 'ImageInverseLerpInvocation',
  version: '1.2.2',
  title: 'Inverse Lerp Image',
  category: 'image',
  tags: ['image', 'ilerp'],
  description:
    'Stretches a range of every channel of an image, opacity included: min and less becomes 0, max and more becomes 255. Where both are the same, what lies above becomes 255 and the rest 0.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    min: end(0, 'What becomes 0'),
    max: end(255, 'What becomes 255'),
  },
  output: imageOutput,
  async run({ inputs: { image, min, max }, images }) {
    // above 0 by 0 is more than any limit
    const stretch = (byte: number) => (byte <= min ? 0 : ((byte - min) / (max - min)) * 255)
    return images.save(mapBytes(await images.load(image), stretch))
  },
})
