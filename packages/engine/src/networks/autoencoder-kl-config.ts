import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { parseJson, type TensorView, type Weights } from '../formats/index.ts'
import { countNumbered, expectTensor, inferGroups } from './sizes.ts'

/** Sizes of a variational autoencoder, and how its latents relate to the denoiser's. */
export interface AutoencoderKlConfig {
  readonly imageChannels: number
  readonly latentChannels: number
  /** Channels of each level, from the picture's size down. */
  readonly channels: readonly number[]
  readonly blocksPerLevel: number
  readonly groups: number
  readonly hasMiddleAttention: boolean
  readonly hasQuantConvolution: boolean
  readonly hasPostQuantConvolution: boolean
  /** denoiser latents = (latents − shiftFactor) · scalingFactor */
  readonly scalingFactor: number
  readonly shiftFactor: number
}

/** Pixels of a picture a latent, in each direction: each level but the last halves. */
export function downscaleOf({ channels }: AutoencoderKlConfig): number {
  return 2 ** (channels.length - 1)
}

/** The factor of Stable Diffusion 1 and 2, which their single files do not carry. */
const DEFAULT_SCALING_FACTOR = 0.18215

const size = z.int().min(1).max(1_000_000)
const configSchema = z.looseObject({
  in_channels: size.default(3),
  out_channels: size.default(3),
  latent_channels: size,
  block_out_channels: z.array(size).min(1).max(16),
  layers_per_block: z.int().min(1).max(64),
  norm_num_groups: size.default(32),
  mid_block_add_attention: z.boolean().default(true),
  use_quant_conv: z.boolean().default(true),
  use_post_quant_conv: z.boolean().default(true),
  scaling_factor: z.number().positive().default(DEFAULT_SCALING_FACTOR),
  shift_factor: z.number().nullish(),
  act_fn: z.enum(['silu', 'swish']).default('silu'),
  // Blocks of other kinds (with attention at every level, of the asymmetric decoder) would be run wrongly.
  down_block_types: z.array(z.literal('DownEncoderBlock2D')).optional(),
  up_block_types: z.array(z.literal('UpDecoderBlock2D')).optional(),
})

/**
 * Parses an autoencoder's `config.json`.
 *
 * @throws `file_malformed` naming the key that does not fit
 */
export function parseAutoencoderKlConfig(json: unknown, name: string): AutoencoderKlConfig {
  const config = parseJson(json, configSchema, name)
  if (config.in_channels !== config.out_channels)
    throw new EngineError('file_malformed', `${name}: in_channels and out_channels differ.`)
  const odd = config.block_out_channels.find((count) => count % config.norm_num_groups !== 0)
  if (odd !== undefined)
    throw new EngineError(
      'file_malformed',
      `${name}: ${odd} channels are no multiple of norm_num_groups ${config.norm_num_groups}.`,
    )
  return {
    imageChannels: config.in_channels,
    latentChannels: config.latent_channels,
    channels: config.block_out_channels,
    blocksPerLevel: config.layers_per_block,
    groups: config.norm_num_groups,
    hasMiddleAttention: config.mid_block_add_attention,
    hasQuantConvolution: config.use_quant_conv,
    hasPostQuantConvolution: config.use_post_quant_conv,
    scalingFactor: config.scaling_factor,
    shiftFactor: config.shift_factor ?? 0,
  }
}

/** The sizes of an autoencoder that comes without a configuration, from its tensors (keys as in diffusers). */
export function inferAutoencoderKlConfig(weights: Weights, name: string): AutoencoderKlConfig {
  const levels = countNumbered(weights, 'encoder.down_blocks')
  const channels = Array.from(
    { length: levels },
    (_, level) => expectTensor(weights, `encoder.down_blocks.${level}.resnets.0.conv1.weight`, name)[0],
  )
  const [imageChannels] = expectTensor(weights, 'decoder.conv_out.weight', name)
  const [, latentChannels] = expectTensor(weights, 'decoder.conv_in.weight', name)
  return {
    imageChannels,
    latentChannels,
    channels,
    blocksPerLevel: countNumbered(weights, 'encoder.down_blocks.0.resnets'),
    groups: inferGroups(channels),
    hasMiddleAttention: weights.has('decoder.mid_block.attentions.0.to_q.weight'),
    hasQuantConvolution: weights.has('quant_conv.weight'),
    hasPostQuantConvolution: weights.has('post_quant_conv.weight'),
    scalingFactor: DEFAULT_SCALING_FACTOR,
    shiftFactor: 0,
  }
}

/** Attention layers as older files of the same layout name them. */
const OLD_ATTENTION_NAMES: Readonly<Record<string, string>> = { query: 'to_q', key: 'to_k', value: 'to_v', proj_attn: 'to_out.0' }

/** The same tensors with the attention layers under their present names. */
export function renameOldAttention(weights: Weights): Weights {
  const renamed = new Map<string, TensorView>()
  for (const [key, view] of weights) {
    renamed.set(
      key.replace(
        /(\.attentions\.\d+\.)(query|key|value|proj_attn)\./,
        (_, path: string, old: string) => `${path}${OLD_ATTENTION_NAMES[old]}.`,
      ),
      view,
    )
  }
  return renamed
}
