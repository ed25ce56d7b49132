import { booleanField, enumField, integerField, latentsField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { INTERPOLATIONS, interpolate } from './interpolate.ts'
import { expectPictureSize, LATENT_SCALE, latentAxes } from './latent-size.ts'
import { latentsOutput, saveLatents } from './outputs.ts'

const sideField = (description: string) => integerField({ min: 64, multipleOf: LATENT_SCALE, description })

/** Latents for a picture of another size. */
export const lresize = defineNode({
  type: 'lresize',
  schemaName: 'ResizeLatentsInvocation',
  version: '1.0.2',
  title: 'Resize Latents',
  category: 'latents',
  tags: ['latents', 'resize'],
  description: 'Stretches latents so that they stand for a picture of the given size.',
  inputs: {
    latents: latentsField({ input: 'connection', description: 'The latents' }),
    width: sideField('New width in pixels'),
    height: sideField('New height in pixels'),
    mode: enumField(INTERPOLATIONS, { default: 'bilinear', description: 'How numbers in between are made' }),
    antialias: booleanField({ default: false, description: 'Whether making smaller averages (bilinear and bicubic)' }),
  },
  output: latentsOutput,
  async run({ inputs: { latents, width, height, mode, antialias }, tensors }) {
    expectPictureSize(width, height)
    const old = await tensors.load(latents.latents_name)
    latentAxes(old)
    const size = { width: width / LATENT_SCALE, height: height / LATENT_SCALE }
    return saveLatents({ tensors }, interpolate(old, { ...size, mode, isAntialiased: antialias }), latents.seed)
  },
})
