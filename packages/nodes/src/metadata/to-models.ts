import {
  clipField,
  defineOutput,
  isJsonObject,
  type JsonValue,
  type ModelIdentifierField,
  modelIdentifierField,
  savedImageInputs,
  schedulerField,
  stringField,
  unetField,
  vaeField,
} from '@bottega/graph'
import { defineNode, type EngineContext } from '../engine-types.ts'
import { schedulerOutput } from '../latents/outputs.ts'
import { vaeOutput } from '../model/outputs.ts'
import { refuse } from '../refuse.ts'
import { findLabelFault, labelInputs, readLabel } from './labels.ts'
import { findValue, toText } from './read-value.ts'

const { metadata } = savedImageInputs
const node = { category: 'metadata', classification: 'beta', tags: ['metadata'], check: findLabelFault } as const

/** A scheduler out of metadata. */
export const metadataToScheduler = defineNode({
  ...node,
  type: 'metadata_to_scheduler',
  version: '1.0.1',
  title: 'Metadata To Scheduler',
  description: 'The scheduler under a key of metadata. A name that is none is refused.',
  inputs: {
    metadata,
    ...labelInputs(['scheduler'], 'scheduler'),
    default_value: schedulerField({ description: 'What to give when the metadata has no such key' }),
  },
  output: schedulerOutput,
  run({ inputs }) {
    const name = findValue(inputs.metadata, readLabel(inputs))
    if (name === undefined) return { scheduler: inputs.default_value }
    try {
      return { scheduler: schedulerField().parse(name, '') }
    } catch {
      // the field says no more than that it is not among all the others
      return refuse(`The metadata names the scheduler ${toText(name)}, which is not known.`)
    }
  },
})

const modelOutput = defineOutput(
  'metadata_to_model_output',
  {
    model: modelIdentifierField({ title: 'Model', description: 'The main model' }),
    name: stringField({ title: 'Name', description: 'Its architecture and name' }),
    unet: unetField({ description: 'The U-Net' }),
    vae: vaeField({ description: 'The autoencoder' }),
    clip: clipField({ description: 'The text encoder' }),
  },
  { description: 'A main model and its parts.' },
)

/** A main model out of metadata. */
export const metadataToModel = defineNode({
  ...node,
  type: 'metadata_to_model',
  version: '1.3.0',
  title: 'Metadata To Model',
  description:
    'The main model under a key of metadata, with its parts. When there is none, or it is not installed, another is given.',
  inputs: {
    metadata,
    ...labelInputs(['model'], 'model'),
    default_value: modelIdentifierField({ types: ['main'], description: 'The model to give otherwise' }),
  },
  output: modelOutput,
  async run({ inputs, models }) {
    const named = findValue(inputs.metadata, readLabel(inputs))
    const { submodel_type: _, ...model } = (await findModel(models, named, 'main')) ?? (await models.find(inputs.default_value))
    const part = (submodel_type: string) => ({ ...model, submodel_type })
    return {
      model,
      name: `${model.base}: ${model.name}`,
      unet: { unet: part('unet'), scheduler: part('scheduler'), loras: [], seamless_axes: [] },
      vae: { vae: part('vae'), seamless_axes: [] },
      clip: { tokenizer: part('tokenizer'), text_encoder: part('text_encoder'), skipped_layers: 0, loras: [] },
    }
  },
})

/** An autoencoder out of metadata. */
export const metadataToVae = defineNode({
  ...node,
  type: 'metadata_to_vae',
  schemaName: 'MetadataToVAEInvocation',
  version: '1.2.1',
  title: 'Metadata To VAE',
  description: 'The autoencoder under a key of metadata. When there is none, or it is not installed, another is given.',
  inputs: {
    metadata,
    ...labelInputs(['vae'], 'vae'),
    default_value: vaeField({ description: 'The autoencoder to give otherwise' }),
  },
  output: vaeOutput,
  async run({ inputs, models }) {
    const named = findValue(inputs.metadata, readLabel(inputs))
    const model = (await findModel(models, named, 'vae')) ?? (await models.find(inputs.default_value.vae))
    return { vae: { vae: { ...model, submodel_type: 'vae' }, seamless_axes: [] } }
  },
})

/** The installed model that metadata names, if it is of a type; undefined otherwise. */
async function findModel(
  models: EngineContext['models'],
  named: JsonValue | undefined,
  type: string,
): Promise<ModelIdentifierField | undefined> {
  if (!isJsonObject(named) || typeof named.key !== 'string') return undefined
  const text = (value: JsonValue | undefined) => (typeof value === 'string' ? value : '')
  const identifier = {
    key: named.key,
    hash: text(named.hash),
    name: text(named.name),
    base: text(named.base),
    type: text(named.type),
  }
  try {
    const found = await models.find(identifier)
    return found.type === type ? found : undefined
  } catch {
    // metadata may be of another server, or of a model that is gone: that is what the other one is for
    return undefined
  }
}
