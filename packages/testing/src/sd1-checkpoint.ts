/** Sizes of a Stable Diffusion 1 checkpoint. */
export interface Sd1Sizes {
  readonly inChannels: number
  /** Channels of the U-Net's levels, from the finest down; all but the last attend to the prompt. */
  readonly unet: readonly number[]
  /** Channels of the autoencoder's levels. */
  readonly autoencoder: readonly number[]
  readonly latentChannels: number
  readonly text: { readonly vocabulary: number; readonly width: number; readonly innerWidth: number; readonly layers: number }
}

/** The sizes of Stable Diffusion 1.5 as it was published. */
export const SD1_SIZES: Sd1Sizes = {
  inChannels: 4,
  unet: [320, 640, 1280, 1280],
  autoencoder: [128, 256, 512, 512],
  latentChannels: 4,
  text: { vocabulary: 49408, width: 768, innerWidth: 3072, layers: 12 },
}

/** The same layout, small enough to be written in a moment. */
export const TINY_SD1_SIZES: Sd1Sizes = {
  inChannels: 4,
  unet: [16, 32],
  autoencoder: [8, 8, 16, 16],
  latentChannels: 4,
  text: { vocabulary: 49408, width: 32, innerWidth: 64, layers: 2 },
}

/** A tensor by its key in the file. */
export type NamedShape = readonly [key: string, tensor: { readonly shape: readonly number[] }]

/**
 * Every tensor of a single-file checkpoint with its shape, under the keys of the CompVis training code, which count the blocks of
 * a network in one row. Written from that code's construction and from nothing of the engine's.
 *
 * @source ldm/modules/diffusionmodules/{openaimodel,model}.py of CompVis/stable-diffusion
 */
export function listSd1Tensors(sizes: Sd1Sizes): NamedShape[] {
  return [
    ...prefixed('model.diffusion_model.', listUnet(sizes)),
    ...prefixed('first_stage_model.', listAutoencoder(sizes)),
    ...prefixed('cond_stage_model.transformer.text_model.', listText(sizes.text)),
  ]
}

const prefixed = (prefix: string, tensors: readonly NamedShape[]): NamedShape[] =>
  tensors.map(([key, tensor]) => [prefix + key, tensor])

const weight = (key: string, ...shape: number[]): NamedShape => [`${key}.weight`, { shape }]
/** A layer with as many biases as it has outputs. */
const layer = (key: string, ...shape: number[]): NamedShape[] => [
  weight(key, ...shape),
  [`${key}.bias`, { shape: [shape[0] as number] }],
]

const BLOCKS = 2

function listUnet({ inChannels, unet, latentChannels, text }: Sd1Sizes): NamedShape[] {
  const [first, last] = [unet[0] as number, unet.at(-1) as number]
  const time = first * 4
  const tensors = [
    ...layer('time_embed.0', time, first),
    ...layer('time_embed.2', time, time),
    ...layer('input_blocks.0.0', first, inChannels, 3, 3),
  ]
  const isAttended = (level: number) => level < unet.length - 1
  const skips = [first]
  let channels = first
  let row = 1
  for (const [level, count] of unet.entries()) {
    for (let block = 0; block < BLOCKS; block++, row++) {
      tensors.push(...listUnetBlock(`input_blocks.${row}.0`, channels, count, time))
      if (isAttended(level)) tensors.push(...listAttention(`input_blocks.${row}.1`, count, text.width))
      channels = count
      skips.push(channels)
    }
    if (level === unet.length - 1) continue
    tensors.push(...layer(`input_blocks.${row}.0.op`, channels, channels, 3, 3))
    skips.push(channels)
    row += 1
  }
  tensors.push(...listUnetBlock('middle_block.0', last, last, time))
  tensors.push(...listAttention('middle_block.1', last, text.width))
  tensors.push(...listUnetBlock('middle_block.2', last, last, time))
  row = 0
  for (const [level, count] of [...unet.entries()].reverse()) {
    for (let block = 0; block <= BLOCKS; block++, row++) {
      tensors.push(...listUnetBlock(`output_blocks.${row}.0`, channels + (skips.pop() as number), count, time))
      if (isAttended(level)) tensors.push(...listAttention(`output_blocks.${row}.1`, count, text.width))
      channels = count
      if (block === BLOCKS && level > 0)
        tensors.push(...layer(`output_blocks.${row}.${isAttended(level) ? 2 : 1}.conv`, count, count, 3, 3))
    }
  }
  return [...tensors, ...layer('out.0', first), ...layer('out.2', latentChannels, first, 3, 3)]
}

function listUnetBlock(key: string, inChannels: number, outChannels: number, time: number): NamedShape[] {
  return [
    ...layer(`${key}.in_layers.0`, inChannels),
    ...layer(`${key}.in_layers.2`, outChannels, inChannels, 3, 3),
    ...layer(`${key}.emb_layers.1`, outChannels, time),
    ...layer(`${key}.out_layers.0`, outChannels),
    ...layer(`${key}.out_layers.3`, outChannels, outChannels, 3, 3),
    ...(inChannels === outChannels ? [] : layer(`${key}.skip_connection`, outChannels, inChannels, 1, 1)),
  ]
}

function listAttention(key: string, channels: number, contextWidth: number): NamedShape[] {
  const block = `${key}.transformer_blocks.0`
  const attention = (name: string, width: number) => [
    weight(`${block}.${name}.to_q`, channels, channels),
    weight(`${block}.${name}.to_k`, channels, width),
    weight(`${block}.${name}.to_v`, channels, width),
    ...layer(`${block}.${name}.to_out.0`, channels, channels),
  ]
  return [
    ...layer(`${key}.norm`, channels),
    ...layer(`${key}.proj_in`, channels, channels, 1, 1),
    ...attention('attn1', channels),
    ...layer(`${block}.ff.net.0.proj`, channels * 8, channels),
    ...layer(`${block}.ff.net.2`, channels, channels * 4),
    ...attention('attn2', contextWidth),
    ...[1, 2, 3].flatMap((number) => layer(`${block}.norm${number}`, channels)),
    ...layer(`${key}.proj_out`, channels, channels, 1, 1),
  ]
}

function listAutoencoder({ autoencoder: levels, latentChannels }: Sd1Sizes): NamedShape[] {
  const [first, last] = [levels[0] as number, levels.at(-1) as number]
  const middle = (side: string) => [
    ...listAutoencoderBlock(`${side}.mid.block_1`, last, last),
    ...layer(`${side}.mid.attn_1.norm`, last),
    ...['q', 'k', 'v', 'proj_out'].flatMap((name) => layer(`${side}.mid.attn_1.${name}`, last, last, 1, 1)),
    ...listAutoencoderBlock(`${side}.mid.block_2`, last, last),
  ]
  const tensors = [...layer('encoder.conv_in', first, 3, 3, 3)]
  let channels = first
  for (const [level, count] of levels.entries()) {
    for (let block = 0; block < BLOCKS; block++) {
      tensors.push(...listAutoencoderBlock(`encoder.down.${level}.block.${block}`, channels, count))
      channels = count
    }
    if (level < levels.length - 1) tensors.push(...layer(`encoder.down.${level}.downsample.conv`, count, count, 3, 3))
  }
  tensors.push(
    ...middle('encoder'),
    ...layer('encoder.norm_out', last),
    ...layer('encoder.conv_out', 2 * latentChannels, last, 3, 3),
  )
  tensors.push(...layer('decoder.conv_in', last, latentChannels, 3, 3), ...middle('decoder'))
  for (const [level, count] of [...levels.entries()].reverse()) {
    for (let block = 0; block <= BLOCKS; block++) {
      tensors.push(...listAutoencoderBlock(`decoder.up.${level}.block.${block}`, channels, count))
      channels = count
    }
    if (level > 0) tensors.push(...layer(`decoder.up.${level}.upsample.conv`, count, count, 3, 3))
  }
  return [
    ...tensors,
    ...layer('decoder.norm_out', first),
    ...layer('decoder.conv_out', 3, first, 3, 3),
    ...layer('quant_conv', 2 * latentChannels, 2 * latentChannels, 1, 1),
    ...layer('post_quant_conv', latentChannels, latentChannels, 1, 1),
  ]
}

function listAutoencoderBlock(key: string, inChannels: number, outChannels: number): NamedShape[] {
  return [
    ...layer(`${key}.norm1`, inChannels),
    ...layer(`${key}.conv1`, outChannels, inChannels, 3, 3),
    ...layer(`${key}.norm2`, outChannels),
    ...layer(`${key}.conv2`, outChannels, outChannels, 3, 3),
    ...(inChannels === outChannels ? [] : layer(`${key}.nin_shortcut`, outChannels, inChannels, 1, 1)),
  ]
}

function listText({ vocabulary, width, innerWidth, layers }: Sd1Sizes['text']): NamedShape[] {
  const listLayer = (key: string) => [
    ...['k_proj', 'v_proj', 'q_proj', 'out_proj'].flatMap((name) => layer(`${key}.self_attn.${name}`, width, width)),
    ...layer(`${key}.layer_norm1`, width),
    ...layer(`${key}.mlp.fc1`, innerWidth, width),
    ...layer(`${key}.mlp.fc2`, width, innerWidth),
    ...layer(`${key}.layer_norm2`, width),
  ]
  return [
    weight('embeddings.token_embedding', vocabulary, width),
    weight('embeddings.position_embedding', 77, width),
    ...Array.from({ length: layers }, (_, at) => listLayer(`encoder.layers.${at}`)).flat(),
    ...layer('final_layer_norm', width),
  ]
}
