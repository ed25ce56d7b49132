import { imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { toBytes } from '../pixels/to-bytes.ts'
import { cielabFromSrgb } from './color/cielab.ts'
import type { Color } from './color/color.ts'
import { lchFromLab } from './color/oklab.ts'
import { measureColors } from './lightness.ts'

/** How light an image looks. */
export const ealightness = defineNode({
  type: 'invokeai_ealightness',
  schemaName: 'InvokeEquivalentAchromaticLightnessInvocation',
  version: '1.2.0',
  title: 'Equivalent Achromatic Lightness',
  category: 'image',
  tags: ['image', 'channel', 'mask', 'cielab', 'lab'],
  description:
    'A grey image of how light each colour looks: strong colours look lighter than greys of the same lightness, blue and red most. Lighter than white is white.',
  inputs: { ...savedImageInputs, image: imageField({ description: 'The image' }) },
  output: imageOutput,
  async run({ inputs: { image }, images }) {
    const { values, width, height } = measureColors(await images.load(image), equivalentLightness)
    return images.save({ data: toBytes(values.map((value) => value * 2.55)), width, height, channels: 1 })
  },
})

/**
 * The lightness of a grey that looks as light as a colour, about 0..120.
 *
 * @source  High, Green and Nussbaum 2023, "The Helmholtz-Kohlrausch effect", doi:10.1002/col.22839
 */
export function equivalentLightness(srgb: Color): number {
  const [lightness, chroma, hue] = lchFromLab(cielabFromSrgb(srgb))
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const blueYellow = 0.1644 * Math.abs(Math.sin(radians((hue - 90) / 2))) + 0.0603
  const isReddish = hue <= 90 || hue >= 270
  const red = isReddish ? 0.1307 * Math.abs(Math.cos(radians(hue))) + 0.006 : 0
  return lightness + (blueYellow + red) * chroma
}
