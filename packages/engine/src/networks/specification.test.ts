import { expect, test } from 'vitest'
import type { TensorView, Weights } from '../formats/index.ts'
import { listParameters, type Module } from '../onnx/index.ts'
import { countElements } from '../tensor/index.ts'
import { AutoencoderKl } from './autoencoder-kl.ts'
import { inferAutoencoderKlConfig, parseAutoencoderKlConfig } from './autoencoder-kl-config.ts'
import { AutoencoderTiny, parseAutoencoderTinyConfig } from './autoencoder-tiny.ts'
import { ClipText } from './clip-text.ts'
import { inferClipTextConfig, parseClipTextConfig } from './clip-text-config.ts'
import { Unet } from './unet.ts'
import { inferUnetConfig, parseUnetConfig } from './unet-config.ts'

/** Tensors as a checkpoint of this network has them, without a file. */
const weightsOf = (network: Module): Weights =>
  new Map(
    [...listParameters(network)].map(([key, { shape }]): [string, TensorView] => [
      key,
      { file: '/model.safetensors', offset: 0, length: 0, dtype: 'F32', shape },
    ]),
  )

// Configurations as published with each model, without what is the same in all.
const attended = ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D']
const sd15Unet = {
  act_fn: 'silu',
  attention_head_dim: 8,
  block_out_channels: [320, 640, 1280, 1280],
  cross_attention_dim: 768,
  down_block_types: attended,
  flip_sin_to_cos: true,
  freq_shift: 0,
  in_channels: 4,
  layers_per_block: 2,
  norm_eps: 1e-5,
  norm_num_groups: 32,
  out_channels: 4,
  up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
}
const sd21Unet = { ...sd15Unet, attention_head_dim: [5, 10, 20, 20], cross_attention_dim: 1024, use_linear_projection: true }
const sd15Vae = {
  block_out_channels: [128, 256, 512, 512],
  in_channels: 3,
  latent_channels: 4,
  layers_per_block: 2,
  norm_num_groups: 32,
  out_channels: 3,
}
const clipL = {
  hidden_act: 'quick_gelu',
  hidden_size: 768,
  intermediate_size: 3072,
  layer_norm_eps: 1e-5,
  max_position_embeddings: 77,
  num_attention_heads: 12,
  num_hidden_layers: 12,
  vocab_size: 49408,
}

const unet = (json: unknown) => new Unet(parseUnetConfig(json, 'unet'))
const vae = new AutoencoderKl(parseAutoencoderKlConfig(sd15Vae, 'vae'))
const clip = new ClipText(parseClipTextConfig(clipL, new Map(), 'text encoder'))
const taesd = new AutoencoderTiny(parseAutoencoderTinyConfig({}, 'taesd'))

// Counts of tensors and of parameters in the published files.
test.each([
  { name: 'Stable Diffusion 1.5 U-Net', network: unet(sd15Unet), tensors: 686, parameters: 859_520_964 },
  {
    name: 'Stable Diffusion 1.5 inpainting U-Net',
    network: unet({ ...sd15Unet, in_channels: 9 }),
    tensors: 686,
    parameters: 859_535_364,
  },
  { name: 'Stable Diffusion 2.1 U-Net', network: unet(sd21Unet), tensors: 686, parameters: 865_910_724 },
  { name: 'Stable Diffusion 1.5 autoencoder', network: vae, tensors: 248, parameters: 83_653_863 },
  { name: 'CLIP ViT-L/14 text encoder', network: clip, tensors: 196, parameters: 123_060_480 },
  { name: 'TAESD', network: taesd, tensors: 134, parameters: 2_445_063 },
])('the $name has $tensors tensors and $parameters parameters', ({ network, tensors, parameters }) => {
  const shapes = [...listParameters(network)].map(([, { shape }]) => shape)
  expect([shapes.length, shapes.reduce((sum, shape) => sum + countElements(shape), 0)]).toEqual([tensors, parameters])
})

test.each<[network: string, rows: Record<string, number[]>, module: Module]>([
  [
    'U-Net',
    {
      'conv_in.weight': [320, 4, 3, 3],
      'time_embedding.linear_1.weight': [1280, 320],
      'down_blocks.0.resnets.0.time_emb_proj.weight': [320, 1280],
      'down_blocks.0.downsamplers.0.conv.weight': [320, 320, 3, 3],
      'down_blocks.1.resnets.0.conv_shortcut.weight': [640, 320, 1, 1],
      'down_blocks.2.attentions.1.transformer_blocks.0.attn2.to_k.weight': [1280, 768],
      'down_blocks.3.resnets.1.conv2.bias': [1280],
      'mid_block.attentions.0.transformer_blocks.0.ff.net.0.proj.weight': [10240, 1280],
      'mid_block.attentions.0.transformer_blocks.0.ff.net.2.weight': [1280, 5120],
      'up_blocks.0.resnets.0.conv1.weight': [1280, 2560, 3, 3],
      'up_blocks.0.upsamplers.0.conv.weight': [1280, 1280, 3, 3],
      'up_blocks.1.resnets.2.conv1.weight': [1280, 1920, 3, 3],
      'up_blocks.2.resnets.0.norm1.weight': [1920],
      'up_blocks.3.resnets.0.conv1.weight': [320, 960, 3, 3],
      'up_blocks.3.resnets.2.conv_shortcut.weight': [320, 640, 1, 1],
      'up_blocks.3.attentions.2.transformer_blocks.0.attn1.to_out.0.bias': [320],
      'conv_norm_out.weight': [320],
      'conv_out.weight': [4, 320, 3, 3],
    },
    unet(sd15Unet),
  ],
  [
    'autoencoder',
    {
      'encoder.conv_in.weight': [128, 3, 3, 3],
      'encoder.down_blocks.1.resnets.0.conv_shortcut.weight': [256, 128, 1, 1],
      'encoder.down_blocks.2.downsamplers.0.conv.weight': [512, 512, 3, 3],
      'encoder.mid_block.attentions.0.to_q.weight': [512, 512],
      'encoder.conv_out.weight': [8, 512, 3, 3],
      'quant_conv.weight': [8, 8, 1, 1],
      'post_quant_conv.bias': [4],
      'decoder.conv_in.weight': [512, 4, 3, 3],
      'decoder.up_blocks.2.resnets.0.conv_shortcut.weight': [256, 512, 1, 1],
      'decoder.up_blocks.3.resnets.2.conv2.weight': [128, 128, 3, 3],
      'decoder.up_blocks.2.upsamplers.0.conv.weight': [256, 256, 3, 3],
      'decoder.mid_block.attentions.0.group_norm.bias': [512],
      'decoder.conv_out.weight': [3, 128, 3, 3],
    },
    vae,
  ],
  [
    'text encoder',
    {
      'text_model.embeddings.token_embedding.weight': [49408, 768],
      'text_model.embeddings.position_embedding.weight': [77, 768],
      'text_model.encoder.layers.11.self_attn.out_proj.bias': [768],
      'text_model.encoder.layers.0.mlp.fc1.weight': [3072, 768],
      'text_model.final_layer_norm.weight': [768],
    },
    clip,
  ],
  [
    'TAESD',
    {
      'encoder.layers.0.weight': [64, 3, 3, 3],
      'encoder.layers.2.weight': [64, 64, 3, 3],
      'encoder.layers.14.bias': [4],
      'decoder.layers.0.weight': [64, 4, 3, 3],
      'decoder.layers.6.weight': [64, 64, 3, 3],
      'decoder.layers.18.weight': [3, 64, 3, 3],
    },
    taesd,
  ],
])('the %s names and shapes its tensors as published', (_, rows, module) => {
  const shapes = new Map([...listParameters(module)].map(([key, { shape }]) => [key, shape]))
  expect(Object.fromEntries(Object.keys(rows).map((key) => [key, shapes.get(key)]))).toEqual(rows)
})

test.each([
  ['Stable Diffusion 1.5', sd15Unet, () => 8],
  ['Stable Diffusion 2.1', sd21Unet, (channels: number) => channels / 64],
  ['odd widths', { ...sd15Unet, block_out_channels: [48, 96, 96, 144], norm_num_groups: 24, in_channels: 9 }, () => 8],
] as const)('the sizes of a U-Net of %s can be seen in its tensors', (_, json, headsOf) => {
  const config = parseUnetConfig(json, 'unet')
  expect(inferUnetConfig(weightsOf(new Unet(config)), headsOf, 'unet')).toEqual(config)
})

test.each([
  ['Stable Diffusion 1.5', sd15Vae],
  ['16 channels and nothing around them', { ...sd15Vae, latent_channels: 16, use_quant_conv: false, use_post_quant_conv: false }],
  ['no attention', { ...sd15Vae, block_out_channels: [32, 64], mid_block_add_attention: false, layers_per_block: 1 }],
])('the sizes of an autoencoder of %s can be seen in its tensors', (_, json) => {
  const config = parseAutoencoderKlConfig(json, 'vae')
  expect(inferAutoencoderKlConfig(weightsOf(new AutoencoderKl(config)), 'vae')).toEqual(config)
})

test.each([
  ['without a projection', undefined],
  ['with a projection', 768],
])('the sizes of a text encoder %s can be seen in its tensors', (_, projectionWidth) => {
  const config = { ...clip.config, projectionWidth }
  const weights = weightsOf(new ClipText(config))
  expect(inferClipTextConfig(weights, 'text encoder')).toEqual(config)
  expect(parseClipTextConfig(clipL, weights, 'text encoder')).toEqual(config)
})

test.each([
  { part: 'U-Net', infer: () => inferUnetConfig(new Map(), () => 8, 'U-Net') },
  { part: 'autoencoder', infer: () => inferAutoencoderKlConfig(new Map(), 'autoencoder') },
  { part: 'text encoder', infer: () => inferClipTextConfig(new Map(), 'text encoder') },
])('no sizes are seen where the $part has no tensors', ({ part, infer }) => {
  expect(infer).toThrow(
    expect.objectContaining({ code: 'model_incomplete', message: expect.stringContaining(`The ${part} lacks`) }),
  )
})

test('sizes that cannot be split into heads are refused', () => {
  const narrow = new Unet(
    parseUnetConfig({ ...sd15Unet, attention_head_dim: 1, block_out_channels: [24, 36, 48, 48], norm_num_groups: 12 }, 'unet'),
  )
  expect(() => inferUnetConfig(weightsOf(narrow), () => 8, 'U-Net')).toThrow(
    'The U-Net has 36 channels, which do not split into 8 heads.',
  )
  const wide = new ClipText({ ...clip.config, width: 160, heads: 1 })
  expect(() => inferClipTextConfig(weightsOf(wide), 'text encoder')).toThrow('The text encoder is 160 wide')
})
