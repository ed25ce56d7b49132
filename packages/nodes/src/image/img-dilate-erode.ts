import { booleanField, enumField, imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { lightnessOf, withLightness } from './lightness.ts'
import { dilate, erode, type NumberPlane } from './morphology.ts'

const radius = (direction: string) =>
  integerField({ min: 0, default: 4, description: `How far to grow or shrink, ${direction}, in pixels` })

/** An image with its light or its dark parts grown. */
export const imgDilateErode = defineNode({
  type: 'invokeai_img_dilate_erode',
  schemaName: 'InvokeImageDilateOrErodeInvocation',
  version: '1.3.0',
  title: 'Image Dilate or Erode',
  category: 'image',
  tags: ['image', 'mask', 'dilate', 'erode', 'expand', 'contract'],
  description:
    'Grows the light parts of an image (Dilate) or its dark parts (Erode) by an ellipse, in every channel, opacity included; or by lightness alone, and then colours and opacity stay.',
  inputs: {
    metadata: savedImageInputs.metadata,
    image: imageField({ description: 'The image' }),
    lightness_only: booleanField({ default: false, description: 'Whether to look at the lightness of CIELAB alone' }),
    radius_w: radius('sideways'),
    radius_h: radius('up and down'),
    mode: enumField(['Dilate', 'Erode'], { default: 'Dilate', description: 'What to grow: light parts or dark ones' }),
  },
  output: imageOutput,
  async run({ inputs: { image, lightness_only, radius_w, radius_h, mode }, images }) {
    const picture = await images.load(image)
    const grow = (plane: NumberPlane) => (mode === 'Dilate' ? dilate : erode)(plane, radius_w, radius_h)
    return images.save(lightness_only ? withLightness(picture, grow(lightnessOf(picture))) : growChannels(picture, grow))
  },
})

function growChannels({ data, width, height, channels }: Picture, grow: (plane: NumberPlane) => NumberPlane): Picture {
  const result = new Uint8Array(data.length)
  for (let channel = 0; channel < channels; channel++) {
    const values = new Float32Array(width * height)
    for (let pixel = 0, at = channel; pixel < values.length; pixel++, at += channels) values[pixel] = data[at] as number
    const grown = grow({ values, width, height }).values
    for (let pixel = 0, at = channel; pixel < grown.length; pixel++, at += channels) result[at] = grown[pixel] as number
  }
  return { data: result, width, height, channels }
}
