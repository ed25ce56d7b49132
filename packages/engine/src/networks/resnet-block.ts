import { add, Convolution, GroupNorm, Linear, Module, silu, unsqueeze, type Value } from '../onnx/index.ts'

/** What residual blocks of one network have in common. */
export interface ResnetBlockOptions {
  readonly groups: number
  readonly epsilon: number
  /** Width of the timestep embedding; without one the block does not see the timestep (autoencoders). */
  readonly timeWidth?: number
}

/**
 * Two convolutions with a shortcut around them; the timestep is added between.
 *
 * @source He et al. 2015 (arXiv:1512.03385) in the pre-activation form of Ho et al. 2020 (arXiv:2006.11239), appendix B
 */
export class ResnetBlock extends Module {
  readonly norm1: GroupNorm
  readonly conv1: Convolution
  readonly time_emb_proj: Linear | undefined
  readonly norm2: GroupNorm
  readonly conv2: Convolution
  readonly conv_shortcut: Convolution | undefined

  constructor(inChannels: number, outChannels: number, { groups, epsilon, timeWidth }: ResnetBlockOptions) {
    super()
    this.norm1 = new GroupNorm(inChannels, groups, epsilon)
    this.conv1 = new Convolution(inChannels, outChannels)
    this.time_emb_proj = timeWidth === undefined ? undefined : new Linear(timeWidth, outChannels)
    this.norm2 = new GroupNorm(outChannels, groups, epsilon)
    this.conv2 = new Convolution(outChannels, outChannels)
    this.conv_shortcut = inChannels === outChannels ? undefined : new Convolution(inChannels, outChannels, { kernel: 1 })
  }

  /**
   * @param x           [N, in, H, W]
   * @param activeTime  the timestep embedding after its activation, [N, timeWidth]; the same for all blocks, so it is made once
   */
  call(x: Value, activeTime?: Value): Value {
    let hidden = this.conv1.call(silu(this.norm1.call(x)))
    if (this.time_emb_proj !== undefined && activeTime !== undefined) {
      hidden = add(hidden, unsqueeze(this.time_emb_proj.call(activeTime), [2, 3]))
    }
    hidden = this.conv2.call(silu(this.norm2.call(hidden)))
    return add(this.conv_shortcut?.call(x) ?? x, hidden)
  }
}
