import { booleanField, optional, unetField, vaeField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { seamlessOutput } from './outputs.ts'

/** Makes pictures that tile. */
export const seamless = defineNode({
  type: 'seamless',
  schemaName: 'SeamlessModeInvocation',
  version: '1.0.2',
  title: 'Apply Seamless - SD1.5, SDXL',
  category: 'model',
  tags: ['seamless', 'model'],
  description: 'Makes pictures go on at their opposite edge, so that copies of them fit together without a seam.',
  inputs: {
    unet: optional(unetField({ input: 'connection', description: 'The U-Net' })),
    vae: optional(vaeField({ input: 'connection', description: 'The autoencoder' })),
    seamless_y: booleanField({ default: true, description: 'Whether the upper edge goes on at the lower one' }),
    seamless_x: booleanField({ default: true, description: 'Whether the left edge goes on at the right one' }),
  },
  output: seamlessOutput,
  run({ inputs: { unet, vae, seamless_x, seamless_y } }) {
    const seamless_axes = [...(seamless_x ? ['x'] : []), ...(seamless_y ? ['y'] : [])]
    return { unet: unet && { ...unet, seamless_axes }, vae: vae && { ...vae, seamless_axes } }
  },
})
