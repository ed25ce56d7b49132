import { booleanField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { lightnessOf, withLightness } from './lightness.ts'

interface Thresholds {
  readonly upper: number
  readonly lower: number
  readonly isInverted: boolean
  readonly isStretched: boolean
}

/** An image with light parts made white and dark ones black. */
export const imgValThresholds = defineNode({
  type: 'invokeai_img_val_thresholds',
  schemaName: 'InvokeImageValueThresholdsInvocation',
  version: '1.2.0',
  title: 'Image Value Thresholds',
  category: 'image',
  tags: ['image', 'mask', 'value', 'threshold'],
  description:
    'Makes values from the upper threshold on full and those below the lower one empty, or the other way round, in each colour channel or by lightness alone. What lies between stays, or is stretched to the whole range. Opacity stays.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    invert_output: booleanField({ default: false, description: 'Whether light becomes empty and dark full' }),
    renormalize_values: booleanField({ default: false, description: 'Whether to stretch what lies between' }),
    lightness_only: booleanField({ default: false, description: 'Whether to look at the lightness of CIELAB alone' }),
    threshold_upper: floatField({ default: 0.5, description: 'Where full begins, 0..1' }),
    threshold_lower: floatField({ default: 0.5, description: 'Where empty ends, 0..1' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const picture = await images.load(inputs.image)
    const thresholds = {
      upper: inputs.threshold_upper,
      lower: inputs.threshold_lower,
      isInverted: inputs.invert_output,
      isStretched: inputs.renormalize_values,
    }
    return images.save(inputs.lightness_only ? limitLightness(picture, thresholds) : limitChannels(picture, thresholds))
  },
})

/** A value between 0 and 1 by the thresholds. */
function limit(value: number, { upper, lower, isInverted, isStretched }: Thresholds): number {
  const [full, empty] = isInverted ? [value < lower, value >= upper] : [value >= upper, value < lower]
  if (empty) return 0
  if (full) return 1
  if (!isStretched) return value
  const share = (value - lower) / (upper - lower)
  return isInverted ? 1 - share : share
}

function limitLightness(picture: Picture, thresholds: Thresholds): Picture {
  const { values, ...size } = lightnessOf(picture)
  return withLightness(picture, { values: values.map((value) => limit(value / 100, thresholds) * 100), ...size })
}

function limitChannels(picture: Picture, thresholds: Thresholds): Picture {
  const { data, channels } = picture
  const table = Uint8Array.from({ length: 256 }, (_, byte) => Math.round(limit(byte / 255, thresholds) * 255))
  const limited = data.map((byte, at) => (channels === 4 && at % 4 === 3 ? byte : (table[byte] as number)))
  return { ...picture, data: limited }
}
