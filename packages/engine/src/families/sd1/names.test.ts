import { listSd1Tensors, type NamedShape, SD1_SIZES, type Sd1Sizes, TINY_SD1_SIZES } from '@bottega/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EngineError } from '../../errors.ts'
import type { TensorView, Weights } from '../../formats/index.ts'
import { inferAutoencoderKlConfig, inferClipTextConfig, inferUnetConfig } from '../../networks/index.ts'
import { bindNetworks } from './family.ts'
import { splitCheckpoint } from './names.ts'

const toWeights = (tensors: readonly NamedShape[]): Map<string, TensorView> =>
  new Map(tensors.map(([key, { shape }]) => [key, { file: `/${key}`, offset: 0, length: 0, dtype: 'F16', shape }]))
const checkpoint = (sizes: Sd1Sizes = SD1_SIZES) => toWeights(listSd1Tensors(sizes))

/** Splits a checkpoint and gives every tensor to the network that its sizes tell of. */
function bind(weights: Weights) {
  const split = splitCheckpoint(weights)
  return bindNetworks(split, {
    denoiser: inferUnetConfig(split.denoiser, () => 8, 'U-Net'),
    autoencoder: inferAutoencoderKlConfig(split.autoencoder, 'autoencoder'),
    textEncoder: inferClipTextConfig(split.textEncoder, 'text encoder'),
  })
}

test('the published layout of Stable Diffusion 1.5 has 1130 tensors, and each finds its parameter', () => {
  const weights = checkpoint()
  expect(weights.size).toBe(686 + 248 + 196)
  const { unusedKeys, denoiser, autoencoder, textEncoder } = bind(weights)
  expect(unusedKeys).toEqual([])
  expect(denoiser.config).toMatchObject({ contextWidth: 768, blocksPerLevel: 2, groups: 32, middle: { depth: 1, heads: 8 } })
  expect(denoiser.config.levels.map(({ channels, depth }) => [channels, depth])).toEqual([
    [320, 1],
    [640, 1],
    [1280, 1],
    [1280, 0],
  ])
  expect(autoencoder.config.channels).toEqual([128, 256, 512, 512])
  expect(textEncoder.config).toMatchObject({ layers: 12, heads: 12, tokens: 77, vocabularySize: 49408 })
})

test.each<[name: string, sizes: Sd1Sizes]>([
  ['tiny', TINY_SD1_SIZES],
  ['inpainting', { ...SD1_SIZES, inChannels: 9 }],
  ['odd', { ...TINY_SD1_SIZES, unet: [24, 40, 56, 72, 88], autoencoder: [6, 12, 18], latentChannels: 5 }],
])('so does the layout at %s sizes', (_, sizes) => {
  const { unusedKeys, denoiser } = bind(checkpoint(sizes))
  expect(unusedKeys).toEqual([])
  expect(denoiser.config.levels.map(({ channels }) => channels)).toEqual(sizes.unet)
})

// Pairs from the conversion tables that are known for this layout, at least one of each kind of layer and of each level.
test.each([
  ['model.diffusion_model.time_embed.0.weight', 'denoiser', 'time_embedding.linear_1.weight'],
  ['model.diffusion_model.time_embed.2.bias', 'denoiser', 'time_embedding.linear_2.bias'],
  ['model.diffusion_model.input_blocks.0.0.weight', 'denoiser', 'conv_in.weight'],
  ['model.diffusion_model.input_blocks.1.0.in_layers.0.weight', 'denoiser', 'down_blocks.0.resnets.0.norm1.weight'],
  ['model.diffusion_model.input_blocks.2.0.in_layers.2.bias', 'denoiser', 'down_blocks.0.resnets.1.conv1.bias'],
  ['model.diffusion_model.input_blocks.3.0.op.weight', 'denoiser', 'down_blocks.0.downsamplers.0.conv.weight'],
  ['model.diffusion_model.input_blocks.4.0.emb_layers.1.weight', 'denoiser', 'down_blocks.1.resnets.0.time_emb_proj.weight'],
  ['model.diffusion_model.input_blocks.4.0.skip_connection.weight', 'denoiser', 'down_blocks.1.resnets.0.conv_shortcut.weight'],
  ['model.diffusion_model.input_blocks.5.1.norm.weight', 'denoiser', 'down_blocks.1.attentions.1.norm.weight'],
  ['model.diffusion_model.input_blocks.7.1.proj_in.weight', 'denoiser', 'down_blocks.2.attentions.0.proj_in.weight'],
  [
    'model.diffusion_model.input_blocks.8.1.transformer_blocks.0.attn2.to_k.weight',
    'denoiser',
    'down_blocks.2.attentions.1.transformer_blocks.0.attn2.to_k.weight',
  ],
  ['model.diffusion_model.input_blocks.9.0.op.bias', 'denoiser', 'down_blocks.2.downsamplers.0.conv.bias'],
  ['model.diffusion_model.input_blocks.11.0.out_layers.3.weight', 'denoiser', 'down_blocks.3.resnets.1.conv2.weight'],
  ['model.diffusion_model.middle_block.0.out_layers.0.bias', 'denoiser', 'mid_block.resnets.0.norm2.bias'],
  ['model.diffusion_model.middle_block.1.proj_out.weight', 'denoiser', 'mid_block.attentions.0.proj_out.weight'],
  ['model.diffusion_model.middle_block.2.in_layers.2.weight', 'denoiser', 'mid_block.resnets.1.conv1.weight'],
  ['model.diffusion_model.output_blocks.0.0.skip_connection.bias', 'denoiser', 'up_blocks.0.resnets.0.conv_shortcut.bias'],
  ['model.diffusion_model.output_blocks.2.1.conv.weight', 'denoiser', 'up_blocks.0.upsamplers.0.conv.weight'],
  ['model.diffusion_model.output_blocks.5.1.norm.bias', 'denoiser', 'up_blocks.1.attentions.2.norm.bias'],
  ['model.diffusion_model.output_blocks.5.2.conv.weight', 'denoiser', 'up_blocks.1.upsamplers.0.conv.weight'],
  ['model.diffusion_model.output_blocks.8.2.conv.bias', 'denoiser', 'up_blocks.2.upsamplers.0.conv.bias'],
  ['model.diffusion_model.output_blocks.9.0.in_layers.0.weight', 'denoiser', 'up_blocks.3.resnets.0.norm1.weight'],
  [
    'model.diffusion_model.output_blocks.11.1.transformer_blocks.0.ff.net.0.proj.weight',
    'denoiser',
    'up_blocks.3.attentions.2.transformer_blocks.0.ff.net.0.proj.weight',
  ],
  ['model.diffusion_model.out.0.weight', 'denoiser', 'conv_norm_out.weight'],
  ['model.diffusion_model.out.2.bias', 'denoiser', 'conv_out.bias'],
  ['first_stage_model.encoder.conv_in.weight', 'autoencoder', 'encoder.conv_in.weight'],
  [
    'first_stage_model.encoder.down.1.block.0.nin_shortcut.weight',
    'autoencoder',
    'encoder.down_blocks.1.resnets.0.conv_shortcut.weight',
  ],
  ['first_stage_model.encoder.down.2.downsample.conv.bias', 'autoencoder', 'encoder.down_blocks.2.downsamplers.0.conv.bias'],
  ['first_stage_model.encoder.mid.attn_1.norm.weight', 'autoencoder', 'encoder.mid_block.attentions.0.group_norm.weight'],
  ['first_stage_model.encoder.norm_out.bias', 'autoencoder', 'encoder.conv_norm_out.bias'],
  ['first_stage_model.quant_conv.weight', 'autoencoder', 'quant_conv.weight'],
  ['first_stage_model.decoder.mid.block_1.norm1.weight', 'autoencoder', 'decoder.mid_block.resnets.0.norm1.weight'],
  ['first_stage_model.decoder.mid.block_2.conv2.weight', 'autoencoder', 'decoder.mid_block.resnets.1.conv2.weight'],
  ['first_stage_model.decoder.mid.attn_1.q.weight', 'autoencoder', 'decoder.mid_block.attentions.0.to_q.weight'],
  ['first_stage_model.decoder.mid.attn_1.k.bias', 'autoencoder', 'decoder.mid_block.attentions.0.to_k.bias'],
  ['first_stage_model.decoder.mid.attn_1.v.weight', 'autoencoder', 'decoder.mid_block.attentions.0.to_v.weight'],
  ['first_stage_model.decoder.mid.attn_1.proj_out.weight', 'autoencoder', 'decoder.mid_block.attentions.0.to_out.0.weight'],
  [
    'first_stage_model.decoder.up.0.block.0.nin_shortcut.weight',
    'autoencoder',
    'decoder.up_blocks.3.resnets.0.conv_shortcut.weight',
  ],
  ['first_stage_model.decoder.up.3.block.2.conv1.weight', 'autoencoder', 'decoder.up_blocks.0.resnets.2.conv1.weight'],
  ['first_stage_model.decoder.up.1.upsample.conv.weight', 'autoencoder', 'decoder.up_blocks.2.upsamplers.0.conv.weight'],
  [
    'cond_stage_model.transformer.text_model.encoder.layers.3.mlp.fc1.weight',
    'textEncoder',
    'text_model.encoder.layers.3.mlp.fc1.weight',
  ],
] as const)('%s is of the %s: %s', (original, part, key) => {
  const weights = checkpoint()
  expect(splitCheckpoint(weights)[part].get(key)).toBe(weights.get(original) ?? 'a tensor of the checkpoint')
})

test('no two keys land on one', () => {
  const { denoiser, autoencoder, textEncoder, ignored } = splitCheckpoint(checkpoint())
  expect(denoiser.size + autoencoder.size + textEncoder.size + ignored.length).toBe(1130)
})

test('the upsampler is found at either of its places', () => {
  const moved = listSd1Tensors(SD1_SIZES).map(
    ([key, tensor]): NamedShape => [key.replace('output_blocks.2.1.conv', 'output_blocks.2.2.conv'), tensor],
  )
  const { denoiser } = splitCheckpoint(toWeights(moved))
  expect(denoiser.get('up_blocks.0.upsamplers.0.conv.weight')?.file).toContain('output_blocks.2.2.conv.weight')
})

test('attention of the autoencoder as linear layers fits as well', () => {
  const weights = checkpoint()
  for (const [key, view] of weights) {
    if (/attn_1\.(q|k|v|proj_out)\.weight/.test(key)) weights.set(key, { ...view, shape: view.shape.slice(0, 2) })
  }
  expect(bind(weights).unusedKeys).toEqual([])
})

test('a text encoder as merging tools wrote it finds its parameters', () => {
  const older = listSd1Tensors(SD1_SIZES).map(([key, tensor]): NamedShape => [key.replace('.text_model.', '.'), tensor])
  expect(older.map(([key]) => key)).toContain('cond_stage_model.transformer.encoder.layers.0.mlp.fc1.weight')
  expect(bind(toWeights(older)).unusedKeys).toEqual([])
})

test('leaves what belongs to no part', () => {
  const strangers = [
    'cond_stage_model.transformer.text_model.embeddings.position_ids',
    'model_ema.decay',
    'model_ema.num_updates',
    'model_ema.diffusion_modelinput_blocks00weight',
    'betas',
    'alphas_cumprod',
    'v_pred',
    'ztsnr',
    'state_dict',
  ]
  const weights = checkpoint()
  for (const key of strangers) weights.set(key, { file: '/', offset: 0, length: 8, dtype: 'I64', shape: [1] })
  expect(splitCheckpoint(weights).ignored).toEqual(strangers)
  expect(bind(weights).unusedKeys).toEqual([])
})

test('an unknown key inside a part is kept under a name of that part', () => {
  const weights = checkpoint().set('model.diffusion_model.extra.thing', {
    file: '/',
    offset: 0,
    length: 2,
    dtype: 'F16',
    shape: [1],
  })
  expect(bind(weights).unusedKeys).toEqual(['extra.thing'])
})

test('a checkpoint without any tensor splits into nothing', () => {
  expect(splitCheckpoint(new Map())).toEqual({ denoiser: new Map(), autoencoder: new Map(), textEncoder: new Map(), ignored: [] })
})

test('a checkpoint with tensors missing or of other shapes is bound or refused', () => {
  const complete = [...checkpoint(TINY_SD1_SIZES)]
  const size = fc.oneof(fc.constantFrom(0, 1, 3, 8, 16, 32, 64), fc.maxSafeNat())
  const shape = fc.option(fc.array(size, { maxLength: 5 }))
  // Sizes are read from few tensors; those are changed as often as all the others together.
  const telling = /conv_in|conv_out|input_blocks\.0|in_layers\.2\.weight|attn2\.to_k|embedding|fc1\.weight|conv1\.weight|out\.2/
  const key = fc.oneof(fc.constantFrom(...complete), fc.constantFrom(...complete.filter(([name]) => telling.test(name))))
  const ends = new Set<string>()
  fc.assert(
    fc.property(fc.array(fc.tuple(key, shape), { maxLength: 3 }), (changes) => {
      const weights = new Map(complete)
      for (const [[name, view], changed] of changes) {
        if (changed === null) weights.delete(name)
        else weights.set(name, { ...view, shape: changed })
      }
      try {
        bind(weights)
        ends.add('bound')
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        ends.add(error.code)
      }
    }),
    { numRuns: 300 },
  )
  expect(ends).toEqual(new Set(['bound', 'model_incomplete']))
})
