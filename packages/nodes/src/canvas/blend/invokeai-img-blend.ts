import { booleanField, enumField, type FieldValues, floatField, imageField, optional, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../../engine-types.ts'
import { colorAt, putColor } from '../../image/color/color.ts'
import { linearFromSrgb, srgbFromLinear } from '../../image/color/linear-srgb.ts'
import { clipToGamut } from '../../image/color/ok-gamut.ts'
import { imageOutput } from '../../outputs.ts'
import { compositeOver } from '../../pixels/composite.ts'
import { containPicture, coverPicture } from '../../pixels/fit.ts'
import { toGrey, toRgb, toRgba } from '../../pixels/modes.ts'
import { resizePicture } from '../../pixels/resize.ts'
import { expectSameSize } from '../../pixels/same-size.ts'
import { BLEND_MODES, createBlend, needsRoles } from './blend-mode.ts'
import { COLOR_SPACES, type ColorSpaceName } from './color-space.ts'

// the names are the keys of the table, in its order
const COLOR_SPACE_NAMES = Object.keys(COLOR_SPACES) as readonly ColorSpaceName[]

const inputs = {
  ...savedImageInputs,
  layer_upper: imageField({ uiOrder: 1, description: 'The image above' }),
  blend_mode: enumField(BLEND_MODES, { default: 'Normal', uiOrder: 2, description: 'How colours are made of the two' }),
  opacity: floatField({ default: 1, min: 0, uiOrder: 3, description: 'Opacity of the image above; 1 and more is all of it' }),
  mask: optional(imageField({ uiOrder: 4, description: 'Where the image above shows: black' })),
  fit_to_width: booleanField({ default: false, uiOrder: 5, description: 'Whether to fit the width of the image above' }),
  fit_to_height: booleanField({ default: true, uiOrder: 6, description: 'Whether to fit its height' }),
  layer_base: imageField({ uiOrder: 7, description: 'The image below' }),
  color_space: enumField(COLOR_SPACE_NAMES, {
    default: 'RGB',
    uiOrder: 8,
    description: 'What colours are blended in; modes that need a hue take HSL in place of RGB',
  }),
  adaptive_gamut: floatField({
    default: 0,
    min: 0,
    uiOrder: 9,
    description: 'How much colours that cannot be shown keep of their chroma rather than of their lightness; 0 cuts them off',
  }),
  high_precision: booleanField({
    default: true,
    uiOrder: 10,
    description: 'Whether the edge of what can be shown is found more precisely, for Okhsl, Okhsv and the adaptive gamut',
  }),
}

type Inputs = FieldValues<typeof inputs>

/** One image laid over another. */
export const invokeaiImgBlend = defineNode({
  type: 'invokeai_img_blend',
  schemaName: 'InvokeImageBlendInvocation',
  version: '1.2.0',
  title: 'Image Layer Blend',
  category: 'image',
  tags: ['image', 'blend', 'layer', 'alpha', 'composite', 'dodge', 'burn'],
  description:
    'Lays one image over another, with a blend mode, an opacity and a mask. The result has the size of the image below.',
  inputs,
  output: imageOutput,
  async run({ inputs: given, images }) {
    const base = await images.load(given.layer_base)
    const upper = fitToBase(toRgba(await images.load(given.layer_upper)), base, given)
    const mask = given.mask && fitToBase(toGrey(await images.load(given.mask)), base, given)
    expectSameSize({ 'image above': upper, 'image below': base })
    if (mask) expectSameSize({ mask, 'image below': base })
    const opacity = Math.min(1, given.opacity)
    const weigh = (pixel: number) => opacity * (mask ? 1 - (mask.data[pixel] as number) / 255 : 1)
    const result = compositeOver(base, blendColors(upper, base, given), weigh)
    // over a base without transparency there is none in the result
    if (base.channels === 4) return images.save(result)
    return images.save(base.channels === 3 ? toRgb(result) : toGrey(result))
  },
})

/** The picture in the base's size. Of two directions to fit, the proportions decide which leaves a margin and which cuts off. */
function fitToBase(picture: Picture, base: Picture, { fit_to_width: width, fit_to_height: height }: Inputs): Picture {
  if (width && height) return resizePicture(picture, base, 'bicubic')
  const isWider = picture.width / picture.height > base.width / base.height
  if (isWider ? width : height) return containPicture(picture, base)
  return (isWider ? height : width) ? coverPicture(picture, base) : picture
}

/** The upper picture with its colours blended, its opacity as it is. */
function blendColors(upper: Picture, base: Picture, options: Inputs): Picture {
  const { blend_mode: mode, color_space, adaptive_gamut: keepChroma } = options
  if (mode === 'Normal') return upper
  const steps = options.high_precision ? 3 : 1
  const chosen = COLOR_SPACES[color_space]
  const space = chosen.roles === undefined && needsRoles(mode) ? COLOR_SPACES['HSL (RGB)'] : chosen
  const blend = createBlend(mode, space, steps)
  const lower = toRgb(base).data
  const data = upper.data.slice()
  for (let pixel = 0; pixel < data.length / 4; pixel++) {
    const blended = blend(colorAt(data, pixel * 4), colorAt(lower, pixel * 3))
    const shown = keepChroma > 0 ? srgbFromLinear(clipToGamut(linearFromSrgb(blended), keepChroma, steps)) : blended
    putColor(data, pixel * 4, shown)
  }
  return { ...upper, data }
}
