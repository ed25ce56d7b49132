import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSafetensors } from '@bottega/testing'
import { afterAll, expect, test } from 'vitest'
import { KINDS } from './kinds.ts'
import { inspectModel, openModel } from './open-model.ts'

const folder = await mkdtemp(join(tmpdir(), 'bottega-kinds-'))
afterAll(() => rm(folder, { recursive: true }))

/** Telling keys of published files of each kind, with shapes where those tell; no name of a file helps. */
const FILES: [title: string, kind: string, keys: (string | [key: string, shape: number[]])[]][] = [
  [
    'a LoRA',
    'lora',
    ['lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight', 'lora_unet_down_blocks_0_attentions_0_proj_in.alpha'],
  ],
  ['a LoRA', 'lora', ['lora_te_text_model_encoder_layers_0_mlp_fc1.lora_up.weight']],
  ['a LoRA', 'lora', ['unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q.lora_A.weight']],
  ['a LoRA', 'lora', ['transformer.single_blocks.0.linear1.lora_B.default.weight']],
  ['a LoRA', 'lora', ['unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.down.weight']],
  ['a LoRA', 'lora', ['text_encoder.text_model.encoder.layers.0.self_attn.k_proj.lora_linear_layer.up.weight']],
  [
    'a LyCORIS patch',
    'lora',
    ['lora_unet_mid_block_attentions_0_proj_in.hada_w1_a', 'lora_unet_mid_block_attentions_0_proj_in.hada_w2_b'],
  ],
  [
    'a LyCORIS patch',
    'lora',
    ['lora_unet_mid_block_attentions_0_proj_in.lokr_w1', 'lora_unet_mid_block_attentions_0_proj_in.lokr_w2_a'],
  ],
  ['an IP-Adapter', 'ip_adapter', ['image_proj.proj.weight', 'ip_adapter.1.to_k_ip.weight']],
  ['a ControlNet', 'controlnet', ['controlnet_cond_embedding.conv_in.weight', 'down_blocks.0.resnets.0.time_emb_proj.weight']],
  ['a ControlNet', 'controlnet', ['control_model.input_hint_block.0.weight', 'control_model.input_blocks.0.0.weight']],
  ['a T2I-Adapter', 't2i_adapter', ['body.0.block1.weight', 'body.0.block2.weight', 'conv_in.weight']],
  ['a T2I-Adapter', 't2i_adapter', ['adapter.body.0.resnets.0.block1.weight']],
  ['a textual inversion', 'textual_inversion', [['emb_params', [3, 768]]]],
  [
    'a textual inversion',
    'textual_inversion',
    [
      ['clip_g', [3, 1280]],
      ['clip_l', [3, 768]],
    ],
  ],
  ['Stable Diffusion 2', 'main', ['model.diffusion_model.input_blocks.0.0.weight', 'cond_stage_model.model.ln_final.weight']],
  [
    'Stable Diffusion 2',
    'main',
    [['model.diffusion_model.input_blocks.2.1.transformer_blocks.0.attn2.to_k.weight', [640, 1024]]],
  ],
  [
    'Stable Diffusion XL',
    'main',
    [
      'model.diffusion_model.input_blocks.0.0.weight',
      'conditioner.embedders.0.transformer.text_model.final_layer_norm.weight',
      'conditioner.embedders.1.model.ln_final.weight',
    ],
  ],
  [
    'Stable Diffusion XL',
    'main',
    [['model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight', [640, 2048]]],
  ],
  [
    'the refiner of Stable Diffusion XL',
    'main',
    [
      'conditioner.embedders.0.model.ln_final.weight',
      ['model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight', [768, 1280]],
    ],
  ],
  ['Stable Diffusion 3', 'main', ['model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight']],
  ['FLUX', 'main', ['double_blocks.0.img_attn.qkv.weight', 'single_blocks.0.linear1.weight']],
  [
    'a U-Net alone',
    'denoiser',
    ['down_blocks.0.resnets.0.time_emb_proj.weight', 'conv_in.weight', 'mid_block.resnets.0.conv1.weight'],
  ],
  ['an autoencoder (VAE)', 'vae', ['encoder.conv_in.weight', 'decoder.conv_in.weight', 'quant_conv.weight']],
  ['an autoencoder (VAE)', 'vae', ['first_stage_model.encoder.conv_in.weight', 'first_stage_model.decoder.conv_in.weight']],
  ['a tiny autoencoder (TAESD)', 'vae', ['encoder.layers.0.weight', 'decoder.layers.0.weight']],
  ['a tiny autoencoder (TAESD)', 'vae', ['decoder.1.weight', 'decoder.3.conv.0.weight']],
  ['a CLIP text encoder', 'text_encoder', ['text_model.encoder.layers.0.mlp.fc1.weight']],
  ['a CLIP image encoder', 'image_encoder', ['vision_model.encoder.layers.0.mlp.fc1.weight']],
  ['an ESRGAN upscaler', 'upscaler', ['conv_first.weight', 'body.0.rdb1.conv1.weight']],
  ['an ESRGAN upscaler', 'upscaler', ['model.0.weight', 'model.1.sub.0.RDB1.conv1.0.weight']],
  ['a compact upscaler', 'upscaler', ['body.0.weight', 'body.1.weight', 'body.2.weight']],
]

async function write(name: string, keys: (typeof FILES)[number][2], metadata?: unknown): Promise<string> {
  const path = join(folder, name)
  const tensors = keys.map((entry) => {
    const [key, shape] = typeof entry === 'string' ? [entry, [1, 1]] : entry
    return [
      key,
      { dtype: 'U8' as const, shape, values: { bytes: new Uint8Array(shape.reduce((product, size) => product * size, 1)) } },
    ] as const
  })
  await writeSafetensors(path, Object.fromEntries(tensors), { metadata })
  return path
}

test.each(FILES)('%s (%s) is told by tensors alone: %j', async (title, kind, keys) => {
  const path = await write('stable-diffusion-v1-5.safetensors', keys)
  const { reasons, ...description } = await inspectModel(path)
  expect(description).toMatchObject({ path, name: 'stable-diffusion-v1-5', format: 'safetensors', kind, title })
  expect(reasons.join()).not.toBe('')
  await expect(openModel(path)).rejects.toMatchObject({
    code: 'model_unrecognized',
    message: expect.stringContaining(
      `cannot paint here. It was taken for ${title}, since ${reasons.join('; ')}. Models of this kind can: Stable Diffusion 1`,
    ),
  })
})

test('every kind of the table but folders is tried here', () => {
  const told = new Set(FILES.map(([title]) => title))
  expect(KINDS.map(({ title }) => title).filter((title) => !told.has(title))).toEqual(['a diffusers pipeline'])
})

test.each([{ ss_network_dim: 8, ss_epochs: 10, ss_tag_frequency: { a: { b: 1 } } }, {}, [], null, 3.5])(
  'a LoRA whose metadata is %j is a LoRA',
  async (metadata) => {
    const path = await write('lora.safetensors', ['lora_unet_mid_block_attentions_0_proj_in.lora_down.weight'], metadata)
    expect(await inspectModel(path)).toMatchObject({
      kind: 'lora',
      parts: [{ name: 'lora.safetensors', tensors: 1, dtypes: ['U8'] }],
    })
  },
)

test.each([
  { keys: ['a.weight', 'b.weight'], message: 'none of its 2 tensors is known' },
  { keys: [], message: 'none of its 0 tensors is known' },
  { keys: ['lora_unknown', '__proto__', 'constructor'], message: 'none of its 3 tensors is known' },
])('says of a file with the tensors $keys that it knows none of them', async ({ keys, message }) => {
  const path = await write('unknown.safetensors', keys)
  await expect(inspectModel(path)).rejects.toMatchObject({
    code: 'model_unrecognized',
    message: expect.stringContaining(message),
  })
})
