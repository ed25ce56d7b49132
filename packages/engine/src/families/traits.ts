import { findAdapterArchitecture } from './adapter-architecture.ts'
import { type Architecture, architectureOfContext, findShape, hasKey, type Traits } from './architectures.ts'
import type { ModelSource } from './define-family.ts'

/*
 * What tells a model of a kind from others of that kind: architecture and variant, by keys and widths.
 */

/** The weights of a file, or of a folder that holds one network. */
export const weightsOf = (source: ModelSource) => (source.kind === 'folder' ? undefined : source.weights)

/** A file with a key for each of the patterns. */
export const keys =
  (...patterns: readonly RegExp[]) =>
  (source: ModelSource): boolean => {
    const weights = weightsOf(source)
    return weights !== undefined && patterns.every((pattern) => hasKey(weights, pattern))
  }

/** The size of one dimension of the first tensor whose key fits. */
export const sizeOf = (source: ModelSource, pattern: RegExp, dimension: number): number | undefined => {
  const weights = weightsOf(source)
  return weights && findShape(weights, pattern)?.[dimension]
}

/** The variants of Stable Diffusion by what their U-Nets take beside latents. */
export function unetVariant(inChannels: number | undefined): string | undefined {
  if (inChannels === 9) return 'inpaint'
  return inChannels === 5 ? 'depth' : undefined
}

/** The U-Net of a main model for Stable Diffusion. */
export const unet =
  (architecture: Architecture) =>
  (source: ModelSource): Traits => {
    const inChannels =
      source.kind === 'folder'
        ? source.denoiser.inChannels
        : sizeOf(source, /^model\.diffusion_model\.input_blocks\.0\.0\.weight$/, 1)
    const isV = source.kind === 'folder' ? source.denoiser.predictionType === 'v_prediction' : keys(/^v_pred$/)(source)
    // single files of version 2 carry no settings; all but a few early ones predict velocity
    const predictsVelocity = isV || (architecture === 'sd_2' && source.kind === 'file')
    return {
      architecture,
      variant: unetVariant(inChannels),
      ...(predictsVelocity && { predictionType: 'v_prediction' as const }),
    }
  }

/** A LoRA or its like, by the network that it patches. */
export const adapter = (source: ModelSource): Traits => {
  const weights = weightsOf(source)
  return { architecture: weights && findAdapterArchitecture(weights) }
}

/** FLUX.1 distils its guidance into an input that only `dev` has; `dev_fill` takes a picture and a mask beside the latents. */
export const flux = (source: ModelSource): Traits => {
  const isDev = keys(/(^|\.)guidance_in\./)(source)
  const isFill = sizeOf(source, /(^|\.)img_in\.weight$/, 1) === 384
  const quantization = keys(/quant_state\.bitsandbytes__nf4$/)(source) ? ('nf4' as const) : undefined
  return { architecture: 'flux', variant: isFill ? 'dev_fill' : isDev ? 'dev' : 'schnell', quantization }
}

/** The members of FLUX.2 by the inner width of the network. */
const FLUX2_VARIANTS: Readonly<Record<number, string>> = { 3072: 'klein_4b', 4096: 'klein_9b', 6144: 'dev' }

/** FLUX.2, whose members differ in width. */
export const flux2 = (source: ModelSource): Traits => ({
  architecture: 'flux2',
  variant: FLUX2_VARIANTS[sizeOf(source, /(^|\.)img_in\.weight$/, 0) ?? 0],
})

/** A ControlNet, by the prompts that it attends to. */
export const controlNet = (source: ModelSource): Traits => {
  if (source.kind === 'network' && source.className.startsWith('Flux')) return { architecture: 'flux' }
  if (keys(/(^|\.)(controlnet_x_embedder|controlnet_blocks\.\d|double_blocks\.0)/)(source) && !keys(/^down_blocks\./)(source))
    return { architecture: 'flux' }
  const told = architectureOfContext(sizeOf(source, /attn2\.to_k\.weight$/, 1))
  // the small ones for XL have no attention, but like XL they take the size of the picture
  if (told === undefined && keys(/(^|\.)(add_embedding|label_emb)\./)(source)) return { architecture: 'sdxl' }
  return { architecture: told }
}

/** An IP-Adapter, by the width of the layers that it adds. */
export const ipAdapter = (source: ModelSource): Traits => {
  if (keys(/ip_adapter_double_stream|^double_blocks\./)(source)) return { architecture: 'flux' }
  return { architecture: architectureOfContext(sizeOf(source, /to_k_ip\.weight$/, 1)) }
}

/** Those for XL put 16 by 16 pixels into a place, the others 8 by 8. */
export const t2iAdapter = (source: ModelSource): Traits => {
  const channels = sizeOf(source, /^(adapter\.)?(conv_in|body\.0\.in_conv)\.weight$/, 1)
  if (channels === undefined) return {}
  return { architecture: channels % 256 === 0 ? 'sdxl' : channels % 64 === 0 ? 'sd_1' : undefined }
}

/** The architectures by the width of the tokens of their text encoders. */
export const EMBEDDING_WIDTHS: Readonly<Record<number, Architecture>> = { 768: 'sd_1', 1024: 'sd_2', 1280: 'sdxl' }

/** A textual inversion, by the width of its tokens. */
export const embedding = (source: ModelSource): Traits => {
  if (keys(/^clip_g$/)(source)) return { architecture: 'sdxl' }
  const weights = weightsOf(source)
  const [first] = weights?.values() ?? []
  return { architecture: EMBEDDING_WIDTHS[first?.shape.at(-1) ?? 0] }
}

/**
 * Autoencoders by the channels of their latents. Those with four have the same layers in all versions of Stable Diffusion; XL's has
 * another scale, which only a folder tells.
 */
export const autoencoder = (source: ModelSource): Traits => {
  if (source.kind === 'network' && source.config.scaling_factor === 0.13025) return { architecture: 'sdxl' }
  if (keys(/(^|\.)bn\.running_mean$/)(source)) return { architecture: 'flux2' }
  const weights = weightsOf(source)
  const shape = weights && findShape(weights, /(^|\.)decoder\.conv_in\.weight$/)
  if (shape?.length === 5) return { architecture: 'qwen_image' }
  return { architecture: shape?.[1] === 16 ? 'flux' : shape?.[1] === 32 ? 'flux2' : undefined }
}

/** The text encoders of CLIP by the width of their tokens. */
export const TEXT_VARIANTS: Readonly<Record<number, string>> = { 768: 'large', 1280: 'gigantic' }
/** The language models of Qwen3 by the width of their tokens. */
export const QWEN3_VARIANTS: Readonly<Record<number, string>> = { 1024: 'qwen3_06b', 2560: 'qwen3_4b', 4096: 'qwen3_8b' }

/** The variant by the width of the tokens. */
export const tokens = (variants: Readonly<Record<number, string>>) => (source: ModelSource) => ({
  variant: variants[sizeOf(source, /(token_embedding|embed_tokens)\.weight$/, 1) ?? 0],
})
