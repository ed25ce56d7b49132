import { z } from 'zod'
import { parseJson } from '../formats/index.ts'
import { add, Convolution, Graph, Module, type OnnxModel, relu, scaleBy, tanh, upsampleBy, type Value } from '../onnx/index.ts'

/** Sizes of a tiny autoencoder. */
export interface AutoencoderTinyConfig {
  readonly imageChannels: number
  readonly latentChannels: number
  readonly encoderChannels: readonly number[]
  readonly decoderChannels: readonly number[]
  /** Blocks of each stage. */
  readonly encoderBlocks: readonly number[]
  readonly decoderBlocks: readonly number[]
  /** Latents of this size map to 0 and 1: unit = x / (2·magnitude) + shift. */
  readonly latentMagnitude: number
  readonly latentShift: number
}

const size = z.int().min(1).max(100_000)
const sizes = z.array(size).min(1).max(16)
const counts = z.array(z.int().min(1).max(64)).min(1).max(16)
const configSchema = z.looseObject({
  in_channels: size.default(3),
  latent_channels: size.default(4),
  encoder_block_out_channels: sizes.default([64, 64, 64, 64]),
  decoder_block_out_channels: sizes.default([64, 64, 64, 64]),
  num_encoder_blocks: counts.default([1, 3, 3, 3]),
  num_decoder_blocks: counts.default([3, 3, 3, 1]),
  act_fn: z.literal('relu').default('relu'),
  upsample_fn: z.literal('nearest').default('nearest'),
  upsampling_scaling_factor: z.literal(2).default(2),
  latent_magnitude: z.number().default(3),
  latent_shift: z.number().default(0.5),
})

/**
 * Parses a tiny autoencoder's `config.json`.
 *
 * @throws `file_malformed` naming the key that does not fit
 */
export function parseAutoencoderTinyConfig(json: unknown, name: string): AutoencoderTinyConfig {
  const config = parseJson(json, configSchema, name)
  return {
    imageChannels: config.in_channels,
    latentChannels: config.latent_channels,
    encoderChannels: config.encoder_block_out_channels,
    decoderChannels: config.decoder_block_out_channels,
    encoderBlocks: config.num_encoder_blocks,
    decoderBlocks: config.num_decoder_blocks,
    latentMagnitude: config.latent_magnitude,
    latentShift: config.latent_shift,
  }
}

/** Takes a place in a numbered list of layers: an activation, or a change of size. It has no weights. */
class Step extends Module {
  readonly apply: (x: Value) => Value

  constructor(apply: (x: Value) => Value) {
    super()
    this.apply = apply
  }

  call(x: Value): Value {
    return this.apply(x)
  }
}

/** Three convolutions with a shortcut, of one width. */
class Block extends Module {
  readonly conv: readonly [Convolution, Step, Convolution, Step, Convolution]

  constructor(channels: number) {
    super()
    const convolution = () => new Convolution(channels, channels)
    this.conv = [convolution(), new Step(relu), convolution(), new Step(relu), convolution()]
  }

  call(x: Value): Value {
    return relu(
      add(
        this.conv.reduce((value, layer) => layer.call(value), x),
        x,
      ),
    )
  }
}

class Layers extends Module {
  readonly layers: readonly (Convolution | Step | Block)[]

  constructor(layers: readonly (Convolution | Step | Block)[]) {
    super()
    this.layers = layers
  }

  call(x: Value): Value {
    return this.layers.reduce((value, layer) => layer.call(value), x)
  }
}

const blocks = (count: number, channels: number): Block[] => Array.from({ length: count }, () => new Block(channels))

function encoderLayers({ imageChannels, latentChannels, encoderChannels, encoderBlocks }: AutoencoderTinyConfig): Layers {
  const stages = encoderChannels.map((channels, at) => [
    at === 0 ? new Convolution(imageChannels, channels) : new Convolution(channels, channels, { stride: 2, hasBias: false }),
    ...blocks(encoderBlocks[at] ?? 1, channels),
  ])
  return new Layers([...stages.flat(), new Convolution(encoderChannels.at(-1) as number, latentChannels)])
}

function decoderLayers({ imageChannels, latentChannels, decoderChannels, decoderBlocks }: AutoencoderTinyConfig): Layers {
  const last = decoderChannels.length - 1
  const stages = decoderChannels.map((channels, at) => [
    ...blocks(decoderBlocks[at] ?? 1, channels),
    ...(at === last
      ? [new Convolution(channels, imageChannels)]
      : [new Step((x) => upsampleBy(x, 2)), new Convolution(channels, channels, { hasBias: false })]),
  ])
  return new Layers([new Convolution(latentChannels, decoderChannels[0] as number), new Step(relu), ...stages.flat()])
}

/**
 * TAESD, a distilled autoencoder, much smaller than the one it imitates; for previews.
 *
 * @source https://github.com/madebyollin/taesd; keys as diffusers' AutoencoderTiny names them
 */
export class AutoencoderTiny extends Module {
  readonly encoder: Layers
  readonly decoder: Layers
  readonly config: AutoencoderTinyConfig

  constructor(config: AutoencoderTinyConfig) {
    super()
    this.config = config
    this.encoder = encoderLayers(config)
    this.decoder = decoderLayers(config)
  }
}

/** Builds the encoder's graph: `image` f32 [N, 3, H, W], −1..1, to `latents` f32 [N, latent, H/8, W/8] in the denoiser's units. */
export function buildAutoencoderTinyEncoder({ encoder, config }: AutoencoderTiny): OnnxModel {
  const graph = new Graph("tiny autoencoder's encoder")
  const image = graph.input('image', ['batch', config.imageChannels, 'height', 'width'])
  const unit = scaleBy(add(image, graph.floats([1], [])), 0.5)
  graph.output('latents', encoder.call(unit), ['batch', config.latentChannels, 'latent height', 'latent width'])
  return graph.build()
}

/** Builds the decoder's graph: `latents` f32 [N, latent, H/8, W/8] in the denoiser's units, to `image` f32 [N, 3, H, W], about −1..1. */
export function buildAutoencoderTinyDecoder({ decoder, config }: AutoencoderTiny): OnnxModel {
  const graph = new Graph("tiny autoencoder's decoder")
  const latents = graph.input('latents', ['batch', config.latentChannels, 'latent height', 'latent width'])
  // Limits latents softly to ±3, where the decoder was trained.
  const limited = scaleBy(tanh(scaleBy(latents, 1 / 3)), 3)
  const image = add(scaleBy(decoder.call(limited), 2), graph.floats([-1], []))
  graph.output('image', image, ['batch', config.imageChannels, 'height', 'width'])
  return graph.build()
}
