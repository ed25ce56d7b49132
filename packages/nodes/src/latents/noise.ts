import { createNoiseSource } from '@bottega/engine'
import { booleanField, enumField, integerField, seedField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { expectPictureSize, LATENT_SCALE, pictureSizeOf } from './latent-size.ts'
import { noiseOutput } from './outputs.ts'

const SD_CHANNELS = 4

/** The noise that a picture begins with. */
export const noise = defineNode({
  type: 'noise',
  schemaName: 'NoiseInvocation',
  version: '1.1.0',
  title: 'Create Latent Noise',
  category: 'latents',
  tags: ['latents', 'noise'],
  description: 'Draws the noise that a picture begins with. The same seed and size give the same noise on every machine.',
  inputs: {
    noise_type: enumField(['SD', 'FLUX', 'FLUX.2', 'SD3', 'CogView4', 'Z-Image', 'Anima'], {
      default: 'SD',
      description: 'Which architecture the noise is for',
    }),
    seed: seedField({ description: 'The seed' }),
    width: integerField({ default: 512, exclusiveMin: 0, multipleOf: LATENT_SCALE, description: 'Width in pixels' }),
    height: integerField({ default: 512, exclusiveMin: 0, multipleOf: LATENT_SCALE, description: 'Height in pixels' }),
    use_cpu: booleanField({ default: true, description: 'Has no effect: noise is the same on every device' }),
  },
  output: noiseOutput,
  async run({ inputs: { noise_type, seed, width, height }, tensors }) {
    if (noise_type !== 'SD') refuse(`No model here takes noise of type ${noise_type}: choose SD.`)
    expectPictureSize(width, height)
    const drawn = createNoiseSource(seed)([1, SD_CHANNELS, height / LATENT_SCALE, width / LATENT_SCALE])
    return { noise: { latents_name: await tensors.save(drawn), seed }, ...pictureSizeOf(drawn) }
  },
})
