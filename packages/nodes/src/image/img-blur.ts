import { enumField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { boxBlurPlane, gaussianBlurPlane } from '../pixels/blur.ts'
import { toRgba } from '../pixels/modes.ts'

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
    return images.save(blurColors(toRgba(await images.load(image)), radius, BLURS[blur_type]))
  },
})

/** An RGBA picture blurred, each colour weighed by its opacity. */
function blurColors(picture: Picture, radius: number, blur: typeof boxBlurPlane): Picture {
  if (radius === 0) return picture
  const { data, width, height } = picture
  const weighed = Float32Array.from(data, (value, at) => (at % 4 === 3 ? value : value * (data[at | 3] as number)))
  const blurred = blur({ data: weighed, width, height, channels: 4 }, radius)
  const result = Uint8Array.from(blurred, (value, at) => {
    const opacity = blurred[at | 3] as number
    if (at % 4 === 3) return Math.round(value)
    return opacity > 0 ? Math.min(255, Math.round(value / opacity)) : 0
  })
  return { data: result, width, height, channels: 4 }
}
