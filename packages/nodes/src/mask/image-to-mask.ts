import { booleanField, imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { maskOutput } from '../outputs.ts'
import { alphaOf, toGrey } from '../pixels/modes.ts'
import { saveMask } from './tensor-mask.ts'

const invert = booleanField({ default: false, description: 'Whether to take the other part' })

/** A mask of what is not wholly transparent. */
export const alphaMaskToTensor = defineNode({
  type: 'alpha_mask_to_tensor',
  version: '1.0.0',
  title: 'Alpha Mask to Tensor',
  category: 'mask',
  tags: ['conditioning'],
  description: 'A mask that is set where an image is not wholly transparent, or where it is when inverted.',
  inputs: { image: imageField({ description: 'The image' }), invert },
  output: maskOutput,
  async run({ inputs: { image, invert: isInverted }, images, tensors }) {
    const { data, width, height } = alphaOf(await images.load(image))
    return saveMask({ tensors }, { flags: data.map((opacity) => Number(opacity > 0 !== isInverted)), width, height })
  },
})

/** A mask of what is dark. */
export const imageMaskToTensor = defineNode({
  type: 'image_mask_to_tensor',
  version: '1.0.0',
  title: 'Image Mask to Tensor',
  category: 'mask',
  tags: ['conditioning'],
  description: 'A mask that is set where an image is darker than a cutoff, or where it is not when inverted.',
  inputs: {
    metadata: savedImageInputs.metadata,
    image: imageField({ description: 'The image' }),
    cutoff: integerField({ min: 0, max: 255, default: 128, description: 'The least brightness that is not dark' }),
    invert,
  },
  output: maskOutput,
  async run({ inputs: { image, cutoff, invert: isInverted }, images, tensors }) {
    const { data, width, height } = toGrey(await images.load(image))
    return saveMask({ tensors }, { flags: data.map((brightness) => Number(brightness < cutoff !== isInverted)), width, height })
  },
})
