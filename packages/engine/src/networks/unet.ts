import {
  Convolution,
  concat,
  Graph,
  GroupNorm,
  Linear,
  Module,
  type OnnxModel,
  type PictureAxis,
  silu,
  upsampleLike,
  type Value,
} from '../onnx/index.ts'
import { ResnetBlock } from './resnet-block.ts'
import { SpatialTransformer } from './spatial-transformer.ts'
import type { UnetConfig, UnetLevel } from './unet-config.ts'

/** What every block of a U-Net is told besides its features. */
interface Guide {
  /** The timestep embedding after its activation, [N, 4·C]. */
  readonly activeTime: Value
  /** Conditioning, [N, tokens, contextWidth]. */
  readonly context: Value
}

class TimestepEmbedding extends Module {
  readonly linear_1: Linear
  readonly linear_2: Linear

  constructor(width: number) {
    super()
    this.linear_1 = new Linear(width, width * 4)
    this.linear_2 = new Linear(width * 4, width * 4)
  }

  call(features: Value): Value {
    return this.linear_2.call(silu(this.linear_1.call(features)))
  }
}

/** A convolution after a change of size; checkpoints keep it one field deeper. */
class Resampler extends Module {
  readonly conv: Convolution

  constructor(channels: number, stride: number) {
    super()
    this.conv = new Convolution(channels, channels, { stride })
  }
}

/** Residual blocks of one level, each followed by attention where the level has any. */
abstract class Stage extends Module {
  readonly resnets: readonly ResnetBlock[]
  readonly attentions: readonly SpatialTransformer[]

  constructor(resnets: readonly ResnetBlock[], attentions: readonly SpatialTransformer[]) {
    super()
    this.resnets = resnets
    this.attentions = attentions
  }

  protected callBlock(index: number, x: Value, { activeTime, context }: Guide): Value {
    const hidden = (this.resnets[index] as ResnetBlock).call(x, activeTime)
    return this.attentions[index]?.call(hidden, context) ?? hidden
  }
}

class DownStage extends Stage {
  readonly downsamplers: readonly Resampler[]

  constructor(inChannels: number, level: UnetLevel, config: UnetConfig, isLast: boolean) {
    const resnets = Array.from({ length: config.blocksPerLevel }, (_, at) =>
      resnet(at === 0 ? inChannels : level.channels, level.channels, config),
    )
    super(resnets, attentions(level, resnets.length, config))
    this.downsamplers = isLast ? [] : [new Resampler(level.channels, 2)]
  }

  /** The features after each block and after the change of size, all of which are joined again on the way up. */
  call(x: Value, guide: Guide): Value[] {
    const skips: Value[] = []
    let hidden = x
    for (const index of this.resnets.keys()) {
      hidden = this.callBlock(index, hidden, guide)
      skips.push(hidden)
    }
    for (const { conv } of this.downsamplers) skips.push(conv.call(hidden))
    return skips
  }
}

class MiddleStage extends Stage {
  constructor(channels: number, config: UnetConfig) {
    const level = { channels, ...config.middle }
    super([resnet(channels, channels, config), resnet(channels, channels, config)], attentions(level, 1, config))
  }

  call(x: Value, guide: Guide): Value {
    return this.callBlock(1, this.callBlock(0, x, guide), guide)
  }
}

class UpStage extends Stage {
  readonly upsamplers: readonly Resampler[]

  /** @param skipChannels  channels of the features joined at each block, in order */
  constructor(inChannels: number, skipChannels: readonly number[], level: UnetLevel, config: UnetConfig, isLast: boolean) {
    const resnets = skipChannels.map((skip, at) =>
      resnet((at === 0 ? inChannels : level.channels) + skip, level.channels, config),
    )
    super(resnets, attentions(level, resnets.length, config))
    this.upsamplers = isLast ? [] : [new Resampler(level.channels, 1)]
  }

  /** @param skips  features of the way down, last first to be joined; those used are taken from its end */
  call(x: Value, skips: Value[], guide: Guide): Value {
    let hidden = x
    for (const index of this.resnets.keys()) hidden = this.callBlock(index, concat([hidden, takeSkip(skips)], 1), guide)
    const finer = skips.at(-1)
    // The size comes from the skip that is joined next, since an odd size halved and doubled is not itself.
    for (const { conv } of this.upsamplers) if (finer !== undefined) hidden = conv.call(upsampleLike(hidden, finer))
    return hidden
  }
}

function takeSkip(skips: Value[]): Value {
  const skip = skips.pop()
  if (skip === undefined) throw new Error('a U-Net joins more features than it kept')
  return skip
}

const resnet = (inChannels: number, outChannels: number, { groups, epsilon, timestep }: UnetConfig): ResnetBlock =>
  new ResnetBlock(inChannels, outChannels, { groups, epsilon, timeWidth: timestep.width * 4 })

const attentions = (
  { channels, depth, heads }: UnetLevel,
  count: number,
  { contextWidth, groups }: UnetConfig,
): SpatialTransformer[] =>
  depth === 0 ? [] : Array.from({ length: count }, () => new SpatialTransformer(channels, { contextWidth, heads, depth, groups }))

/**
 * The denoiser of Stable Diffusion 1 and 2: a U-Net over latents with cross attention to the prompt.
 *
 * @source Rombach et al. 2022 (arXiv:2112.10752); keys as diffusers' UNet2DConditionModel names them
 */
export class Unet extends Module {
  readonly conv_in: Convolution
  readonly time_embedding: TimestepEmbedding
  readonly down_blocks: readonly DownStage[]
  readonly mid_block: MiddleStage
  readonly up_blocks: readonly UpStage[]
  readonly conv_norm_out: GroupNorm
  readonly conv_out: Convolution
  readonly config: UnetConfig

  constructor(config: UnetConfig) {
    super()
    this.config = config
    const { levels, timestep, groups, epsilon } = config
    const first = levels[0] as UnetLevel
    const last = levels.at(-1) as UnetLevel
    this.conv_in = new Convolution(config.inChannels, first.channels)
    this.time_embedding = new TimestepEmbedding(timestep.width)
    this.down_blocks = levels.map(
      (level, at) => new DownStage(levels[at - 1]?.channels ?? first.channels, level, config, at === levels.length - 1),
    )
    this.mid_block = new MiddleStage(last.channels, config)
    this.up_blocks = [...levels].reverse().map((level, at, reversed) => {
      const coarser = reversed[at - 1] ?? last
      const finer = reversed[at + 1] ?? first
      const skips = [...new Array<number>(config.blocksPerLevel).fill(level.channels), finer.channels]
      return new UpStage(coarser.channels, skips, level, config, at === levels.length - 1)
    })
    this.conv_norm_out = new GroupNorm(first.channels, groups, epsilon)
    this.conv_out = new Convolution(first.channels, config.outChannels)
  }

  /** The prediction, and the features of every part on the way under the part's key. */
  call(sample: Value, timeFeatures: Value, context: Value): { output: Value; features: Map<string, Value> } {
    const features = new Map<string, Value>()
    const keep = (key: string, value: Value): Value => {
      features.set(key, value)
      return value
    }
    const time = keep('time_embedding', this.time_embedding.call(timeFeatures))
    const guide = { activeTime: silu(time), context }
    let hidden = keep('conv_in', this.conv_in.call(sample))
    const skips = [hidden]
    for (const [at, stage] of this.down_blocks.entries()) {
      skips.push(...stage.call(hidden, guide))
      hidden = keep(`down_blocks.${at}`, skips.at(-1) as Value)
    }
    hidden = keep('mid_block', this.mid_block.call(hidden, guide))
    for (const [at, stage] of this.up_blocks.entries()) hidden = keep(`up_blocks.${at}`, stage.call(hidden, skips, guide))
    const normed = keep('conv_norm_out', this.conv_norm_out.call(hidden))
    return { output: this.conv_out.call(silu(normed)), features }
  }
}

/**
 * Builds the graph of a U-Net. Batch and sizes are open: one graph serves all.
 *
 * Inputs: `sample` f32 [N, in, H, W]; `time_features` f32 [N, C] from `timestepFeatures`; `context` f32 [N, tokens, contextWidth].
 * Output: `output` f32 [N, out, H, W].
 *
 * @param features  parts whose features become outputs too, under their keys (`mid_block`, `down_blocks.0`, …)
 */
export function buildUnet(unet: Unet, features: readonly string[] = [], seamlessAxes: readonly PictureAxis[] = []): OnnxModel {
  const { inChannels, outChannels, contextWidth, timestep } = unet.config
  const graph = new Graph('U-Net', { seamlessAxes })
  const sample = graph.input('sample', ['batch', inChannels, 'height', 'width'])
  const timeFeatures = graph.input('time_features', ['batch', timestep.width])
  const context = graph.input('context', ['batch', 'tokens', contextWidth])
  const result = unet.call(sample, timeFeatures, context)
  graph.output('output', result.output, ['batch', outChannels, 'height', 'width'])
  for (const key of features) {
    const value = result.features.get(key)
    if (value === undefined) throw new RangeError(`a U-Net has no part ${key}`)
    graph.output(
      key,
      value,
      key === 'time_embedding' ? ['batch', timestep.width * 4] : ['batch', `${key} c`, `${key} h`, `${key} w`],
    )
  }
  return graph.build()
}
