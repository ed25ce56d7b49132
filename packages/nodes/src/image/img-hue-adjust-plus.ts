import { booleanField, enumField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { cielabFromSrgb, srgbFromCielab } from './color/cielab.ts'
import { type Color, mapColor, mapColors } from './color/color.ts'
import { okhslFromSrgb, okhsvFromSrgb, srgbFromOkhsl, srgbFromOkhsv } from './color/ok-hue-spaces.ts'
import { labFromLch, lchFromLab } from './color/oklab.ts'
import { type GamutOptions, turnHsv, turnOklch } from './turn-hue.ts'

type Turn = (srgb: Color, degrees: number, options: GamutOptions) => Color

/** A turn in a space whose first channel is the hue. */
function turnFirst(from: (srgb: Color, steps: number) => Color, back: (color: Color, steps: number) => Color): Turn {
  return (srgb, degrees, { steps }) => {
    const [hue, second, third] = from(srgb, steps)
    return back([hue + degrees, second, third], steps)
  }
}

function turnCielab(srgb: Color, degrees: number): Color {
  const [lightness, chroma, hue] = lchFromLab(cielabFromSrgb(srgb))
  return srgbFromCielab(labFromLch([lightness, chroma, hue + degrees]))
}

const TURNS = {
  'HSV / HSL / RGB': turnHsv,
  Okhsl: turnFirst(okhslFromSrgb, srgbFromOkhsl),
  Okhsv: turnFirst(okhsvFromSrgb, srgbFromOkhsv),
  '*Oklch / Oklab': turnOklch,
  '*LCh / CIELab': turnCielab,
} as const satisfies Readonly<Record<string, Turn>>

const SPACES = Object.keys(TURNS) as (keyof typeof TURNS)[]

/** An image with its hue turned in a chosen space. */
export const imgHueAdjustPlus = defineNode({
  type: 'invokeai_img_hue_adjust_plus',
  schemaName: 'InvokeAdjustImageHuePlusInvocation',
  version: '1.2.0',
  title: 'Adjust Image Hue Plus',
  category: 'image',
  tags: ['image', 'hue', 'oklab', 'cielab', 'lch', 'hsv', 'hsl', 'lab'],
  description:
    'Turns the hue of all colours of an image in a space of choice. In those with a star, colours can turn to what no screen shows and lose something. Opacity stays.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    space: enumField(SPACES, { default: 'HSV / HSL / RGB', description: 'The space to turn in' }),
    degrees: floatField({ default: 0, description: 'Degrees to turn by' }),
    preserve_lightness: booleanField({
      default: false,
      description: 'Whether to give all colours their lightness back, by CIELAB',
    }),
    ok_adaptive_gamut: floatField({
      min: 0,
      default: 0.05,
      description: 'Oklch: the more, the more lightness gives way to keep colours strong; 0 clips',
    }),
    ok_high_precision: booleanField({ default: true, description: 'Whether to follow the gamut of Oklab with more steps' }),
  },
  output: imageOutput,
  async run({ inputs: { image, space, degrees, preserve_lightness, ok_adaptive_gamut, ok_high_precision }, images }) {
    const options = { keepChroma: ok_adaptive_gamut, steps: ok_high_precision ? 3 : 1 }
    const turn: Turn = TURNS[space]
    const result = mapColors(await images.load(image), (srgb) => {
      const turned = turn(srgb, degrees, options)
      return preserve_lightness ? withLightnessOf(srgb, turned) : turned
    })
    return images.save(result)
  },
})

function withLightnessOf(srgb: Color, turned: Color): Color {
  const clipped = mapColor(turned, (value) => Math.min(1, Math.max(0, value)))
  const [, a, b] = cielabFromSrgb(clipped)
  return srgbFromCielab([cielabFromSrgb(srgb)[0], a, b])
}
