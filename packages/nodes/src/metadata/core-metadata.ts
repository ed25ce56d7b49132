import {
  booleanField,
  controlMetadataField,
  enumField,
  floatField,
  integerField,
  ipAdapterMetadataField,
  type JsonObject,
  type JsonValue,
  listOf,
  loraMetadataField,
  modelIdentifierField,
  optional,
  stringField,
  t2iAdapterMetadataField,
} from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { APP_VERSION } from './app-version.ts'
import { GENERATION_MODES } from './generation-modes.ts'
import { metadataOutput } from './outputs.ts'

const text = (description: string) => optional(stringField({ description }))
const whole = (description: string) => optional(integerField({ description }))
const number = (description: string) => optional(floatField({ description }))
const flag = (description: string) => optional(booleanField({ description }))
const model = (description: string) => optional(modelIdentifierField({ description }))

/** How an image came to be. Whatever else a graph writes into it is kept too. */
export const coreMetadata = defineNode({
  type: 'core_metadata',
  version: '2.2.0',
  title: 'Core Metadata',
  category: 'metadata',
  classification: 'internal',
  tags: ['metadata'],
  description:
    'Gathers how an image comes to be, to be kept with it. Keys beyond its inputs are kept too; what has no value is left out.',
  acceptsExtras: true,
  inputs: {
    generation_mode: optional(enumField(GENERATION_MODES, { description: 'How the image was made' })),
    positive_prompt: text('What was wanted'),
    negative_prompt: text('What was not wanted'),
    width: whole('Width in pixels'),
    height: whole('Height in pixels'),
    seed: whole('The seed of the noise'),
    rand_device: text('The device that the noise was made on'),
    cfg_scale: number('The guidance scale'),
    cfg_rescale_multiplier: number('How far guidance was scaled back'),
    steps: whole('How many steps'),
    scheduler: text('The scheduler'),
    seamless_x: flag('Whether the image tiles sideways'),
    seamless_y: flag('Whether the image tiles up and down'),
    clip_skip: whole('How many layers of CLIP were left out'),
    model: model('The main model'),
    controlnets: optional(listOf(controlMetadataField(), { description: 'The ControlNets' })),
    ipAdapters: optional(listOf(ipAdapterMetadataField(), { description: 'The IP-Adapters' })),
    t2iAdapters: optional(listOf(t2iAdapterMetadataField(), { description: 'The T2I adapters' })),
    loras: optional(listOf(loraMetadataField(), { description: 'The LoRAs' })),
    strength: number('The share of noise over the image that it began with'),
    init_image: text('The name of the image that it began with'),
    vae: model("The autoencoder, if it was not the main model's"),
    qwen3_encoder: model('The Qwen3 text encoder'),
    mistral_encoder: model('The Mistral text encoder'),
    ideogram4_caption: text('The structured caption that was encoded'),
    hrf_enabled: flag('Whether the image was made larger in a second pass'),
    hrf_method: text('How it was made larger'),
    hrf_strength: number('The share of noise in the second pass'),
    positive_style_prompt: text('The style that was wanted'),
    negative_style_prompt: text('The style that was not wanted'),
    refiner_model: model('The refiner'),
    refiner_cfg_scale: number('The guidance scale of the refiner'),
    refiner_steps: whole('How many steps of the refiner'),
    refiner_scheduler: text('The scheduler of the refiner'),
    refiner_positive_aesthetic_score: number('The score of beauty that was wanted'),
    refiner_negative_aesthetic_score: number('The score of beauty that was not wanted'),
    refiner_start: number('The share of the steps before the refiner'),
  },
  output: metadataOutput,
  run({ inputs, extras }) {
    // inputs were parsed from JSON and are made of it
    const known = Object.entries(inputs as unknown as JsonObject)
    return { metadata: { ...keepValues([...known, ...Object.entries(extras)]), ...APP_VERSION } }
  },
})

function keepValues(entries: readonly [string, JsonValue][]): JsonObject {
  return Object.fromEntries(entries.filter(([, value]) => value !== null))
}
