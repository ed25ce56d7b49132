import { booleanField, enumField, floatField, latentsField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { INTERPOLATIONS, interpolate } from './interpolate.ts'
import { expectPictureSize, LATENT_SCALE, latentAxes } from './latent-size.ts'
import { latentsOutput, saveLatents } from './outputs.ts'

/** Latents for a larger or smaller picture. */
export const lscale = defineNode({
  type: 'lscale',
  schemaName: 'ScaleLatentsInvocation',
  version: '1.0.2',
  title: 'Scale Latents',
  category: 'latents',
  tags: ['latents', 'resize'],
  description: 'Stretches latents by a factor in both directions; sides are rounded down to whole latents.',
  inputs: {
    latents: latentsField({ input: 'connection', description: 'The latents' }),
    scale_factor: floatField({ exclusiveMin: 0, description: 'The factor' }),
    mode: enumField(INTERPOLATIONS, { default: 'bilinear', description: 'How numbers in between are made' }),
    antialias: booleanField({ default: false, description: 'Whether making smaller averages (bilinear and bicubic)' }),
  },
  output: latentsOutput,
  async run({ inputs: { latents, scale_factor, mode, antialias }, tensors }) {
    const old = await tensors.load(latents.latents_name)
    const [, , oldHeight, oldWidth] = latentAxes(old)
    const width = Math.floor(oldWidth * scale_factor)
    const height = Math.floor(oldHeight * scale_factor)
    expectPictureSize(width * LATENT_SCALE, height * LATENT_SCALE)
    const scaled = interpolate(old, { width, height, mode, isAntialiased: antialias, scale: 1 / scale_factor })
    return saveLatents({ tensors }, scaled, latents.seed)
  },
})
