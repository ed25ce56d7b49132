import { enumField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { boxBlurPlane, gaussianBlurPlane } from '../pixels/blur.ts'
import { toRgba } from '../pixels/modes.ts'
import { unweigh, weighByOpacity } from '../pixels/opacity.ts'
import { toBytes } from '../pixels/to-bytes.ts'

const BLURS = { gaussian: gaussianBlurPlane, box: boxBlurPlane }

/** A blurred image. */
export const imgBlur = defineNode({
  type: 'img_blur',
  schemaName: 'ImageBlurInvocation',
  version: '1.2.2',
  title: 'Blur Image',
  category: 'image',
  tags: ['image', 'blur'],
  description:
    'Blurs an image. The radius of gaussian is its standard deviation, that of box the pixels on each side. Colours count by their opacity, so that what lies under transparent parts does not show.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    radius: floatField({ min: 0, default: 8, description: 'The radius in pixels' }),
    blur_type: enumField(['gaussian', 'box'], { default: 'gaussian', description: 'The kind of blur' }),
  },
  output: imageOutput,
  async run({ inputs: { image, radius, blur_type }, images }) {
    return images.save(toRgba(blurColors(await images.load(image), radius, BLURS[blur_type])))
  },
})

/** A picture blurred, each colour weighed by its opacity where there is one. */
function blurColors(picture: Picture, radius: number, blur: typeof boxBlurPlane): Picture {
  if (radius === 0) return picture
  if (picture.channels !== 4) return { ...picture, data: toBytes(blur(picture, radius)) }
  const weighed = weighByOpacity(picture.data)
  const blurred = blur({ ...picture, data: weighed }, radius)
  unweigh(blurred)
  return { ...picture, data: toBytes(blurred) }
}
