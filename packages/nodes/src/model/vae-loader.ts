import { modelIdentifierField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { vaeOutput } from './outputs.ts'

/** Names an autoencoder that is a model by itself. */
export const vaeLoader = defineNode({
  type: 'vae_loader',
  schemaName: 'VAELoaderInvocation',
  version: '1.0.4',
  title: 'VAE Model - SD1.5, SD2, SDXL, SD3, FLUX',
  category: 'model',
  tags: ['vae', 'model'],
  description: 'Gives an autoencoder in place of the one that the main model brings along.',
  inputs: {
    vae_model: modelIdentifierField({
      types: ['vae'],
      bases: ['sd-1', 'sd-2', 'sdxl', 'sd-3', 'flux', 'flux2'],
      title: 'VAE',
      description: 'The autoencoder',
    }),
  },
  output: vaeOutput,
  async run({ inputs, models }) {
    const model = await models.find(inputs.vae_model)
    if (model.type !== 'vae') refuse(`${model.name} is no autoencoder but of type ${model.type}: choose another.`)
    return { vae: { vae: model, seamless_axes: [] } }
  },
})
