import { expect, test } from 'vitest'
import { parseUnetConfig } from './unet-config.ts'

/** A configuration as a current library writes it: everything spelled out. */
const written = {
  _class_name: 'UNet2DConditionModel',
  _diffusers_version: '0.31.0',
  act_fn: 'silu',
  addition_embed_type: null,
  addition_embed_type_num_heads: 64,
  addition_time_embed_dim: null,
  attention_head_dim: 4,
  attention_type: 'default',
  block_out_channels: [32, 64, 64],
  center_input_sample: false,
  class_embed_type: null,
  class_embeddings_concat: false,
  conv_in_kernel: 3,
  conv_out_kernel: 3,
  cross_attention_dim: 48,
  cross_attention_norm: null,
  down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
  downsample_padding: 1,
  dropout: 0.0,
  dual_cross_attention: false,
  encoder_hid_dim: null,
  encoder_hid_dim_type: null,
  flip_sin_to_cos: true,
  freq_shift: 0,
  in_channels: 9,
  layers_per_block: 2,
  mid_block_only_cross_attention: null,
  mid_block_scale_factor: 1,
  mid_block_type: 'UNetMidBlock2DCrossAttn',
  norm_eps: 1e-6,
  norm_num_groups: 16,
  num_attention_heads: null,
  num_class_embeds: null,
  only_cross_attention: false,
  out_channels: 4,
  projection_class_embeddings_input_dim: null,
  resnet_out_scale_factor: 1.0,
  resnet_skip_time_act: false,
  resnet_time_scale_shift: 'default',
  reverse_transformer_layers_per_block: null,
  sample_size: 64,
  time_cond_proj_dim: null,
  time_embedding_act_fn: null,
  time_embedding_dim: null,
  time_embedding_type: 'positional',
  timestep_post_act: null,
  transformer_layers_per_block: [1, 2, 3],
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
  upcast_attention: false,
  use_linear_projection: false,
}
const parse = (changes: Record<string, unknown> = {}) => parseUnetConfig({ ...written, ...changes }, 'unet/config.json')

test('reads what a current library writes', () => {
  expect(parse()).toEqual({
    inChannels: 9,
    outChannels: 4,
    levels: [
      { channels: 32, depth: 1, heads: 4 },
      { channels: 64, depth: 2, heads: 4 },
      { channels: 64, depth: 0, heads: 4 },
    ],
    middle: { depth: 3, heads: 4 },
    blocksPerLevel: 2,
    contextWidth: 48,
    groups: 16,
    epsilon: 1e-6,
    timestep: { width: 32, isCosineFirst: true, frequencyShift: 0 },
  })
})

test('a short configuration means what it always meant', () => {
  const {
    in_channels,
    out_channels,
    block_out_channels,
    layers_per_block,
    cross_attention_dim,
    down_block_types,
    up_block_types,
  } = written
  const short = {
    in_channels,
    out_channels,
    block_out_channels,
    layers_per_block,
    cross_attention_dim,
    down_block_types,
    up_block_types,
  }
  expect(parseUnetConfig(short, 'unet')).toMatchObject({ groups: 32, epsilon: 1e-5, middle: { depth: 1, heads: 8 } })
})

test.each([
  { changes: { attention_head_dim: [2, 4, 8] }, heads: [2, 4, 8] },
  { changes: { num_attention_heads: 2 }, heads: [2, 2, 2] },
  { changes: { num_attention_heads: [1, 2, 4], attention_head_dim: 8 }, heads: [1, 2, 4] },
])('$changes are heads $heads, the last of which the middle has too', ({ changes, heads }) => {
  const { levels, middle } = parse(changes)
  expect([...levels.map((level) => level.heads), middle.heads]).toEqual([...heads, heads.at(-1)])
})

test.each<[key: string, value: unknown]>([
  ['in_channels', 0],
  ['in_channels', 2.5],
  ['in_channels', '4'],
  ['out_channels', undefined],
  ['block_out_channels', []],
  ['block_out_channels', new Array(17).fill(32)],
  ['block_out_channels.1', [32, -64, 64]],
  ['layers_per_block', 1e9],
  ['layers_per_block', Number.POSITIVE_INFINITY],
  ['cross_attention_dim', null],
  ['attention_head_dim', 'eight'],
  ['attention_head_dim', [4, 4]],
  ['transformer_layers_per_block', [1, 2, 3, 4]],
  ['norm_num_groups', 0],
  ['norm_eps', -1e-5],
  ['freq_shift', 'none'],
  ['flip_sin_to_cos', 1],
  ['down_block_types.0', ['AttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D']],
  ['up_block_types.0', ['UpBlock3D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D']],
  ['mid_block_type', 'UNetMidBlock2DSimpleCrossAttn'],
  ['act_fn', 'gelu'],
])('names the key %s when it is %j', (path, value) => {
  const [key = ''] = path.split('.')
  expect(() => parse({ [key]: value })).toThrow(expect.objectContaining({ code: 'file_malformed' }))
  expect(() => parse({ [key]: value })).toThrow(`unet/config.json: ${path}`)
})

test.each<[changes: Record<string, unknown>, message: string]>([
  [{ block_out_channels: [32, 64] }, 'block_out_channels, down_block_types and up_block_types are not of one length'],
  [{ up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D'] }, 'are not of one length'],
  [{ block_out_channels: [32, 72, 64] }, '72 channels are no multiple of norm_num_groups 16'],
  [{ attention_head_dim: 5 }, '32 channels are no multiple of norm_num_groups 16 and of 5 heads'],
  [
    { up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'] },
    'level 2 has attention on one side only',
  ],
])('refuses sizes that do not fit each other: %j', (changes, message) => {
  expect(() => parse(changes)).toThrow(message)
})

test.each<[key: string, value: unknown]>([
  ['addition_embed_type', 'text_time'],
  ['class_embed_type', 'timestep'],
  ['num_class_embeds', 1000],
  ['encoder_hid_dim_type', 'text_proj'],
  ['encoder_hid_dim', 1024],
  ['time_cond_proj_dim', 256],
  ['time_embedding_act_fn', 'silu'],
  ['timestep_post_act', 'silu'],
  ['cross_attention_norm', 'group_norm'],
  ['reverse_transformer_layers_per_block', [3, 2, 1]],
  ['time_embedding_type', 'fourier'],
  ['attention_type', 'gated'],
  ['resnet_time_scale_shift', 'scale_shift'],
  ['center_input_sample', true],
  ['dual_cross_attention', true],
  ['only_cross_attention', [true, true, true]],
  ['mid_block_only_cross_attention', true],
  ['resnet_skip_time_act', true],
  ['mid_block_scale_factor', 1.5],
  ['resnet_out_scale_factor', 2],
  ['downsample_padding', 0],
])('refuses %s %j by name', (key, value) => {
  expect(() => parse({ [key]: value })).toThrow(`unet/config.json: ${key}: is not supported by this version`)
})

test.each([null, [], 'text', 7])('refuses a document that is %j', (json) => {
  expect(() => parseUnetConfig(json, 'unet/config.json')).toThrow('unet/config.json: the document')
})
