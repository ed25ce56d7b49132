import { expect, test } from 'vitest'
import { parseAutoencoderKlConfig, renameOldAttention } from './autoencoder-kl-config.ts'
import { parseAutoencoderTinyConfig } from './autoencoder-tiny.ts'
import { parseClipTextConfig } from './clip-text-config.ts'

const vae = {
  _class_name: 'AutoencoderKL',
  act_fn: 'silu',
  block_out_channels: [32, 64],
  down_block_types: ['DownEncoderBlock2D', 'DownEncoderBlock2D'],
  in_channels: 3,
  latent_channels: 4,
  layers_per_block: 1,
  norm_num_groups: 16,
  out_channels: 3,
  sample_size: 512,
  scaling_factor: 0.13025,
  up_block_types: ['UpDecoderBlock2D', 'UpDecoderBlock2D'],
}

test("reads an autoencoder's configuration", () => {
  expect(parseAutoencoderKlConfig(vae, 'vae')).toEqual({
    imageChannels: 3,
    latentChannels: 4,
    channels: [32, 64],
    blocksPerLevel: 1,
    groups: 16,
    hasMiddleAttention: true,
    hasQuantConvolution: true,
    hasPostQuantConvolution: true,
    scalingFactor: 0.13025,
    shiftFactor: 0,
  })
})

test('the scaling factor is that of Stable Diffusion 1 where none is written', () => {
  const { scaling_factor: _, ...old } = vae
  expect(parseAutoencoderKlConfig(old, 'vae').scalingFactor).toBe(0.18215)
  expect(parseAutoencoderKlConfig({ ...vae, shift_factor: 0.1159, use_quant_conv: false }, 'vae')).toMatchObject({
    shiftFactor: 0.1159,
    hasQuantConvolution: false,
  })
})

const clip = {
  architectures: ['CLIPTextModel'],
  hidden_act: 'gelu',
  hidden_size: 64,
  intermediate_size: 128,
  layer_norm_eps: 1e-6,
  max_position_embeddings: 77,
  num_attention_heads: 4,
  num_hidden_layers: 3,
  eos_token_id: 999,
  vocab_size: 1000,
}

test("reads a text encoder's configuration", () => {
  expect(parseClipTextConfig(clip, new Map(), 'text encoder')).toEqual({
    vocabularySize: 1000,
    tokens: 77,
    width: 64,
    innerWidth: 128,
    layers: 3,
    heads: 4,
    activation: 'gelu',
    epsilon: 1e-6,
    endId: 999,
    projectionWidth: undefined,
  })
})

test('an empty configuration of a tiny autoencoder means that of TAESD', () => {
  expect(parseAutoencoderTinyConfig({}, 'taesd')).toMatchObject({
    latentChannels: 4,
    encoderChannels: [64, 64, 64, 64],
    encoderBlocks: [1, 3, 3, 3],
    decoderBlocks: [3, 3, 3, 1],
  })
})

const parsers: Record<string, (changes: Record<string, unknown>) => unknown> = {
  vae: (changes) => parseAutoencoderKlConfig({ ...vae, ...changes }, 'part/config.json'),
  clip: (changes) => parseClipTextConfig({ ...clip, ...changes }, new Map(), 'part/config.json'),
  taesd: (changes) => parseAutoencoderTinyConfig(changes, 'part/config.json'),
}

test.each<[parser: keyof typeof parsers, path: string, value: unknown]>([
  ['vae', 'latent_channels', '4'],
  ['vae', 'latent_channels', undefined],
  ['vae', 'block_out_channels', []],
  ['vae', 'block_out_channels.0', [0.5, 64]],
  ['vae', 'layers_per_block', -1],
  ['vae', 'layers_per_block', 1e9],
  ['vae', 'norm_num_groups', null],
  ['vae', 'scaling_factor', 0],
  ['vae', 'scaling_factor', Number.NaN],
  ['vae', 'act_fn', 'relu'],
  ['vae', 'down_block_types.1', ['DownEncoderBlock2D', 'AttnDownEncoderBlock2D']],
  ['vae', 'up_block_types.0', ['AttnUpDecoderBlock2D', 'UpDecoderBlock2D']],
  ['clip', 'vocab_size', 0],
  ['clip', 'vocab_size', undefined],
  ['clip', 'max_position_embeddings', 1_000_000],
  ['clip', 'num_hidden_layers', 1e6],
  ['clip', 'hidden_act', 'silu'],
  ['clip', 'layer_norm_eps', 0],
  ['clip', 'eos_token_id', -1],
  ['taesd', 'encoder_block_out_channels', 64],
  ['taesd', 'num_decoder_blocks.1', [1, 0, 1, 1]],
  ['taesd', 'upsampling_scaling_factor', 4],
  ['taesd', 'act_fn', 'silu'],
])('%s: names the key %s when it is %j', (parser, path, value) => {
  const [key = ''] = path.split('.')
  const parse = () => parsers[parser]?.({ [key]: value })
  expect(parse).toThrow(expect.objectContaining({ code: 'file_malformed' }))
  expect(parse).toThrow(`part/config.json: ${path}`)
})

test.each<[parser: keyof typeof parsers, changes: Record<string, unknown>, message: string]>([
  ['vae', { block_out_channels: [32, 40] }, '40 channels are no multiple of norm_num_groups 16'],
  ['vae', { out_channels: 4 }, 'in_channels and out_channels differ'],
  ['clip', { num_attention_heads: 5 }, 'hidden_size 64 is no multiple of num_attention_heads 5'],
])('%s: refuses %j, which do not fit', (parser, changes, message) => {
  expect(() => parsers[parser]?.(changes)).toThrow(`part/config.json: ${message}`)
})

test('attention of older autoencoders is found under its present names', () => {
  const view = { file: '/model', offset: 0, length: 4, dtype: 'F32', shape: [1] } as const
  const old = ['query.weight', 'key.bias', 'value.weight', 'proj_attn.bias', 'group_norm.weight']
  const keys = (names: string[]) => names.map((name) => `decoder.mid_block.attentions.0.${name}`)
  const renamed = renameOldAttention(new Map([...keys(old), 'decoder.key.weight'].map((key) => [key, view])))
  expect([...renamed.keys()]).toEqual([
    ...keys(['to_q.weight', 'to_k.bias', 'to_v.weight', 'to_out.0.bias', 'group_norm.weight']),
    'decoder.key.weight',
  ])
})
