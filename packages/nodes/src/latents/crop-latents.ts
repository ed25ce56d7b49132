import { integerField, latentsField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { cropTensor } from './crop.ts'
import { LATENT_SCALE, latentAxes } from './latent-size.ts'
import { latentsOutput, saveLatents } from './outputs.ts'

const pixelsField = (min: number, description: string) => integerField({ min, multipleOf: LATENT_SCALE, description })

/** A part of latents. */
export const cropLatents = defineNode({
  type: 'crop_latents',
  schemaName: 'CropLatentsCoreInvocation',
  version: '1.0.2',
  title: 'Crop Latents',
  category: 'latents',
  tags: ['latents', 'crop'],
  description: 'Cuts a rectangle, given in pixels of the picture, out of latents. What lies outside of them is left away.',
  inputs: {
    latents: latentsField({ input: 'connection', description: 'The latents' }),
    x: pixelsField(0, 'Left edge in pixels'),
    y: pixelsField(0, 'Top edge in pixels'),
    width: pixelsField(1, 'Width in pixels'),
    height: pixelsField(1, 'Height in pixels'),
  },
  output: latentsOutput,
  async run({ inputs: { latents, x, y, width, height }, tensors }) {
    const whole = await tensors.load(latents.latents_name)
    const [, , rows, columns] = latentAxes(whole)
    const [left, top] = [x / LATENT_SCALE, y / LATENT_SCALE]
    const right = Math.min(columns, left + width / LATENT_SCALE)
    const bottom = Math.min(rows, top + height / LATENT_SCALE)
    if (left >= right || top >= bottom) {
      refuse(
        `The rectangle at ${x}, ${y} lies outside of a picture of ${columns * LATENT_SCALE} x ${rows * LATENT_SCALE} pixels.`,
      )
    }
    return saveLatents({ tensors }, cropTensor(whole, { left, top, right, bottom }))
  },
})
