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
  ['a control LoRA', 'control_lora', [['img_in.lora_A.weight', [128, 128]], 'single_blocks.0.linear1.lora_B.weight']],
  ['a ControlNet for Z-Image', 'controlnet', ['control_layers.0.attention.to_q.weight', 'control_all_x_embedder.2-1.weight']],
  ['a FLUX Redux', 'flux_redux', ['redux_up.weight', 'redux_down.weight']],
  ['FLUX.2', 'main', ['double_blocks.0.img_attn.qkv.weight', 'double_stream_modulation_img.lin.weight']],
  ['Z-Image', 'main', ['cap_embedder.1.weight', 'context_refiner.0.attention.to_q.weight', 'all_x_embedder.2-1.weight']],
  ['Qwen-Image', 'main', ['transformer_blocks.0.img_mlp.net.2.weight', 'transformer_blocks.0.txt_mlp.net.2.weight']],
  ['Anima', 'main', ['net.llm_adapter.blocks.0.cross_attn.q_proj.weight', 'net.blocks.0.adaln_modulation_mlp.1.weight']],
  ['Wan', 'main', ['blocks.0.cross_attn.q.weight', 'patch_embedding.weight']],
  ['an autoencoder of Wan', 'vae', ['encoder.conv1.weight', 'decoder.conv1.weight']],
  ['a SigLIP image encoder', 'siglip', ['vision_model.encoder.layers.0.mlp.fc1.weight', 'vision_model.head.probe']],
  ['a T5 text encoder', 't5_encoder', ['encoder.block.0.layer.0.SelfAttention.q.weight', 'shared.weight']],
  ['the text encoder of Wan', 'wan_t5_encoder', ['blocks.0.attn.q.weight', 'token_embedding.weight']],
  ['a Qwen-VL text encoder', 'qwen_vl_encoder', ['visual.blocks.0.attn.qkv.weight', 'model.layers.0.self_attn.q_proj.weight']],
  ['a Qwen3 text encoder', 'qwen3_encoder', ['model.embed_tokens.weight', 'model.layers.0.self_attn.q_norm.weight']],
  ['a Gemma 2 text encoder', 'gemma2_encoder', ['model.layers.0.pre_feedforward_layernorm.weight']],
  ['embeddings of tokens', 'textual_inversion', [['<cat-toy>', [768]]]],
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

/** Keys and shapes of published files, a few of each that tell; rank 4 where it does not matter. */
const ARCHITECTURE_FILES: [what: string, expected: object, tensors: [key: string, shape: number[]][]][] = [
  [
    'a Kohya LoRA of version 1',
    { architecture: 'sd_1' },
    [['lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight', [4, 768]]],
  ],
  [
    'a Kohya LoRA of version 2',
    { architecture: 'sd_2' },
    [['lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_v.lora_down.weight', [4, 1024]]],
  ],
  [
    'a Kohya LoRA of XL',
    { architecture: 'sdxl' },
    [['lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lora_down.weight', [4, 2048]]],
  ],
  [
    'a Kohya LoRA of XL without cross attention',
    { architecture: 'sdxl' },
    [['lora_unet_input_blocks_7_1_transformer_blocks_9_attn1_to_q.lora_down.weight', [4, 1280]]],
  ],
  [
    'a Kohya LoRA of the text encoder of version 1',
    { architecture: 'sd_1' },
    [['lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight', [4, 768]]],
  ],
  [
    'a Kohya LoRA of the text encoders of XL',
    { architecture: 'sdxl' },
    [['lora_te1_text_model_encoder_layers_0_mlp_fc1.lora_down.weight', [4, 768]]],
  ],
  [
    'a LoRA of convolutions before attention',
    { architecture: 'sd_1' },
    [['lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight', [4, 320, 1, 1]]],
  ],
  [
    'a LoRA of linear layers before attention',
    { architecture: 'sd_2' },
    [['lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight', [4, 320]]],
  ],
  [
    'a LoRA of diffusers',
    { architecture: 'sd_1' },
    [['unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight', [4, 768]]],
  ],
  [
    'an older LoRA of diffusers',
    { architecture: 'sdxl' },
    [['unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight', [4, 2048]]],
  ],
  [
    'a LoHa',
    { architecture: 'sd_1' },
    [
      ['lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.hada_w1_a', [320, 4]],
      ['lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.hada_w1_b', [4, 768]],
    ],
  ],
  [
    'a LoKr',
    { architecture: 'sdxl' },
    [
      ['lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lokr_w1', [16, 32]],
      ['lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lokr_w2_a', [40, 4]],
      ['lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.lokr_w2_b', [4, 64]],
    ],
  ],
  [
    'a DoRA',
    { architecture: 'sd_1' },
    [
      ['lora_unet_up_blocks_3_attentions_0_transformer_blocks_0_attn2_to_v.lora_down.weight', [4, 768]],
      ['lora_unet_up_blocks_3_attentions_0_transformer_blocks_0_attn2_to_v.dora_scale', [320, 1]],
    ],
  ],
  ['an OFT', { architecture: 'sd_1' }, [['lora_te_text_model_encoder_layers_0_self_attn_q_proj.oft_blocks', [8, 96, 96]]]],
  [
    'a difference of full rank',
    { architecture: 'sd_1' },
    [['lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.diff', [1280, 768]]],
  ],
  [
    'a LoRA of FLUX as Kohya writes it',
    { architecture: 'flux' },
    [
      ['lora_unet_double_blocks_0_img_mlp_0.lora_up.weight', [12288, 4]],
      ['lora_unet_double_blocks_0_img_mlp_0.lora_down.weight', [4, 3072]],
    ],
  ],
  [
    'a LoRA of FLUX by diffusers',
    { architecture: 'flux' },
    [['transformer.single_transformer_blocks.0.attn.to_q.lora_A.weight', [4, 3072]]],
  ],
  [
    'a LoRA of the joint attention of FLUX',
    { architecture: 'flux' },
    [['transformer.transformer_blocks.3.attn.add_k_proj.lora_A.weight', [4, 3072]]],
  ],
  [
    'a LoRA of FLUX.2 of another width',
    { architecture: 'flux2' },
    [['diffusion_model.double_blocks.0.img_attn.qkv.lora_A.weight', [4, 6144]]],
  ],
  [
    'a LoRA of FLUX.2 of the same width',
    { architecture: 'flux2' },
    [
      ['diffusion_model.single_blocks.0.linear1.lora_A.weight', [4, 3072]],
      ['diffusion_model.single_blocks.0.linear1.lora_B.weight', [27648, 4]],
    ],
  ],
  [
    'a LoRA of Z-Image',
    { architecture: 'z_image' },
    [
      ['diffusion_model.context_refiner.0.attention.to_q.lora_A.weight', [4, 3840]],
      ['diffusion_model.layers.0.attention.to_q.lora_B.weight', [3840, 4]],
    ],
  ],
  ['a LoKr of Z-Image', { architecture: 'z_image' }, [['lycoris_layers_0_attention_to_q.lokr_w1', [4, 4]]]],
  ['a LoRA of Qwen-Image', { architecture: 'qwen_image' }, [['transformer_blocks.0.img_mlp.net.2.lora_down.weight', [4, 12288]]]],
  [
    'a LoRA of the deep attention of Qwen-Image',
    { architecture: 'qwen_image' },
    [['transformer_blocks.59.attn.add_q_proj.lora_A.weight', [4, 3072]]],
  ],
  ['a LoRA of Wan', { architecture: 'wan' }, [['diffusion_model.blocks.0.self_attn.q.lora_A.weight', [4, 5120]]]],
  ['a LoRA of Anima', { architecture: 'anima' }, [['diffusion_model.blocks.0.self_attn.q_proj.lora_A.weight', [4, 2048]]]],
  ['a LoRA of version 3', { architecture: 'sd_3' }, [['lora_unet_joint_blocks_0_x_block_attn_qkv.lora_down.weight', [4, 1536]]]],
  [
    'a ControlNet of version 1',
    { architecture: 'sd_1' },
    [
      ['control_model.input_hint_block.0.weight', [16, 3]],
      ['control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight', [320, 768]],
    ],
  ],
  [
    'a ControlNet of XL',
    { architecture: 'sdxl' },
    [
      ['controlnet_cond_embedding.conv_in.weight', [16, 3]],
      ['down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight', [640, 2048]],
    ],
  ],
  [
    'a small ControlNet of XL',
    { architecture: 'sdxl' },
    [
      ['controlnet_cond_embedding.conv_in.weight', [16, 3]],
      ['add_embedding.linear_1.weight', [4, 2816]],
    ],
  ],
  [
    'a ControlNet of FLUX',
    { architecture: 'flux' },
    [
      ['controlnet_x_embedder.weight', [4, 64]],
      ['controlnet_blocks.0.weight', [4, 4]],
    ],
  ],
  [
    'an IP-Adapter of version 1',
    { architecture: 'sd_1' },
    [
      ['image_proj.proj.weight', [4, 1024]],
      ['ip_adapter.1.to_k_ip.weight', [320, 768]],
    ],
  ],
  [
    'an IP-Adapter of XL',
    { architecture: 'sdxl' },
    [
      ['image_proj.proj.weight', [4, 1280]],
      ['ip_adapter.1.to_k_ip.weight', [640, 2048]],
    ],
  ],
  [
    'an IP-Adapter of FLUX',
    { architecture: 'flux' },
    [
      ['ip_adapter_proj_model.proj.weight', [4, 768]],
      ['double_blocks.0.processor.ip_adapter_double_stream_k_proj.weight', [4, 4]],
    ],
  ],
  [
    'a T2I-Adapter of version 1',
    { architecture: 'sd_1' },
    [
      ['body.0.block1.weight', [320, 320]],
      ['conv_in.weight', [320, 192, 3, 3]],
    ],
  ],
  [
    'a light T2I-Adapter',
    { architecture: 'sd_1' },
    [
      ['adapter.body.0.resnets.0.block1.weight', [8, 8]],
      ['adapter.body.0.in_conv.weight', [8, 192, 1, 1]],
    ],
  ],
  [
    'a T2I-Adapter of XL',
    { architecture: 'sdxl' },
    [
      ['adapter.body.0.resnets.0.block1.weight', [320, 320]],
      ['adapter.conv_in.weight', [32, 768, 3, 3]],
    ],
  ],
  ['a textual inversion of version 1', { architecture: 'sd_1' }, [['emb_params', [3, 768]]]],
  ['a textual inversion of version 2', { architecture: 'sd_2' }, [['emb_params', [3, 1024]]]],
  [
    'a textual inversion of XL',
    { architecture: 'sdxl' },
    [
      ['clip_g', [3, 1280]],
      ['clip_l', [3, 768]],
    ],
  ],
  [
    'version 2 for depth',
    { architecture: 'sd_2', variant: 'depth', predictionType: 'v_prediction' },
    [
      ['cond_stage_model.model.ln_final.weight', [1]],
      ['model.diffusion_model.input_blocks.0.0.weight', [4, 5, 3, 3]],
    ],
  ],
  [
    'XL for inpainting',
    { architecture: 'sdxl', variant: 'inpaint' },
    [
      ['conditioner.embedders.1.model.ln_final.weight', [1]],
      ['model.diffusion_model.input_blocks.0.0.weight', [4, 9, 3, 3]],
    ],
  ],
  [
    'XL that predicts velocity',
    { architecture: 'sdxl', predictionType: 'v_prediction' },
    [
      ['conditioner.embedders.1.model.ln_final.weight', [1]],
      ['v_pred', [0]],
    ],
  ],
  [
    'FLUX schnell',
    { architecture: 'flux', variant: 'schnell' },
    [
      ['double_blocks.0.img_attn.qkv.weight', [4, 4]],
      ['img_in.weight', [4, 64]],
    ],
  ],
  [
    'FLUX dev',
    { architecture: 'flux', variant: 'dev' },
    [
      ['model.diffusion_model.double_blocks.0.img_attn.qkv.weight', [4, 4]],
      ['model.diffusion_model.guidance_in.out_layer.weight', [4, 4]],
    ],
  ],
  [
    'FLUX dev in four bits',
    { architecture: 'flux', variant: 'dev', quantization: 'nf4' },
    [
      ['double_blocks.0.img_attn.qkv.weight', [4, 4]],
      ['guidance_in.out_layer.weight', [4, 4]],
      ['double_blocks.0.img_attn.qkv.weight.quant_state.bitsandbytes__nf4', [9]],
    ],
  ],
  [
    'FLUX dev fill',
    { architecture: 'flux', variant: 'dev_fill' },
    [
      ['double_blocks.0.img_attn.qkv.weight', [4, 4]],
      ['guidance_in.out_layer.weight', [4, 4]],
      ['img_in.weight', [4, 384]],
    ],
  ],
  [
    'FLUX.2 by its input',
    { architecture: 'flux2', variant: 'dev' },
    [
      ['double_blocks.0.img_attn.qkv.weight', [4, 4]],
      ['img_in.weight', [6144, 128]],
    ],
  ],
  [
    'an autoencoder of sixteen channels',
    { architecture: 'flux' },
    [
      ['encoder.conv_in.weight', [4, 3]],
      ['decoder.conv_in.weight', [4, 16, 3, 3]],
    ],
  ],
  [
    'an autoencoder of FLUX.2',
    { architecture: 'flux2' },
    [
      ['encoder.conv_in.weight', [4, 3]],
      ['decoder.conv_in.weight', [4, 32, 3, 3]],
      ['bn.running_mean', [128]],
    ],
  ],
  [
    'an autoencoder of Qwen-Image',
    { architecture: 'qwen_image' },
    [
      ['encoder.conv_in.weight', [4, 3, 3, 3, 3]],
      ['decoder.conv_in.weight', [4, 16, 3, 3, 3]],
    ],
  ],
  [
    'the large text encoder of CLIP',
    { variant: 'large' },
    [
      ['text_model.encoder.layers.0.mlp.fc1.weight', [4, 768]],
      ['text_model.embeddings.token_embedding.weight', [9, 768]],
    ],
  ],
  [
    'the gigantic text encoder of CLIP',
    { variant: 'gigantic' },
    [
      ['text_model.encoder.layers.0.mlp.fc1.weight', [4, 1280]],
      ['text_model.embeddings.token_embedding.weight', [9, 1280]],
    ],
  ],
  [
    'a small Qwen3',
    { variant: 'qwen3_06b' },
    [
      ['model.embed_tokens.weight', [9, 1024]],
      ['model.layers.0.self_attn.q_norm.weight', [4]],
    ],
  ],
  [
    'a larger Qwen3',
    { variant: 'qwen3_4b' },
    [
      ['model.embed_tokens.weight', [9, 2560]],
      ['model.layers.0.self_attn.q_norm.weight', [4]],
    ],
  ],
]

test.each(ARCHITECTURE_FILES)('%s is told: %j', async (what, expected, tensors) => {
  const description = await inspectModel(await write(`${what}.safetensors`, tensors))
  expect(description).toMatchObject(expected)
})

test.each([
  ['a LoRA of middle layers alone', ['lora_unet_mid_block_resnets_0_conv1.lora_down.weight', [4, 1280, 3, 3]]],
  [
    'a LoRA of widths that no architecture has',
    ['lora_unet_mid_block_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight', [4, 32]],
  ],
  ['an IP-Adapter of such widths', ['ip_adapter.1.to_k_ip.weight', [4, 32]]],
] as [string, [string, number[]]][])('nothing is made up of %s', async (what, tensor) => {
  const description = await inspectModel(await write(`${what}.safetensors`, [tensor, ['image_proj.proj.weight', [1]]]))
  expect(description).not.toHaveProperty('architecture')
})

test('a patch is a patch, whatever keys of a main model it has besides', async () => {
  for (const suffix of [
    'lora_A.weight',
    'lora_down.weight',
    'lokr_w1',
    'hada_w1_a',
    'oft_blocks',
    'diff',
    'dora_scale',
    'alpha',
  ]) {
    const path = await write('patch.safetensors', [
      `diffusion_model.context_refiner.0.attention.to_q.${suffix}`,
      'diffusion_model.cap_embedder.1.weight',
      'diffusion_model.all_x_embedder.2-1.weight',
    ])
    expect([suffix, await inspectModel(path)]).toMatchObject([suffix, { kind: 'lora', architecture: 'z_image' }])
  }
})

test('every kind of the table but folders is tried here', () => {
  const told = new Set(FILES.map(([title]) => title))
  expect(KINDS.map(({ title }) => title).filter((title) => !told.has(title))).toEqual(['CogView4', 'a diffusers pipeline'])
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
