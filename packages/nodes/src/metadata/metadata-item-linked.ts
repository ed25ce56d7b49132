import { anyField, isJsonObject, type JsonValue, savedImageInputs } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { APP_VERSION } from './app-version.ts'
import { findLabelFault, labelInputs, readLabel } from './labels.ts'
import { metadataOutput } from './outputs.ts'

const LABELS = [
  'positive_prompt',
  'positive_style_prompt',
  'negative_prompt',
  'negative_style_prompt',
  'width',
  'height',
  'seed',
  'cfg_scale',
  'cfg_rescale_multiplier',
  'steps',
  'scheduler',
  'clip_skip',
  'model',
  'vae',
  'seamless_x',
  'seamless_y',
  'guidance',
  'cfg_scale_start_step',
  'cfg_scale_end_step',
] as const

/** Metadata with one entry more. */
export const metadataItemLinked = defineNode({
  type: 'metadata_item_linked',
  version: '1.0.1',
  title: 'Metadata Item Linked',
  category: 'metadata',
  classification: 'beta',
  tags: ['metadata'],
  description:
    'Adds an entry to metadata, or changes it. An autoencoder is entered as its model. The version of the program is added.',
  inputs: {
    metadata: savedImageInputs.metadata,
    ...labelInputs(LABELS),
    value: anyField({ description: 'The value' }),
  },
  output: metadataOutput,
  check: findLabelFault,
  run({ inputs: { metadata, label, custom_label, value } }) {
    return { metadata: { ...metadata, [readLabel({ label, custom_label })]: namedModelOf(value), ...APP_VERSION } }
  },
})

/** The model of an autoencoder field; any other value as it is. */
function namedModelOf(value: JsonValue): JsonValue {
  return isJsonObject(value) && Object.hasOwn(value, 'vae') && Object.hasOwn(value, 'seamless_axes') ? (value.vae ?? null) : value
}
