import { booleanField, imageField, savedImageInputs, tensorField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput, maskOutput } from '../outputs.ts'
import { alphaOf, withAlpha } from '../pixels/modes.ts'
import { expectSameSize } from '../pixels/same-size.ts'
import { loadMask, saveMask } from './tensor-mask.ts'

const mask = tensorField({ description: 'The mask' })

/** The other part of a mask. */
export const invertTensorMask = defineNode({
  type: 'invert_tensor_mask',
  version: '1.1.0',
  title: 'Invert Tensor Mask',
  category: 'mask',
  tags: ['conditioning'],
  description: 'A mask that is set where another is not.',
  inputs: { mask },
  output: maskOutput,
  async run({ inputs, tensors }) {
    const { flags, ...size } = await loadMask({ tensors }, inputs.mask)
    return saveMask({ tensors }, { flags: flags.map((flag) => 1 - flag), ...size })
  },
})

/** A mask as an image. */
export const tensorMaskToImage = defineNode({
  type: 'tensor_mask_to_image',
  schemaName: 'MaskTensorToImageInvocation',
  version: '1.1.0',
  title: 'Tensor Mask to Image',
  category: 'mask',
  tags: ['mask'],
  description: 'A mask as a grey image: white where it is set, black elsewhere.',
  inputs: { ...savedImageInputs, mask },
  output: imageOutput,
  async run({ inputs, tensors, images }) {
    const { flags, width, height } = await loadMask({ tensors }, inputs.mask)
    return images.save({ data: flags.map((flag) => flag * 255), width, height, channels: 1 })
  },
})

/** An image that shows only inside of a mask. */
export const applyTensorMaskToImage = defineNode({
  type: 'apply_tensor_mask_to_image',
  schemaName: 'ApplyMaskTensorToImageInvocation',
  version: '1.0.0',
  title: 'Apply Tensor Mask to Image',
  category: 'mask',
  tags: ['mask'],
  description:
    'Makes an image opaque where a mask of its size is set and transparent elsewhere. What is wholly transparent already stays so.',
  inputs: {
    ...savedImageInputs,
    mask,
    image: imageField({ description: 'The image' }),
    invert: booleanField({ default: false, description: 'Whether to take the other part of the mask' }),
  },
  output: imageOutput,
  async run({ inputs: { mask: field, image, invert }, tensors, images }) {
    const picture = await images.load(image)
    const { flags, ...size } = await loadMask({ tensors }, field)
    expectSameSize({ image: picture, mask: size })
    const alpha = alphaOf(picture)
    const data = alpha.data.map((opacity, at) => (opacity > 0 && (flags[at] === 1) !== invert ? 255 : 0))
    return images.save(withAlpha(picture, { ...alpha, data }))
  },
})
