import {
  add,
  Convolution,
  Graph,
  GroupNorm,
  Linear,
  Module,
  multiHeadAttention,
  type OnnxModel,
  type PictureAxis,
  silu,
  upsampleBy,
  type Value,
} from '../onnx/index.ts'
import type { AutoencoderKlConfig } from './autoencoder-kl-config.ts'
import { ResnetBlock } from './resnet-block.ts'
import { fromTokens, toTokens } from './spatial-transformer.ts'

const EPSILON = 1e-6

const resnet = (inChannels: number, outChannels: number, groups: number): ResnetBlock =>
  new ResnetBlock(inChannels, outChannels, { groups, epsilon: EPSILON })

/** Attention of one head over the pixels of a feature map. */
class PixelAttention extends Module {
  readonly group_norm: GroupNorm
  readonly to_q: Linear
  readonly to_k: Linear
  readonly to_v: Linear
  readonly to_out: readonly [Linear]
  readonly channels: number

  constructor(channels: number, groups: number) {
    super()
    this.channels = channels
    this.group_norm = new GroupNorm(channels, groups, EPSILON)
    this.to_q = new Linear(channels, channels)
    this.to_k = new Linear(channels, channels)
    this.to_v = new Linear(channels, channels)
    this.to_out = [new Linear(channels, channels)]
  }

  call(x: Value): Value {
    const tokens = toTokens(this.group_norm.call(x), this.channels)
    const attended = multiHeadAttention(this.to_q.call(tokens), this.to_k.call(tokens), this.to_v.call(tokens), 1)
    return add(x, fromTokens(this.to_out[0].call(attended), x))
  }
}

class MiddleStage extends Module {
  readonly resnets: readonly [ResnetBlock, ResnetBlock]
  readonly attentions: readonly PixelAttention[]

  constructor(channels: number, groups: number, hasAttention: boolean) {
    super()
    this.resnets = [resnet(channels, channels, groups), resnet(channels, channels, groups)]
    this.attentions = hasAttention ? [new PixelAttention(channels, groups)] : []
  }

  call(x: Value): Value {
    const hidden = this.resnets[0].call(x)
    return this.resnets[1].call(this.attentions[0]?.call(hidden) ?? hidden)
  }
}

/** A convolution at a change of size; checkpoints keep it one field deeper. */
class Resampler extends Module {
  readonly conv: Convolution

  constructor(conv: Convolution) {
    super()
    this.conv = conv
  }
}

class DownStage extends Module {
  readonly resnets: readonly ResnetBlock[]
  readonly downsamplers: readonly Resampler[]

  constructor(inChannels: number, outChannels: number, { blocksPerLevel, groups }: AutoencoderKlConfig, isLast: boolean) {
    super()
    this.resnets = Array.from({ length: blocksPerLevel }, (_, at) =>
      resnet(at === 0 ? inChannels : outChannels, outChannels, groups),
    )
    // Halving pads below and to the right only, as these autoencoders were trained.
    const halve = () => new Convolution(outChannels, outChannels, { stride: 2, padding: [0, 0, 1, 1] })
    this.downsamplers = isLast ? [] : [new Resampler(halve())]
  }

  call(x: Value): Value {
    const hidden = this.resnets.reduce((value, block) => block.call(value), x)
    return this.downsamplers.reduce((value, { conv }) => conv.call(value), hidden)
  }
}

class UpStage extends Module {
  readonly resnets: readonly ResnetBlock[]
  readonly upsamplers: readonly Resampler[]

  constructor(inChannels: number, outChannels: number, { blocksPerLevel, groups }: AutoencoderKlConfig, isLast: boolean) {
    super()
    this.resnets = Array.from({ length: blocksPerLevel + 1 }, (_, at) =>
      resnet(at === 0 ? inChannels : outChannels, outChannels, groups),
    )
    this.upsamplers = isLast ? [] : [new Resampler(new Convolution(outChannels, outChannels))]
  }

  call(x: Value): Value {
    const hidden = this.resnets.reduce((value, block) => block.call(value), x)
    return this.upsamplers.reduce((value, { conv }) => conv.call(upsampleBy(value, 2)), hidden)
  }
}

class Encoder extends Module {
  readonly conv_in: Convolution
  readonly down_blocks: readonly DownStage[]
  readonly mid_block: MiddleStage
  readonly conv_norm_out: GroupNorm
  readonly conv_out: Convolution

  constructor(config: AutoencoderKlConfig) {
    super()
    const { channels, groups } = config
    const [first, last] = [channels[0] as number, channels.at(-1) as number]
    this.conv_in = new Convolution(config.imageChannels, first)
    this.down_blocks = channels.map(
      (count, at) => new DownStage(channels[at - 1] ?? first, count, config, at === channels.length - 1),
    )
    this.mid_block = new MiddleStage(last, groups, config.hasMiddleAttention)
    this.conv_norm_out = new GroupNorm(last, groups, EPSILON)
    this.conv_out = new Convolution(last, config.latentChannels * 2)
  }

  call(image: Value): Value {
    const hidden = this.mid_block.call(this.down_blocks.reduce((value, stage) => stage.call(value), this.conv_in.call(image)))
    return this.conv_out.call(silu(this.conv_norm_out.call(hidden)))
  }
}

class Decoder extends Module {
  readonly conv_in: Convolution
  readonly mid_block: MiddleStage
  readonly up_blocks: readonly UpStage[]
  readonly conv_norm_out: GroupNorm
  readonly conv_out: Convolution

  constructor(config: AutoencoderKlConfig) {
    super()
    const { groups } = config
    const reversed = [...config.channels].reverse()
    const [last, first] = [reversed[0] as number, reversed.at(-1) as number]
    this.conv_in = new Convolution(config.latentChannels, last)
    this.mid_block = new MiddleStage(last, groups, config.hasMiddleAttention)
    this.up_blocks = reversed.map((count, at) => new UpStage(reversed[at - 1] ?? last, count, config, at === reversed.length - 1))
    this.conv_norm_out = new GroupNorm(first, groups, EPSILON)
    this.conv_out = new Convolution(first, config.imageChannels)
  }

  call(latents: Value): Value {
    const hidden = this.up_blocks.reduce((value, stage) => stage.call(value), this.mid_block.call(this.conv_in.call(latents)))
    return this.conv_out.call(silu(this.conv_norm_out.call(hidden)))
  }
}

/**
 * The autoencoder between pictures and latents. Encoder and decoder are graphs of their own, since most pictures need only one.
 *
 * @source Rombach et al. 2022 (arXiv:2112.10752), section 3.1; keys as diffusers' AutoencoderKL names them
 */
export class AutoencoderKl extends Module {
  readonly encoder: Encoder
  readonly decoder: Decoder
  readonly quant_conv: Convolution | undefined
  readonly post_quant_conv: Convolution | undefined
  readonly config: AutoencoderKlConfig

  constructor(config: AutoencoderKlConfig) {
    super()
    const { latentChannels } = config
    this.config = config
    this.encoder = new Encoder(config)
    this.decoder = new Decoder(config)
    this.quant_conv = config.hasQuantConvolution
      ? new Convolution(latentChannels * 2, latentChannels * 2, { kernel: 1 })
      : undefined
    this.post_quant_conv = config.hasPostQuantConvolution
      ? new Convolution(latentChannels, latentChannels, { kernel: 1 })
      : undefined
  }
}

/**
 * Builds the encoder's graph. Input: `image` f32 [N, 3, H, W], −1..1. Output: `moments` f32 [N, 2·latent, H/8, W/8], the mean and
 * the logarithm of the variance of the latents, one after the other.
 */
export function buildAutoencoderKlEncoder(autoencoder: AutoencoderKl, seamlessAxes: readonly PictureAxis[] = []): OnnxModel {
  const { imageChannels, latentChannels } = autoencoder.config
  const graph = new Graph("autoencoder's encoder", { seamlessAxes })
  const encoded = autoencoder.encoder.call(graph.input('image', ['batch', imageChannels, 'height', 'width']))
  graph.output('moments', autoencoder.quant_conv?.call(encoded) ?? encoded, [
    'batch',
    latentChannels * 2,
    'latent height',
    'latent width',
  ])
  return graph.build()
}

/**
 * Builds the decoder's graph. Input: `latents` f32 [N, latent, H/8, W/8], in the autoencoder's own units. Output: `image` f32
 * [N, 3, H, W], about −1..1, not clipped.
 */
export function buildAutoencoderKlDecoder(autoencoder: AutoencoderKl, seamlessAxes: readonly PictureAxis[] = []): OnnxModel {
  const { imageChannels, latentChannels } = autoencoder.config
  const graph = new Graph("autoencoder's decoder", { seamlessAxes })
  const latents = graph.input('latents', ['batch', latentChannels, 'latent height', 'latent width'])
  graph.output('image', autoencoder.decoder.call(autoencoder.post_quant_conv?.call(latents) ?? latents), [
    'batch',
    imageChannels,
    'height',
    'width',
  ])
  return graph.build()
}
