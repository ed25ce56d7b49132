import type { ModelBase, ModelType } from '@bottega/contracts'
import type { TextKey } from '../../shared/i18n/index.ts'

/** Architectures by the names that their makers gave them. */
const BASES: Partial<Readonly<Record<ModelBase, string>>> = {
  'sd-1': 'Stable Diffusion 1',
  'sd-2': 'Stable Diffusion 2',
  'sd-3': 'Stable Diffusion 3',
  sdxl: 'Stable Diffusion XL',
  'sdxl-refiner': 'Stable Diffusion XL Refiner',
  flux: 'FLUX.1',
  flux2: 'FLUX.2',
  cogview4: 'CogView 4',
  'z-image': 'Z-Image',
  'ernie-image': 'ERNIE-Image',
  'ideogram-4': 'Ideogram 4',
  'qwen-image': 'Qwen-Image',
  anima: 'Anima',
  'krea-2': 'Krea 2',
  wan: 'Wan',
}

/** Kinds of models, in the order in which they are listed. */
const TYPES: Partial<Readonly<Record<ModelType, TextKey>>> = {
  main: 'models:typeMain',
  lora: 'models:typeLora',
  control_lora: 'models:typeControlLora',
  controlnet: 'models:typeControlnet',
  t2i_adapter: 'models:typeT2iAdapter',
  ip_adapter: 'models:typeIpAdapter',
  embedding: 'models:typeEmbedding',
  vae: 'models:typeVae',
  clip_embed: 'models:typeTextEncoder',
  t5_encoder: 'models:typeTextEncoder',
  clip_vision: 'models:typeImageEncoder',
  siglip: 'models:typeImageEncoder',
  spandrel_image_to_image: 'models:typeUpscaler',
}

/** The name of an architecture; undefined for what fits any, or where nobody knows. */
export function nameBase(base: ModelBase): string | undefined {
  return BASES[base]
}

/** The key of the text for a kind of model. */
export function nameType(type: ModelType): TextKey {
  return TYPES[type] ?? 'models:typeOther'
}
