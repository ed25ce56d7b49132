import { z } from 'zod'
import { ModelBase, ModelFormat, ModelSourceType, ModelType, ModelVariant, PredictionType, RepoVariant } from './model-kind.ts'
import {
  ControlAdapterSettings,
  ExternalModelSettings,
  LoraSettings,
  MainModelSettings,
  ModelSettings,
} from './model-settings.ts'
import { ModelDefaults, ModelSupport } from './model-support.ts'

// null for those who are no administrators
const forAdministrators = {
  /** relative to the models folder when inside it, else absolute */
  path: z.string().nullable(),
  source: z.string().nullable(),
  source_api_response: z.string().nullable(),
  source_url: z.string().nullable(),
}

const common = {
  key: z.string(),
  /** `<algorithm>:<hex>` */
  hash: z.string(),
  file_size: z.int(),
  name: z.string(),
  description: z.string().nullable(),
  source_type: ModelSourceType,
  ...forAdministrators,
  /** address of its picture */
  cover_image: z.string().nullable(),
  base: ModelBase,
  format: ModelFormat,
}

const triggers = { trigger_phrases: z.array(z.string()).nullable() }
const files = { repo_variant: RepoVariant.optional(), config_path: z.string().nullish() }
const variant = { variant: ModelVariant.nullish() }
const processor = { cpu_only: z.boolean().nullish() }

const MainModel = z
  .object({
    ...common,
    type: z.literal('main'),
    ...triggers,
    default_settings: MainModelSettings.nullable(),
    /** prompts that show what it can do */
    example_prompts: z.array(z.string()).nullish(),
    ...files,
    ...variant,
    prediction_type: PredictionType.nullish(),
    submodels: z.record(z.string(), z.unknown()).nullish(),
    /** where they were counted */
    text_encoder_layers: z.int().optional(),
    /** absent from models that cannot paint here */
    supports: ModelSupport.optional(),
    /** like `supports` */
    defaults: ModelDefaults.optional(),
  })
  .meta({ id: 'MainModelConfig' })

const LoraModel = z
  .object({ ...common, type: z.literal('lora'), ...triggers, default_settings: LoraSettings.nullable(), ...variant })
  .meta({ id: 'LoRAModelConfig' })

const ControlLoraModel = z
  .object({ ...common, type: z.literal('control_lora'), ...triggers, default_settings: ControlAdapterSettings.nullable() })
  .meta({ id: 'ControlLoRAModelConfig' })

const ControlAdapterModel = z
  .object({
    ...common,
    type: z.enum(['controlnet', 't2i_adapter']),
    default_settings: ControlAdapterSettings.nullable(),
    ...files,
    cond_in_channels: z.int().optional(),
  })
  .meta({ id: 'ControlAdapterModelConfig' })

const VaeModel = z
  .object({ ...common, type: z.literal('vae'), ...files, ...processor, latent_channels: z.int().optional() })
  .meta({ id: 'VAEModelConfig' })

const IpAdapterModel = z
  .object({ ...common, type: z.literal('ip_adapter'), image_encoder_model_id: z.string().optional() })
  .meta({ id: 'IPAdapterModelConfig' })

const ExternalModel = z
  .object({
    ...common,
    type: z.literal('external_image_generator'),
    provider_id: z.string(),
    provider_model_id: z.string(),
    capabilities: z.record(z.string(), z.unknown()),
    default_settings: ExternalModelSettings.nullable(),
    panel_schema: z.record(z.string(), z.unknown()).nullable(),
    tags: z.array(z.string()).nullable(),
    is_default: z.boolean(),
  })
  .meta({ id: 'ExternalApiModelConfig' })

const OtherModel = z
  .object({
    ...common,
    type: ModelType.exclude([
      'main',
      'lora',
      'control_lora',
      'controlnet',
      't2i_adapter',
      'vae',
      'ip_adapter',
      'external_image_generator',
    ]),
    ...files,
    ...variant,
    ...processor,
  })
  .meta({ id: 'OtherModelConfig' })

/**
 * A row describing a usable model. `type`, `format` and `base` say what it is; further fields follow from the type. Where a
 * model lies and came from is null for those who are no administrators.
 */
export type ModelRecord = z.infer<typeof ModelRecord>
export const ModelRecord = z
  .discriminatedUnion('type', [
    MainModel,
    LoraModel,
    ControlLoraModel,
    ControlAdapterModel,
    VaeModel,
    IpAdapterModel,
    ExternalModel,
    OtherModel,
  ])
  .meta({ id: 'AnyModelConfig' })

/** A list of models. */
export type ModelList = z.infer<typeof ModelList>
export const ModelList = z.object({ models: z.array(ModelRecord) }).meta({ id: 'ModelsList' })

/** What may be said of a model at its install, or changed later. */
export type ModelChanges = z.infer<typeof ModelChanges>
export const ModelChanges = z
  .object({
    source: z.string().nullish(),
    source_type: ModelSourceType.nullish(),
    source_api_response: z.string().nullish(),
    source_url: z.union([z.literal(''), z.string().regex(/^https?:\/\//)]).nullish(),
    name: z.string().min(1).nullish(),
    path: z.string().nullish(),
    description: z.string().nullish(),
    base: ModelBase.nullish(),
    type: ModelType.nullish(),
    key: z.string().nullish(),
    hash: z.string().nullish(),
    file_size: z.int().nullish(),
    format: ModelFormat.nullish(),
    trigger_phrases: z.array(z.string()).nullish(),
    default_settings: ModelSettings.nullish(),
    provider_id: z.string().nullish(),
    provider_model_id: z.string().nullish(),
    capabilities: z.record(z.string(), z.unknown()).nullish(),
    cpu_only: z.boolean().nullish(),
    variant: ModelVariant.nullish(),
    prediction_type: PredictionType.nullish(),
    upcast_attention: z.boolean().nullish(),
    config_path: z.string().nullish(),
  })
  .meta({ id: 'ModelRecordChanges' })

/** Keys of models in a body, named in documents by this id. */
export function modelKeysBody(id: string) {
  return z.object({ keys: z.array(z.string()) }).meta({ id })
}

const failed = z.array(z.object({ key: z.string(), error: z.string() }))

/** What a deletion of several models did. */
export type DeleteModelsResult = z.infer<typeof DeleteModelsResult>
export const DeleteModelsResult = z.object({ deleted: z.array(z.string()), failed }).meta({ id: 'BulkDeleteModelsResponse' })

/** What a new look at several models did. */
export type ReidentifyModelsResult = z.infer<typeof ReidentifyModelsResult>
export const ReidentifyModelsResult = z
  .object({ succeeded: z.array(z.string()), failed })
  .meta({ id: 'BulkReidentifyModelsResponse' })

/** Two models that go together. */
export const ModelPairBody = z
  .object({ model_key_1: z.string(), model_key_2: z.string() })
  .meta({ id: 'ModelRelationshipCreateRequest' })

/** Keys of models whose relations are asked for. */
export const RelatedModelsBody = z.object({ model_keys: z.array(z.string()) }).meta({ id: 'ModelRelationshipBatchRequest' })
