import { modelIdentifierField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { refuse } from '../refuse.ts'
import { modelLoaderOutput } from './outputs.ts'

/** Names the parts of a main model for the nodes that use them. The weights are loaded by the first of those. */
export const mainModelLoader = defineNode({
  type: 'main_model_loader',
  schemaName: 'MainModelLoaderInvocation',
  version: '1.0.4',
  title: 'Main Model - SD1.5, SD2',
  category: 'model',
  tags: ['model'],
  description: 'Gives the parts of a main model: U-Net, text encoder and autoencoder.',
  inputs: {
    model: modelIdentifierField({ types: ['main'], bases: ['sd-1', 'sd-2'], description: 'The main model' }),
  },
  output: modelLoaderOutput,
  async run({ inputs, models }) {
    const model = await models.find(inputs.model)
    if (model.type !== 'main') refuse(`${model.name} is no main model but of type ${model.type}: choose another.`)
    const part = (submodel: string) => ({ ...model, submodel_type: submodel })
    return {
      vae: { vae: part('vae'), seamless_axes: [] },
      clip: { tokenizer: part('tokenizer'), text_encoder: part('text_encoder'), skipped_layers: 0, loras: [] },
      unet: { unet: part('unet'), scheduler: part('scheduler'), loras: [], seamless_axes: [] },
    }
  },
})
