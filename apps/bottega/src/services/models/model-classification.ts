import {
  AppError,
  type MainModelSettings,
  type ModelBase,
  type ModelChanges,
  type ModelFormat,
  type ModelType,
  ModelVariant,
  SchedulerName,
} from '@bottega/contracts'
import {
  type Architecture,
  EngineError,
  inspectModel,
  type ModelDescription,
  type ModelKind,
  openAutoencoder,
} from '@bottega/engine'
import { loadModelCard, type ModelCard } from './model-card.ts'
import { choosePreprocessor, chooseUsualSettings } from './model-defaults.ts'

/** What the wire calls the kinds of models; a denoiser alone is none that can be used. */
const TYPES: Readonly<Record<ModelKind, ModelType | undefined>> = {
  main: 'main',
  lora: 'lora',
  control_lora: 'control_lora',
  controlnet: 'controlnet',
  ip_adapter: 'ip_adapter',
  t2i_adapter: 't2i_adapter',
  textual_inversion: 'embedding',
  vae: 'vae',
  text_encoder: 'clip_embed',
  t5_encoder: 't5_encoder',
  qwen3_encoder: 'qwen3_encoder',
  qwen_vl_encoder: 'qwen_vl_encoder',
  gemma2_encoder: 'gemma2_encoder',
  wan_t5_encoder: 'wan_t5_encoder',
  image_encoder: 'clip_vision',
  siglip: 'siglip',
  flux_redux: 'flux_redux',
  upscaler: 'spandrel_image_to_image',
  denoiser: undefined,
}

/** What the wire calls architectures. */
export const BASES: Readonly<Record<Architecture, ModelBase>> = {
  sd_1: 'sd-1',
  sd_2: 'sd-2',
  sdxl: 'sdxl',
  sdxl_refiner: 'sdxl-refiner',
  sd_3: 'sd-3',
  flux: 'flux',
  flux2: 'flux2',
  z_image: 'z-image',
  qwen_image: 'qwen-image',
  wan: 'wan',
  anima: 'anima',
  cogview4: 'cogview4',
}

/** Types that go with models of every architecture. */
const FOR_ANY: readonly ModelType[] = [
  'clip_embed',
  'clip_vision',
  'siglip',
  't5_encoder',
  'qwen3_encoder',
  'qwen_vl_encoder',
  'gemma2_encoder',
  'wan_t5_encoder',
  'spandrel_image_to_image',
]

/** What the wire calls the layout of a file, where the type has a name of its own for it. */
const FILE_FORMATS: Readonly<Partial<Record<ModelType, ModelFormat>>> = {
  lora: 'lycoris',
  control_lora: 'lycoris',
  embedding: 'embedding_file',
  t5_encoder: 't5_encoder',
  qwen3_encoder: 'qwen3_encoder',
  qwen_vl_encoder: 'qwen_vl_encoder',
  gemma2_encoder: 'gemma2_encoder',
  wan_t5_encoder: 'wan_t5_encoder',
}

/** The same for folders. */
const FOLDER_FORMATS: Readonly<Partial<Record<ModelType, ModelFormat>>> = {
  embedding: 'embedding_folder',
  ip_adapter: 'invokeai',
  t5_encoder: 't5_encoder',
  qwen3_encoder: 'qwen3_encoder',
  qwen_vl_encoder: 'qwen_vl_encoder',
  gemma2_encoder: 'gemma2_encoder',
  wan_t5_encoder: 'wan_t5_encoder',
}

/** What the files of a model tell of it. */
export interface ExaminedModel {
  /** What its card says, else the name of its file or folder. */
  readonly name: string
  readonly description: string | null
  /** What its record says of its kind, with what that kind has besides. */
  readonly kind: { readonly type: ModelType; readonly base: ModelBase; readonly format: ModelFormat } & Pick<
    ModelChanges,
    'variant' | 'prediction_type' | 'default_settings'
  > & { readonly example_prompts?: readonly string[] | null; readonly text_encoder_layers?: number }
}

/**
 * Looks at the files of a model, of tensors only at the headers.
 *
 * @param asked  the base where its tensors do not tell the architecture
 * @throws AppError `model_file_refused` for what is no model that can be recorded; EngineError for files that are not sound
 */
export async function examineModel(path: string, asked: ModelBase | undefined): Promise<ExaminedModel> {
  const model = await inspectModel(path)
  const card = await loadModelCard(path)
  const type = TYPES[model.kind]
  if (type === undefined) throw refused(`This is ${model.title}, which cannot be used by itself`)
  const base = (await findBase(model, type, asked === 'unknown' ? undefined : asked)) ?? refuseUntold(model)
  return {
    name: card.name ?? model.name,
    description: card.description ?? null,
    kind: { type, base, format: findFormat(model, type), ...describeType(model, type, base, card) },
  }
}

async function findBase(model: ModelDescription, type: ModelType, asked: ModelBase | undefined): Promise<ModelBase | undefined> {
  if (model.architecture !== undefined) return BASES[model.architecture]
  if (FOR_ANY.includes(type)) return 'any'
  if (type === 'vae') return findAutoencoderBase(model, asked)
  return asked
}

/**
 * The base of an autoencoder that its layers do not tell. The first versions of Stable Diffusion have the same, so there the name has
 * to do.
 */
async function findAutoencoderBase({ path, name }: ModelDescription, asked: ModelBase | undefined) {
  const guess = /xl/i.test(name) ? 'sdxl' : /sd2/i.test(name) ? 'sd-2' : 'sd-1'
  try {
    const { latentChannels } = (await openAutoencoder(path)).config
    return asked ?? (latentChannels === 4 ? guess : undefined)
  } catch (error) {
    // another kind of autoencoder, such as a tiny one
    if (error instanceof EngineError && error.code === 'model_unrecognized') return asked ?? guess
    throw error
  }
}

function findFormat({ format, quantization }: ModelDescription, type: ModelType): ModelFormat {
  if (quantization === 'nf4') return 'bnb_quantized_nf4b'
  return format === 'diffusers' ? (FOLDER_FORMATS[type] ?? 'diffusers') : (FILE_FORMATS[type] ?? 'checkpoint')
}

/** What records of a type have besides. */
function describeType(
  model: ModelDescription,
  type: ModelType,
  base: ModelBase,
  card: ModelCard,
): Partial<ExaminedModel['kind']> {
  const { data: variant = null } = ModelVariant.safeParse(model.variant)
  switch (type) {
    case 'main': {
      const isDiffusion = ['sd-1', 'sd-2', 'sdxl', 'sdxl-refiner'].includes(base)
      const { predictionType = 'epsilon' } = model
      return {
        variant: variant ?? (isDiffusion ? 'normal' : null),
        prediction_type: isDiffusion && predictionType !== 'flow' ? predictionType : null,
        default_settings: chooseMainSettings(model, base, card),
        example_prompts: card.prompts ?? null,
        ...(model.textEncoderLayers !== undefined && { text_encoder_layers: model.textEncoderLayers }),
      }
    }
    case 'controlnet':
    case 't2i_adapter':
    case 'control_lora':
      return { default_settings: { preprocessor: choosePreprocessor(model.name) } }
    default:
      return variant === null ? {} : { variant }
  }
}

/** The settings that a main model starts with: those of its card, else those that are usual for its kind. */
function chooseMainSettings(model: ModelDescription, base: ModelBase, { defaults }: ModelCard): MainModelSettings {
  const usual = chooseUsualSettings(base, model.variant)
  const scheduler = SchedulerName.safeParse(defaults?.scheduler)
  return {
    vae: null,
    vae_precision: null,
    scheduler: scheduler.success ? scheduler.data : null,
    steps: defaults?.steps ?? usual.steps ?? null,
    cfg_scale: defaults?.cfg_scale ?? usual.cfg_scale ?? null,
    cfg_rescale_multiplier: null,
    width: defaults?.width ?? usual.width ?? null,
    height: defaults?.height ?? usual.height ?? null,
    guidance: usual.guidance ?? null,
    cpu_only: null,
    fp8_storage: null,
  }
}

function refuseUntold({ title }: ModelDescription): never {
  throw refused(
    `This is ${title}, but its tensors do not tell which architecture it is for: install it with --base, or over HTTP with "base"`,
  )
}

function refused(reason: string): AppError<'model_file_refused'> {
  return new AppError('model_file_refused', { reason })
}
