import { floatField, integerField, unetField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { LATENT_SCALE } from './latent-size.ts'
import { idealSizeOutput } from './outputs.ts'

/** The side of the squares that models of each base learned from. */
const TRAINED_SIDES: Readonly<Record<string, number>> = {
  'sd-1': 512,
  'sd-2': 768,
  'sd-3': 1024,
  sdxl: 1024,
  flux: 1024,
  flux2: 1024,
}

/** The size at which a model paints pictures of certain proportions best. */
export const idealSize = defineNode({
  type: 'ideal_size',
  schemaName: 'IdealSizeInvocation',
  version: '1.0.6',
  title: 'Ideal Size - SD1.5, SDXL',
  category: 'latents',
  tags: ['latents', 'math', 'ideal_size'],
  description:
    'The size of the same proportions with as many pixels as the model learned from, no side below half of what it learned, ' +
    'cut to multiples of 8. Larger pictures are best painted at this size first.',
  inputs: {
    width: integerField({ default: 1024, description: 'Width of the picture in the end' }),
    height: integerField({ default: 576, description: 'Height of the picture in the end' }),
    unet: unetField({ description: 'The U-Net that paints' }),
    multiplier: floatField({ default: 1, description: 'Factor on the sides that the model learned from' }),
  },
  output: idealSizeOutput,
  async run({ inputs: { width, height, unet, multiplier }, models }) {
    if (width < 1 || height < 1)
      refuse(`A picture of ${width} x ${height} pixels has no proportions: choose a size of 1 or more.`)
    if (multiplier <= 0) refuse(`The multiplier is ${multiplier}; it has to be more than 0.`)
    const { base, name } = await models.find(unet.unet)
    const trained = TRAINED_SIDES[base] ?? refuse(`Nobody knows at which size ${name}, of base ${base}, paints best.`)
    return fitSize(width / height, trained * multiplier)
  },
})

function fitSize(aspect: number, side: number): { readonly width: number; readonly height: number } {
  const least = Math.floor(side / 2)
  const cut = (length: number) => Math.floor(length / LATENT_SCALE) * LATENT_SCALE
  if (aspect > 1) {
    const height = Math.max(least, Math.sqrt((side * side) / aspect))
    return { width: cut(height * aspect), height: cut(height) }
  }
  const width = Math.max(least, Math.sqrt(side * side * aspect))
  return { width: cut(width), height: cut(width / aspect) }
}
