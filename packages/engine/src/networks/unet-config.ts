import { z } from 'zod'
import { EngineError } from '../errors.ts'
import { parseJson, type Weights } from '../formats/index.ts'
import { countNumbered, expectTensor, inferGroups } from './sizes.ts'
import type { TimestepFeaturesConfig } from './timestep-features.ts'

/** One level of a U-Net, from the finest down. */
export interface UnetLevel {
  readonly channels: number
  /** Transformer blocks in each attention of this level, 0 for a level without attention. */
  readonly depth: number
  readonly heads: number
}

/** Sizes of a U-Net with cross attention. */
export interface UnetConfig {
  readonly inChannels: number
  readonly outChannels: number
  readonly levels: readonly UnetLevel[]
  /** Transformer blocks in the middle. */
  readonly middle: { readonly depth: number; readonly heads: number }
  /** Residual blocks of a level on the way down; one more on the way up. */
  readonly blocksPerLevel: number
  readonly contextWidth: number
  readonly groups: number
  readonly epsilon: number
  readonly timestep: TimestepFeaturesConfig
}

const size = z.int().min(1).max(1_000_000)
const count = z.int().min(1).max(64)
const perLevel = (entry: typeof size) => z.union([entry, z.array(entry)])
const unset = z.null({ error: 'is not supported by this version' }).optional()
const only = <T extends string | number | boolean>(value: T) =>
  z.literal(value, { error: `is not supported by this version but as ${JSON.stringify(value)}` }).nullish()
const configSchema = z.looseObject({
  in_channels: size,
  out_channels: size,
  block_out_channels: z.array(size).min(1).max(16),
  layers_per_block: count,
  cross_attention_dim: size,
  attention_head_dim: perLevel(size).default(8),
  num_attention_heads: perLevel(size).nullish(),
  transformer_layers_per_block: perLevel(count).default(1),
  down_block_types: z.array(z.enum(['CrossAttnDownBlock2D', 'DownBlock2D'])),
  mid_block_type: z.literal('UNetMidBlock2DCrossAttn').default('UNetMidBlock2DCrossAttn'),
  up_block_types: z.array(z.enum(['CrossAttnUpBlock2D', 'UpBlock2D'])),
  norm_num_groups: size.default(32),
  norm_eps: z.number().positive().default(1e-5),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
  act_fn: z.enum(['silu', 'swish']).default('silu'),
  // What only other architectures set. A network that sets one of these is refused by name instead of being run wrongly.
  addition_embed_type: unset,
  class_embed_type: unset,
  num_class_embeds: unset,
  encoder_hid_dim_type: unset,
  encoder_hid_dim: unset,
  time_cond_proj_dim: unset,
  time_embedding_act_fn: unset,
  timestep_post_act: unset,
  cross_attention_norm: unset,
  reverse_transformer_layers_per_block: unset,
  time_embedding_type: only('positional'),
  attention_type: only('default'),
  resnet_time_scale_shift: only('default'),
  center_input_sample: only(false),
  dual_cross_attention: only(false),
  only_cross_attention: only(false),
  mid_block_only_cross_attention: only(false),
  resnet_skip_time_act: only(false),
  mid_block_scale_factor: only(1),
  resnet_out_scale_factor: only(1),
  downsample_padding: only(1),
})

/**
 * Parses a U-Net's `config.json`.
 *
 * @throws `file_malformed` naming the key that does not fit
 */
export function parseUnetConfig(json: unknown, name: string): UnetConfig {
  const config = parseJson(json, configSchema, name)
  const channels = config.block_out_channels
  if (config.down_block_types.length !== channels.length || config.up_block_types.length !== channels.length) {
    throw new EngineError(
      'file_malformed',
      `${name}: block_out_channels, down_block_types and up_block_types are not of one length.`,
    )
  }
  // In diffusers' configurations attention_head_dim has always been the number of heads, whatever its name says.
  const heads = spread(config.num_attention_heads ?? config.attention_head_dim, channels.length, `${name}: attention_head_dim`)
  const depths = spread(config.transformer_layers_per_block, channels.length, `${name}: transformer_layers_per_block`)
  for (const [level, count] of channels.entries()) {
    if (count % config.norm_num_groups !== 0 || count % (heads[level] as number) !== 0) {
      throw new EngineError(
        'file_malformed',
        `${name}: ${count} channels are no multiple of norm_num_groups ${config.norm_num_groups} and of ${heads[level]} heads.`,
      )
    }
    const isUpAttended = config.up_block_types[channels.length - 1 - level] === 'CrossAttnUpBlock2D'
    if (isUpAttended !== (config.down_block_types[level] === 'CrossAttnDownBlock2D')) {
      throw new EngineError('file_malformed', `${name}: level ${level} has attention on one side only, which is not supported.`)
    }
  }
  return {
    inChannels: config.in_channels,
    outChannels: config.out_channels,
    levels: channels.map((count, level) => ({
      channels: count,
      depth: config.down_block_types[level] === 'CrossAttnDownBlock2D' ? (depths[level] as number) : 0,
      heads: heads[level] as number,
    })),
    middle: { depth: depths.at(-1) as number, heads: heads.at(-1) as number },
    blocksPerLevel: config.layers_per_block,
    contextWidth: config.cross_attention_dim,
    groups: config.norm_num_groups,
    epsilon: config.norm_eps,
    timestep: { width: channels[0] as number, isCosineFirst: config.flip_sin_to_cos, frequencyShift: config.freq_shift },
  }
}

function spread(value: number | readonly number[], levels: number, name: string): readonly number[] {
  if (typeof value === 'number') return new Array<number>(levels).fill(value)
  if (value.length !== levels)
    throw new EngineError('file_malformed', `${name} has ${value.length} entries for ${levels} levels.`)
  return value
}

/**
 * The sizes of a U-Net that comes without a configuration, from its tensors (keys as in diffusers). What cannot be seen there is
 * as in every published model of this shape.
 *
 * @param headsOf  heads of a level of so many channels; tensors do not show them
 */
export function inferUnetConfig(weights: Weights, headsOf: (channels: number) => number, name: string): UnetConfig {
  const depthOf = (attention: string) => countNumbered(weights, `${attention}.transformer_blocks`)
  const levels = Array.from({ length: countNumbered(weights, 'down_blocks') }, (_, level): UnetLevel => {
    const [channels] = expectTensor(weights, `down_blocks.${level}.resnets.0.conv1.weight`, name)
    return { channels, depth: depthOf(`down_blocks.${level}.attentions.0`), heads: headsOf(channels) }
  })
  const [first] = levels
  if (first === undefined) throw new EngineError('model_incomplete', `The ${name} lacks its levels (down_blocks).`)
  const odd = levels.find(({ channels, depth, heads }, at) => (depth > 0 || at === levels.length - 1) && channels % heads !== 0)
  if (odd !== undefined)
    throw new EngineError(
      'model_incomplete',
      `The ${name} has ${odd.channels} channels, which do not split into ${odd.heads} heads.`,
    )
  const [, inChannels] = expectTensor(weights, 'conv_in.weight', name)
  const [outChannels] = expectTensor(weights, 'conv_out.weight', name)
  const [, contextWidth] = expectTensor(weights, 'mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight', name)
  return {
    inChannels,
    outChannels,
    levels,
    middle: { depth: depthOf('mid_block.attentions.0'), heads: levels.at(-1)?.heads ?? 1 },
    blocksPerLevel: countNumbered(weights, 'down_blocks.0.resnets'),
    contextWidth,
    groups: inferGroups(levels.map(({ channels }) => channels)),
    epsilon: 1e-5,
    timestep: { width: first.channels, isCosineFirst: true, frequencyShift: 0 },
  }
}
