import { clipField, defineOutput, modelIdentifierField, optional, unetField, vaeField } from '@bottega/graph'

const unet = unetField({ description: 'The U-Net' })
const clip = clipField({ description: 'The text encoder' })
const vae = vaeField({ description: 'The autoencoder' })

/** The parts of a main model. */
export const modelLoaderOutput = defineOutput(
  'model_loader_output',
  { vae, clip, unet },
  { description: 'The parts of a main model.' },
)

/** An autoencoder. */
export const vaeOutput = defineOutput('vae_output', { vae }, { schemaName: 'VAEOutput', description: 'An autoencoder.' })

/** A text encoder that leaves layers out. */
export const clipSkipOutput = defineOutput(
  'clip_skip_output',
  { clip: optional(clip) },
  { schemaName: 'CLIPSkipInvocationOutput', description: 'A text encoder that leaves layers out.' },
)

/** Parts of a model whose pictures tile. */
export const seamlessOutput = defineOutput(
  'seamless_output',
  { unet: optional(unet), vae: optional(vae) },
  { schemaName: 'SeamlessModeOutput', description: 'Parts of a model whose pictures tile.' },
)

/** A model of any kind. */
export const modelIdentifierOutput = defineOutput(
  'model_identifier_output',
  { model: modelIdentifierField({ title: 'Model', description: 'The model' }) },
  { description: 'A model of any kind.' },
)
