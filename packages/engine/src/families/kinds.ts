import type { Traits } from './architectures.ts'
import type { ModelSource } from './define-family.ts'
import {
  adapter,
  autoencoder,
  controlNet,
  EMBEDDING_WIDTHS,
  embedding,
  flux,
  flux2,
  ipAdapter,
  keys,
  QWEN3_VARIANTS,
  sizeOf,
  TEXT_VARIANTS,
  t2iAdapter,
  tokens,
  unet,
  weightsOf,
} from './traits.ts'

/** Something we can name, though no family of ours runs it. */
interface Kind {
  readonly kind: ModelKind
  /** As it stands in a sentence. */
  readonly title: string
  /** Why a source is this, for a person. */
  readonly reason: string
  matches(source: ModelSource): boolean
  /** What else its files tell, when there is more. */
  readonly traits?: Traits | ((source: ModelSource) => Traits)
}

/** What a model can be. `main` makes pictures by itself; the others are parts, patches or tools. */
export const MODEL_KINDS = [
  'main',
  'lora',
  'control_lora',
  'controlnet',
  'ip_adapter',
  't2i_adapter',
  'textual_inversion',
  'vae',
  'text_encoder',
  't5_encoder',
  'qwen3_encoder',
  'qwen_vl_encoder',
  'gemma2_encoder',
  'wan_t5_encoder',
  'image_encoder',
  'siglip',
  'flux_redux',
  'upscaler',
  'denoiser',
] as const

/** What a model can be. */
export type ModelKind = (typeof MODEL_KINDS)[number]

/** A folder whose pipeline class begins so. */
const pipeline =
  (name: RegExp, contextWidth?: number) =>
  (source: ModelSource): boolean =>
    source.kind === 'folder' &&
    name.test(source.folder.className) &&
    (contextWidth === undefined || source.denoiser.contextWidth === contextWidth)

/** A folder of one network whose class is one of these. */
const network =
  (name: RegExp) =>
  (source: ModelSource): boolean =>
    source.kind === 'network' && name.test(source.className)

/** Either of two ways to know a source. */
const either =
  (...ways: readonly ((source: ModelSource) => boolean)[]) =>
  (source: ModelSource): boolean =>
    ways.some((way) => way(source))

/** A file in which an attention layer takes prompts of this width. */
const contextWidth =
  (width: number) =>
  (source: ModelSource): boolean =>
    source.kind === 'file' &&
    [...source.weights].some(
      ([key, { shape }]) => /^model\.diffusion_model\..*attn2\.to_k\.weight$/.test(key) && shape[1] === width,
    )

/** A handful of tensors that are all as wide as the tokens of a text encoder, under the words that they stand for. */
const isFewTokens = (source: ModelSource): boolean => {
  const weights = weightsOf(source)
  if (weights === undefined || weights.size === 0 || weights.size > 9) return false
  return [...weights].every(
    ([key, { shape }]) => !/\.(weight|bias)$/.test(key) && shape.length <= 2 && EMBEDDING_WIDTHS[shape.at(-1) ?? 0] !== undefined,
  )
}

const LATENT_SEQUENCE = /(^|\.)(x_embedder|all_x_embedder)\b/

/** The suffixes of patches: whatever else a file holds, one of these makes it a patch. */
const LOW_RANK = /lora_(down|up|A|B)\b|lora(_linear_layer)?\.(down|up)\./
const LYCORIS = /\.(hada_w[12]_[ab]|lokr_w[12](_[ab])?|oft_blocks|oft_diag|diff|on_input|dora_scale|alpha)$/

/**
 * Files and folders that are no checkpoint of ours, told by their tensors, most telling first: a LoRA's keys contain those of
 * the network it patches, so patches come before networks.
 */
export const KINDS: readonly Kind[] = [
  {
    kind: 'control_lora',
    title: 'a control LoRA',
    reason: 'it is a LoRA that also widens the input of the network for a control picture (img_in)',
    matches: (source) => sizeOf(source, /(^|\.)img_in\.lora_A\.weight$/, 1) === 128,
    traits: { architecture: 'flux' },
  },
  {
    kind: 'lora',
    title: 'a LoRA',
    reason: 'its tensors are pairs of low-rank factors (lora_down and lora_up, or lora_A and lora_B)',
    matches: keys(LOW_RANK),
    traits: adapter,
  },
  {
    kind: 'lora',
    title: 'a LyCORIS patch',
    reason: 'its tensors are factors of a LyCORIS patch (hada, lokr, oft, diff)',
    matches: keys(LYCORIS),
    traits: adapter,
  },
  {
    kind: 'ip_adapter',
    title: 'an IP-Adapter',
    reason: 'it has an image projection and adapter layers (image_proj, ip_adapter)',
    matches: either(keys(/^image_proj\./, /^ip_adapter\./), keys(/^ip_adapter_proj_model\./)),
    traits: ipAdapter,
  },
  {
    kind: 'controlnet',
    title: 'a ControlNet for Z-Image',
    reason: 'it has layers that are added to those of Z-Image for a control picture (control_layers)',
    matches: keys(/^(control_layers|control_all_x_embedder|control_noise_refiner)\./),
    traits: { architecture: 'z_image' },
  },
  {
    kind: 'controlnet',
    title: 'a ControlNet',
    reason: 'it has the input of a control picture (controlnet_cond_embedding, input_hint_block or controlnet_blocks)',
    matches: either(
      keys(/controlnet_cond_embedding\.|input_hint_block\.|(^|\.)controlnet_blocks\.0\.|^controlnet_x_embedder\./),
      network(/ControlNetModel$/),
    ),
    traits: controlNet,
  },
  {
    kind: 't2i_adapter',
    title: 'a T2I-Adapter',
    reason: 'its tensors are an adapter body of residual blocks',
    matches: either(keys(/^(adapter\.)?body\.0\.(block1|resnets\.0\.block1)\./), network(/^T2IAdapter$/)),
    traits: t2iAdapter,
  },
  {
    kind: 'textual_inversion',
    title: 'a textual inversion',
    reason: 'its one tensor is a list of token embeddings (emb_params, clip_l or clip_g)',
    matches: keys(/^(emb_params|clip_[lg])$/),
    traits: embedding,
  },
  {
    kind: 'flux_redux',
    title: 'a FLUX Redux',
    reason: 'it turns the encoding of a picture into tokens of a prompt (redux_up, redux_down)',
    matches: keys(/^redux_up\./, /^redux_down\./),
    traits: { architecture: 'flux' },
  },
  {
    kind: 'main',
    title: 'Stable Diffusion 2',
    reason: 'its U-Net attends to prompts of width 1024 and its text encoder is OpenCLIP',
    matches: either(
      keys(/^cond_stage_model\.model\./),
      contextWidth(1024),
      pipeline(/^(StableDiffusion(Inpaint|Img2Img|Depth2Img)?|LatentConsistencyModel)Pipeline$/, 1024),
    ),
    traits: unet('sd_2'),
  },
  {
    kind: 'main',
    title: 'Stable Diffusion XL',
    reason: 'it has the two text encoders of XL (conditioner.embedders) or a U-Net that attends to width 2048',
    matches: either(
      keys(/^conditioner\.embedders\.1\./),
      contextWidth(2048),
      pipeline(/^LatentConsistencyModelPipeline$/, 2048),
      (source) => pipeline(/^StableDiffusionXL/)(source) && !pipeline(/^/, 1280)(source),
    ),
    traits: unet('sdxl'),
  },
  {
    kind: 'main',
    title: 'the refiner of Stable Diffusion XL',
    reason: 'its U-Net attends to prompts of width 1280',
    matches: either(keys(/^conditioner\.embedders\.0\./), contextWidth(1280), pipeline(/^StableDiffusionXL/, 1280)),
    traits: unet('sdxl_refiner'),
  },
  {
    kind: 'main',
    title: 'Stable Diffusion 3',
    reason: 'its denoiser is made of joint blocks',
    matches: either(keys(/(^|\.)joint_blocks\.0\./), pipeline(/^StableDiffusion3/)),
    traits: { architecture: 'sd_3' },
  },
  {
    kind: 'main',
    title: 'FLUX.2',
    reason: 'its denoiser is made of double and single blocks that share one modulation',
    matches: either(
      (source) =>
        keys(/(^|\.)double_blocks\.0\./)(source) &&
        (keys(/(double|single)_stream_modulation/)(source) || sizeOf(source, /(^|\.)img_in\.weight$/, 1) === 128),
      pipeline(/^Flux2/),
    ),
    traits: flux2,
  },
  {
    kind: 'main',
    title: 'FLUX',
    reason: 'its denoiser is made of double and single blocks',
    matches: either(keys(/(^|\.)double_blocks\.0\./), pipeline(/^Flux/)),
    traits: (source) => (source.kind === 'folder' ? { architecture: 'flux' } : flux(source)),
  },
  {
    kind: 'main',
    title: 'Z-Image',
    reason: 'its denoiser refines the prompt by blocks of its own (cap_embedder, context_refiner)',
    matches: either(keys(/(^|\.)(cap_embedder|context_refiner|cap_pad_token)(\.|$)/, LATENT_SEQUENCE), pipeline(/^ZImage/)),
    traits: { architecture: 'z_image', variant: 'turbo' },
  },
  {
    kind: 'main',
    title: 'Qwen-Image',
    reason: 'its denoiser has blocks with one feed-forward layer for the picture and one for the text (img_mlp, txt_mlp)',
    matches: either(keys(/transformer_blocks\.0\.txt_mlp\./, /transformer_blocks\.0\.img_mlp\./), pipeline(/^QwenImage/)),
    traits: { architecture: 'qwen_image' },
  },
  {
    kind: 'main',
    title: 'Anima',
    reason: 'its denoiser has an adapter for a language model (llm_adapter)',
    matches: keys(/(^|\.)llm_adapter\./, /(^|\.)blocks\.0\./),
    traits: { architecture: 'anima' },
  },
  {
    kind: 'main',
    title: 'Wan',
    reason: 'its denoiser is a row of blocks with attention to the picture and to the prompt',
    matches: either(keys(/(^|\.)blocks\.0\.cross_attn\.q\.weight$/, /(^|\.)patch_embedding\.weight$/), pipeline(/^Wan/)),
    traits: { architecture: 'wan' },
  },
  {
    kind: 'main',
    title: 'CogView4',
    reason: 'its model_index.json names the pipeline of CogView4',
    matches: pipeline(/^CogView4/),
    traits: { architecture: 'cogview4' },
  },
  {
    kind: 'main',
    title: 'a diffusers pipeline',
    reason: 'its model_index.json names a pipeline class that this version does not run',
    matches: pipeline(/Pipeline$/),
  },
  {
    kind: 'denoiser',
    title: 'a U-Net alone',
    reason: 'it has the blocks of a U-Net and no other part',
    matches: keys(/(^|\.)(input_blocks\.0\.0|down_blocks\.0\.resnets\.0\.time_emb_proj)\./),
  },
  {
    kind: 'vae',
    title: 'an autoencoder (VAE)',
    reason: 'it has an encoder and a decoder between pictures and latents',
    matches: either(keys(/(^|\.)encoder\.conv_in\./, /(^|\.)decoder\.conv_in\./), network(/^AutoencoderKL(QwenImage|Flux2)?$/)),
    traits: autoencoder,
  },
  {
    kind: 'vae',
    title: 'an autoencoder of Wan',
    reason: 'it has an encoder and a decoder between films and latents',
    matches: either(keys(/^encoder\.conv1\./, /^decoder\.conv1\./), network(/^AutoencoderKLWan$/)),
    traits: { architecture: 'wan' },
  },
  {
    kind: 'vae',
    title: 'a tiny autoencoder (TAESD)',
    reason: 'its encoder and decoder are short rows of layers',
    matches: either(keys(/^(en|de)coder\.(layers\.)?\d+\.(conv\.)?/), network(/^AutoencoderTiny$/)),
  },
  {
    kind: 'text_encoder',
    title: 'a CLIP text encoder',
    reason: 'it has the layers of a text encoder (text_model)',
    matches: (source) => keys(/^text_model\.encoder\.layers\.0\./)(source) && !keys(/^vision_model\./)(source),
    traits: tokens(TEXT_VARIANTS),
  },
  {
    kind: 'siglip',
    title: 'a SigLIP image encoder',
    reason: 'it has the layers of an image encoder that attends to a probe (vision_model.head)',
    matches: keys(/^vision_model\.encoder\.layers\.0\./, /^vision_model\.head\./),
  },
  {
    kind: 'image_encoder',
    title: 'a CLIP image encoder',
    reason: 'it has the layers of an image encoder (vision_model)',
    matches: keys(/^vision_model\.encoder\.layers\.0\./),
  },
  {
    kind: 't5_encoder',
    title: 'a T5 text encoder',
    reason: 'it has the blocks of a T5 encoder',
    matches: keys(/^encoder\.block\.0\.layer\.0\.SelfAttention\.q\.weight$/),
  },
  {
    kind: 'wan_t5_encoder',
    title: 'the text encoder of Wan',
    reason: 'it has the blocks of a T5 encoder as Wan writes them',
    matches: keys(/^blocks\.0\.attn\.q\.weight$/, /^token_embedding\.weight$/),
  },
  {
    kind: 'qwen_vl_encoder',
    title: 'a Qwen-VL text encoder',
    reason: 'it has the layers of a Qwen language model and of its image encoder (visual.blocks)',
    matches: keys(/(^|\.)visual\.blocks\.0\./, /(^|\.)layers\.0\.self_attn\.q_proj\.weight$/),
  },
  {
    kind: 'qwen3_encoder',
    title: 'a Qwen3 text encoder',
    reason: 'it has the layers of a Qwen3 language model (q_norm, k_norm)',
    matches: keys(/^model\.layers\.0\.self_attn\.q_norm\.weight$/, /^model\.embed_tokens\.weight$/),
    traits: tokens(QWEN3_VARIANTS),
  },
  {
    kind: 'gemma2_encoder',
    title: 'a Gemma 2 text encoder',
    reason: 'it has the layers of a Gemma 2 language model (pre_feedforward_layernorm)',
    matches: keys(/^model\.layers\.0\.pre_feedforward_layernorm\.weight$/),
  },
  {
    kind: 'upscaler',
    title: 'an ESRGAN upscaler',
    reason: 'it has the residual dense blocks of an upscaler',
    matches: keys(/^(conv_first|model\.0)\.weight$/, /(RDB|rdb)\d/),
  },
  {
    kind: 'upscaler',
    title: 'a compact upscaler',
    reason: 'its body is one row of convolutions (SRVGG)',
    matches: keys(/^body\.0\.weight$/, /^body\.1\.weight$/),
  },
  {
    kind: 'textual_inversion',
    title: 'embeddings of tokens',
    reason: 'its few tensors are as wide as the tokens of a text encoder',
    matches: isFewTokens,
    traits: embedding,
  },
]
