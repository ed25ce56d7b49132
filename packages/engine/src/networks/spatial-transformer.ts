import {
  add,
  GroupNorm,
  gelu,
  LayerNorm,
  Linear,
  Module,
  multiHeadAttention,
  multiply,
  reshape,
  reshapeTo,
  shapeOf,
  split,
  transpose,
  type Value,
} from '../onnx/index.ts'

/** Attention from tokens to themselves or to a context. */
class Attention extends Module {
  readonly to_q: Linear
  readonly to_k: Linear
  readonly to_v: Linear
  readonly to_out: readonly [Linear]
  readonly heads: number

  constructor(width: number, contextWidth: number, heads: number) {
    super()
    this.heads = heads
    this.to_q = new Linear(width, width, { hasBias: false })
    this.to_k = new Linear(contextWidth, width, { hasBias: false })
    this.to_v = new Linear(contextWidth, width, { hasBias: false })
    this.to_out = [new Linear(width, width)]
  }

  call(x: Value, context: Value): Value {
    const attended = multiHeadAttention(this.to_q.call(x), this.to_k.call(context), this.to_v.call(context), this.heads)
    return this.to_out[0].call(attended)
  }
}

/** A linear layer to twice the width, one half of which gates the other. @source Shazeer 2020 (arXiv:2002.05202), GEGLU */
class GatedGelu extends Module {
  readonly proj: Linear

  constructor(width: number, innerWidth: number) {
    super()
    this.proj = new Linear(width, innerWidth * 2)
  }

  call(x: Value): Value {
    const [hidden, gate] = split(this.proj.call(x), 2, -1) as [Value, Value]
    return multiply(hidden, gelu(gate))
  }
}

/** Holds a place in a numbered list of layers; it does nothing when pictures are made. */
class Dropout extends Module {}

class FeedForward extends Module {
  readonly net: readonly [GatedGelu, Dropout, Linear]

  constructor(width: number) {
    super()
    this.net = [new GatedGelu(width, width * 4), new Dropout(), new Linear(width * 4, width)]
  }

  call(x: Value): Value {
    return this.net[2].call(this.net[0].call(x))
  }
}

class TransformerBlock extends Module {
  readonly norm1: LayerNorm
  readonly attn1: Attention
  readonly norm2: LayerNorm
  readonly attn2: Attention
  readonly norm3: LayerNorm
  readonly ff: FeedForward

  constructor(width: number, contextWidth: number, heads: number) {
    super()
    this.norm1 = new LayerNorm(width)
    this.attn1 = new Attention(width, width, heads)
    this.norm2 = new LayerNorm(width)
    this.attn2 = new Attention(width, contextWidth, heads)
    this.norm3 = new LayerNorm(width)
    this.ff = new FeedForward(width)
  }

  call(x: Value, context: Value): Value {
    const normed = this.norm1.call(x)
    let hidden = add(x, this.attn1.call(normed, normed))
    hidden = add(hidden, this.attn2.call(this.norm2.call(hidden), context))
    return add(hidden, this.ff.call(this.norm3.call(hidden)))
  }
}

/** Sizes of a spatial transformer besides its channels. */
export interface SpatialTransformerOptions {
  readonly contextWidth: number
  readonly heads: number
  readonly depth: number
  readonly groups: number
}

/**
 * A transformer over the pixels of a feature map, with cross attention to the prompt.
 *
 * Its projections are 1x1 convolutions in some checkpoints and linear layers in others; the bytes and the arithmetic are the same,
 * so both are linear layers on tokens here.
 *
 * @source Rombach et al. 2022 (arXiv:2112.10752), section 3.3 and appendix E.2.1
 */
export class SpatialTransformer extends Module {
  readonly norm: GroupNorm
  readonly proj_in: Linear
  readonly transformer_blocks: readonly TransformerBlock[]
  readonly proj_out: Linear
  readonly channels: number

  constructor(channels: number, { contextWidth, heads, depth, groups }: SpatialTransformerOptions) {
    super()
    this.channels = channels
    this.norm = new GroupNorm(channels, groups, 1e-6)
    this.proj_in = new Linear(channels, channels)
    this.transformer_blocks = Array.from({ length: depth }, () => new TransformerBlock(channels, contextWidth, heads))
    this.proj_out = new Linear(channels, channels)
  }

  /**
   * @param x        [N, C, H, W]
   * @param context  conditioning, [N, tokens, contextWidth]
   */
  call(x: Value, context: Value): Value {
    let tokens = this.proj_in.call(toTokens(this.norm.call(x), this.channels))
    for (const block of this.transformer_blocks) tokens = block.call(tokens, context)
    return add(fromTokens(this.proj_out.call(tokens), x), x)
  }
}

/** [N, C, H, W] as [N, H·W, C]. */
export function toTokens(x: Value, channels: number): Value {
  return transpose(reshape(x, [0, channels, -1]), [0, 2, 1])
}

/** [N, H·W, C] as [N, C, H, W], of the sizes of `like`. */
export function fromTokens(tokens: Value, like: Value): Value {
  return reshapeTo(transpose(tokens, [0, 2, 1]), shapeOf(like))
}
