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
  const { data } = picture
  const weighed = new Float32Array(data)
  for (let at = 0; at < data.length; at++) if (at % 4 !== 3) weighed[at] = (data[at] as number) * (data[at | 3] as number)
  const blurred = blur({ ...picture, data: weighed }, radius)
  const result = new Uint8Array(data.length)
  for (let at = 0; at < data.length; at += 4) {
    const opacity = blurred[at + 3] as number
    for (let color = at; color < at + 3; color++) {
      result[color] = opacity > 0 ? Math.min(255, Math.round((blurred[color] as number) / opacity)) : 0
    }
    result[at + 3] = Math.round(opacity)
  }
  return { ...picture, data: result }
}
