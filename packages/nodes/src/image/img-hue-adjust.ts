import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toRgba } from '../pixels/modes.ts'
import { mapColors } from './color/color.ts'
import { turnHsv, turnOklch } from './turn-hue.ts'

const inputs = {
  ...savedImageInputs,
  image: imageField({ description: 'The image' }),
  hue: integerField({ default: 0, description: 'Degrees to turn the hue by' }),
}

/** An image with its hue turned. */
export const imgHueAdjust = defineNode({
  type: 'img_hue_adjust',
  schemaName: 'ImageHueAdjustmentInvocation',
  version: '1.2.2',
  title: 'Adjust Image Hue',
  category: 'image',
  tags: ['image', 'hue'],
  description: 'Turns the hue of all colours of an image: red by 120 degrees is green. Saturation, value and opacity stay.',
  inputs,
  output: imageOutput,
  async run({ inputs: { image, hue }, images }) {
    return images.save(mapColors(toRgba(await images.load(image)), (srgb) => turnHsv(srgb, hue)))
  },
})

/** An image with its hue turned as the eye sees it. */
export const imgHueAdjustOklch = defineNode({
  type: 'img_hue_adjust_oklch',
  schemaName: 'OklchImageHueAdjustmentInvocation',
  version: '1.0.0',
  title: 'Adjust Image Hue (Oklch)',
  category: 'image',
  tags: ['image', 'hue', 'oklch'],
  description:
    'Turns the hue of all colours of an image in Oklch, so that they look as light and as strong as before. What no screen shows is clipped; opacity stays.',
  inputs,
  output: imageOutput,
  async run({ inputs: { image, hue }, images }) {
    return images.save(mapColors(await images.load(image), (srgb) => turnOklch(srgb, hue, { keepChroma: 0, steps: 1 })))
  },
})
