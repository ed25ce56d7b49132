import type { Weights } from '../formats/index.ts'
import { type Architecture, findShape, hasKey } from './architectures.ts'

/*
 * What a LoRA, LoKr, LoHa, DoRA or OFT patch is for. Its keys are those of the network that it patches, spelled with dots or with
 * underscores, and the widths of its factors are those of the layers.
 */

/** What stands before the blocks of a transformer, in the spellings of the tools that train patches. */
const START = String.raw`^(diffusion_model\.|transformer\.|base_model\.model\.(transformer\.)?|(lora_unet|lora_transformer|lycoris)__?)?`
const block = (rest: string) => new RegExp(`${START}blocks[._]\\d+[._]${rest}`)

/** Keys by which one network alone is known, most telling first. `[._]` stands for both spellings. */
const TELLING: readonly (readonly [architecture: Architecture, pattern: RegExp])[] = [
  ['z_image', new RegExp(String.raw`${START}(context_refiner|noise_refiner|layers)[._]\d+[._]`)],
  ['anima', block('adaln_modulation')],
  ['anima', block('(self|cross)_attn[._](q|k|v|output)_proj')],
  ['wan', block('((self|cross)_attn[._][qkvo]([._]|$)|ffn[._][02][._]|attn[12][._]to_[qkv]([._]|$))')],
  ['qwen_image', /transformer_blocks[._]\d+[._](img|txt)_(mlp|mod)[._]/],
  ['sd_3', /joint_blocks[._]\d/],
  ['flux2', /(double|single)_stream_modulation|to_qkv_mlp_proj|transformer_blocks[._]\d+[._]ff(_context)?[._]linear_(in|out)/],
  ['flux', /single_transformer_blocks[._]\d/],
]

/** The architecture of the network that a patch changes; undefined when its keys and widths do not tell. */
export function findAdapterArchitecture(weights: Weights): Architecture | undefined {
  for (const [architecture, pattern] of TELLING) if (hasKey(weights, pattern)) return architecture
  if (hasKey(weights, /(double|single)_blocks[._]\d/)) return tellFlux(weights)
  // a patch of nothing but the joint attention, which several transformers have
  if (hasKey(weights, /transformer_blocks[._]\d+[._]attn[._]add_[qkv]_proj/)) return tellJointAttention(weights)
  return tellStableDiffusion(weights)
}

/** Inner width of the FLUX.1 network, and of none of FLUX.2 but its smallest. */
const FLUX_WIDTH = 3072

/** FLUX.1 modulates in each block, and its feed-forward layers widen by four; FLUX.2 modulates once, and widens by six. */
function tellFlux(weights: Weights): Architecture {
  if (hasKey(weights, /(img|txt)_mod[._]lin|single_blocks[._]\d+[._]modulation/)) return 'flux'
  const layers = listLayers(weights)
  const find = (pattern: RegExp) => layers.find(({ name }) => pattern.test(name))
  const layer = find(/(img|txt)_attn[._](qkv|proj)$|(img|txt)_mlp[._]0$|linear1$/)
  if (layer?.inWidth !== undefined && layer.inWidth !== FLUX_WIDTH) return 'flux2'
  const widens = find(/(img|txt)_mlp[._]0$|linear1$/)?.outWidth
  return widens === undefined || [4 * FLUX_WIDTH, 7 * FLUX_WIDTH].includes(widens) ? 'flux' : 'flux2'
}

/** FLUX.1 has 19 such blocks; Stable Diffusion 3 is narrower and Qwen-Image, of the same width, deeper. */
function tellJointAttention(weights: Weights): Architecture | undefined {
  const layers = listLayers(weights).filter(({ name }) => /transformer_blocks[._]\d+[._]attn[._]/.test(name))
  const width = layers.find(({ inWidth }) => inWidth !== undefined)?.inWidth
  if (width === 1536 || width === 2432) return 'sd_3'
  if (width !== FLUX_WIDTH) return undefined
  const last = Math.max(...layers.map(({ name }) => Number(/transformer_blocks[._](\d+)/.exec(name)?.[1])))
  return last < 19 ? 'flux' : 'qwen_image'
}

/** XL has two text encoders and transformers of several blocks; the others are told by the width of their prompts. */
function tellStableDiffusion(weights: Weights): Architecture | undefined {
  if (hasKey(weights, /^lora_te[12]_|^text_encoder_2\./)) return 'sdxl'
  if (hasKey(weights, UNET_PREFIX) && hasKey(weights, /transformer_blocks[._][1-9]\d*[._]/)) return 'sdxl'
  const layers = listLayers(weights)
  const widths: Readonly<Record<number, Architecture>> = { 768: 'sd_1', 1024: 'sd_2', 1280: 'sdxl', 2048: 'sdxl' }
  const context = layers.find(({ name }) => /attn2[._](processor[._])?to_[kv](_lora)?$/.test(name))
  const text = layers.find(({ name }) => /text_model[._]encoder[._]layers[._]\d+[._](self_attn[._]|mlp[._]fc1$)/.test(name))
  const told = widths[context?.inWidth ?? 0] ?? widths[text?.inWidth ?? text?.outWidth ?? 0]
  if (told !== undefined) return told
  // the first level of XL has no attention; the projections before it are convolutions in version 1 alone
  if (!hasKey(weights, /(down_blocks[._]0[._]attentions|up_blocks[._]3[._]attentions|input_blocks[._][12][._]1)[._]/))
    return undefined
  const projection = findShape(weights, /attentions[._]\d[._]proj_in\.lora_(down|A)\b/)
  return projection === undefined ? undefined : projection.length === 4 ? 'sd_1' : 'sd_2'
}

const UNET_PREFIX = /^(lora_unet_|lycoris_|unet\.)?(down_blocks|mid_block|up_blocks|input_blocks|middle_block|output_blocks)[._]/

/** One layer that a patch changes, with what its factors tell of the layer's widths. */
interface PatchedLayer {
  readonly name: string
  readonly inWidth: number | undefined
  readonly outWidth: number | undefined
}

type Side = 'in' | 'out'

/** The factors of each kind of patch: which side of the layer the last or first dimension of a factor gives. */
const FACTORS: readonly (readonly [suffix: RegExp, side: Side])[] = [
  [
    /\.lora_down\.weight$|\.lora_A(\.default)?\.weight$|_lora\.down\.weight$|\.lora_linear_layer\.down\.weight$|\.lora\.down\.weight$/,
    'in',
  ],
  [
    /\.lora_up\.weight$|\.lora_B(\.default)?\.weight$|_lora\.up\.weight$|\.lora_linear_layer\.up\.weight$|\.lora\.up\.weight$/,
    'out',
  ],
  [/\.hada_w1_b$/, 'in'],
  [/\.hada_w1_a$/, 'out'],
  [/\.diff$/, 'in'],
]

/** The layers that a patch changes. */
function listLayers(weights: Weights): PatchedLayer[] {
  const layers = new Map<string, { in?: number | undefined; out?: number | undefined }>()
  const note = (name: string, side: Side, width: number | undefined) => layers.set(name, { ...layers.get(name), [side]: width })
  for (const [key, { shape }] of weights) {
    for (const [suffix, side] of FACTORS) {
      if (suffix.test(key)) note(key.replace(suffix, ''), side, side === 'in' ? shape[1] : shape[0])
    }
    if (/\.diff$/.test(key)) note(key.replace(/\.diff$/, ''), 'out', shape[0])
    // blocks of a rotation stand along the layer's outputs
    if (/\.oft_blocks$/.test(key)) note(key.replace(/\.oft_blocks$/, ''), 'out', product(shape[0], shape[1]))
    const kronecker = /^(.*)\.lokr_w1(_[ab])?$/.exec(key)?.[1]
    if (kronecker !== undefined) {
      note(kronecker, 'in', kroneckerWidth(weights, kronecker, 'in'))
      note(kronecker, 'out', kroneckerWidth(weights, kronecker, 'out'))
    }
  }
  return [...layers].map(([name, widths]) => ({ name, inWidth: widths.in, outWidth: widths.out }))
}

/** A Kronecker product is as wide as its factors' widths times one another; each factor may be of low rank itself. */
function kroneckerWidth(weights: Weights, layer: string, side: Side): number | undefined {
  const [low, at] = side === 'in' ? (['b', 1] as const) : (['a', 0] as const)
  const widthOf = (factor: string) =>
    (weights.get(`${layer}.lokr_${factor}`) ?? weights.get(`${layer}.lokr_${factor}_${low}`))?.shape[at]
  return product(widthOf('w1'), widthOf('w2'))
}

function product(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? undefined : first * second
}
