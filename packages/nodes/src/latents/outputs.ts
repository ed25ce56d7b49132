import type { Tensor } from '@bottega/engine'
import { defineOutput, integerField, latentsField, listOf, schedulerField } from '@bottega/graph'
import type { EngineContext } from '../engine-types.ts'
import { pictureSizeOf } from './latent-size.ts'

const width = integerField({ description: 'Width of the picture, in pixels' })
const height = integerField({ description: 'Height of the picture, in pixels' })

/** Latents and the size of the picture that they stand for. */
export const latentsOutput = defineOutput(
  'latents_output',
  { latents: latentsField({ description: 'The latents' }), width, height },
  { description: 'Latents and the size of the picture that they stand for.' },
)

/** Several latents. */
export const latentsCollectionOutput = defineOutput(
  'latents_collection_output',
  { collection: listOf(latentsField(), { description: 'The latents' }) },
  { description: 'Several latents.' },
)

/** Noise and the size of the picture that it is for. */
export const noiseOutput = defineOutput(
  'noise_output',
  { noise: latentsField({ description: 'The noise' }), width, height },
  { description: 'Noise and the size of the picture that it is for.' },
)

/** A scheduler. */
export const schedulerOutput = defineOutput(
  'scheduler_output',
  { scheduler: schedulerField({ description: 'The scheduler' }) },
  { description: 'A scheduler.' },
)

/** A size in pixels. */
export const idealSizeOutput = defineOutput(
  'ideal_size_output',
  {
    width: integerField({ description: 'The best width to paint at' }),
    height: integerField({ description: 'The best height' }),
  },
  { description: 'The size to paint a picture at.' },
)

/**
 * Stores latents.
 *
 * @param seed  of the noise that they began with, where it still says how to go on
 * @returns     the values of `latents_output`
 */
export async function saveLatents({ tensors }: Pick<EngineContext, 'tensors'>, latents: Tensor, seed?: number) {
  const name = await tensors.save(latents)
  return { latents: { latents_name: name, ...(seed !== undefined && { seed }) }, ...pictureSizeOf(latents) }
}
