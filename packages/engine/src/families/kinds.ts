import type { ModelSource } from './define-family.ts'

/** Something we can name, though no family of ours runs it. */
interface Kind {
  readonly kind: string
  /** As it stands in a sentence. */
  readonly title: string
  /** Why a source is this, for a person. */
  readonly reason: string
  matches(source: ModelSource): boolean
}

/** A file with a key for each of the patterns. */
const keys =
  (...patterns: readonly RegExp[]) =>
  (source: ModelSource): boolean =>
    source.kind === 'file' && patterns.every((pattern) => [...source.weights.keys()].some((key) => pattern.test(key)))

/** A folder whose pipeline class begins so. */
const pipeline =
  (name: RegExp) =>
  (source: ModelSource): boolean =>
    source.kind === 'folder' && name.test(source.folder.className)

/** A file in which an attention layer takes prompts of this width. */
const contextWidth =
  (width: number) =>
  (source: ModelSource): boolean =>
    source.kind === 'file' &&
    [...source.weights].some(
      ([key, { shape }]) => /^model\.diffusion_model\..*attn2\.to_k\.weight$/.test(key) && shape[1] === width,
    )

/**
 * Files and folders that are no checkpoint of ours, told by their tensors, most telling first: a LoRA's keys contain those of
 * the network it patches, so patches come before networks.
 */
export const KINDS: readonly Kind[] = [
  {
    kind: 'lora',
    title: 'a LoRA',
    reason: 'its tensors are pairs of low-rank factors (lora_down and lora_up, or lora_A and lora_B)',
    matches: keys(/lora_(down|up|A|B)\b|lora(_linear_layer)?\.(down|up)\./),
  },
  {
    kind: 'lora',
    title: 'a LyCORIS patch',
    reason: 'its tensors are factors of a LyCORIS patch (hada, lokr, oft, diff)',
    matches: keys(/\.(hada_w1_a|lokr_w[12](_[ab])?|oft_blocks|diff|on_input)\b/),
  },
  {
    kind: 'ip_adapter',
    title: 'an IP-Adapter',
    reason: 'it has an image projection and adapter layers (image_proj, ip_adapter)',
    matches: keys(/^image_proj\./, /^ip_adapter\./),
  },
  {
    kind: 'controlnet',
    title: 'a ControlNet',
    reason: 'it has the input of a control picture (controlnet_cond_embedding or input_hint_block)',
    matches: keys(/controlnet_cond_embedding\.|input_hint_block\./),
  },
  {
    kind: 't2i_adapter',
    title: 'a T2I-Adapter',
    reason: 'its tensors are an adapter body of residual blocks',
    matches: keys(/^(adapter\.)?body\.0\.(block1|resnets\.0\.block1)\./),
  },
  {
    kind: 'textual_inversion',
    title: 'a textual inversion',
    reason: 'its one tensor is a list of token embeddings (emb_params, clip_l or clip_g)',
    matches: keys(/^(emb_params|clip_[lg])$/),
  },
  {
    kind: 'main',
    title: 'Stable Diffusion 2',
    reason: 'its U-Net attends to prompts of width 1024 and its text encoder is OpenCLIP',
    matches: (source) => keys(/^cond_stage_model\.model\./)(source) || contextWidth(1024)(source),
  },
  {
    kind: 'main',
    title: 'Stable Diffusion XL',
    reason: 'it has the two text encoders of XL (conditioner.embedders) or a U-Net that attends to width 2048',
    matches: (source) => keys(/^conditioner\.embedders\.1\./)(source) || contextWidth(2048)(source),
  },
  {
    kind: 'main',
    title: 'the refiner of Stable Diffusion XL',
    reason: 'its U-Net attends to prompts of width 1280',
    matches: (source) => keys(/^conditioner\.embedders\.0\./)(source) || contextWidth(1280)(source),
  },
  {
    kind: 'main',
    title: 'Stable Diffusion 3',
    reason: 'its denoiser is made of joint blocks',
    matches: keys(/(^|\.)joint_blocks\.0\./),
  },
  {
    kind: 'main',
    title: 'FLUX',
    reason: 'its denoiser is made of double and single blocks',
    matches: keys(/(^|\.)double_blocks\.0\./),
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
    matches: keys(/(^|\.)encoder\.conv_in\./, /(^|\.)decoder\.conv_in\./),
  },
  {
    kind: 'vae',
    title: 'a tiny autoencoder (TAESD)',
    reason: 'its encoder and decoder are short rows of layers',
    matches: keys(/^(en|de)coder\.(layers\.)?\d+\.(conv\.)?/),
  },
  {
    kind: 'text_encoder',
    title: 'a CLIP text encoder',
    reason: 'it has the layers of a text encoder (text_model)',
    matches: keys(/^text_model\.encoder\.layers\.0\./),
  },
  {
    kind: 'image_encoder',
    title: 'a CLIP image encoder',
    reason: 'it has the layers of an image encoder (vision_model)',
    matches: keys(/^vision_model\.encoder\.layers\.0\./),
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
]
