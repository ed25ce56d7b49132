import type { Value } from './graph.ts'
import { Module, Parameter } from './module.ts'
import { convolution, gather, groupNorm, layerNorm, linear } from './ops.ts'

/** x·Wᵀ + b on the last axis. A 1x1 convolution's weights fit as well. */
export class Linear extends Module {
  readonly weight: Parameter
  readonly bias: Parameter | undefined
  readonly inFeatures: number
  readonly outFeatures: number

  constructor(inFeatures: number, outFeatures: number, options: { hasBias?: boolean } = {}) {
    super()
    this.inFeatures = inFeatures
    this.outFeatures = outFeatures
    this.weight = new Parameter([outFeatures, inFeatures])
    this.bias = options.hasBias === false ? undefined : new Parameter([outFeatures])
  }

  call(x: Value): Value {
    return linear(x, this.weight.in(x.graph), this.bias?.in(x.graph), this.inFeatures, this.outFeatures)
  }
}

/** 2-D convolution over [N, C, H, W]; 3x3 with one pixel of padding unless told otherwise. */
export class Convolution extends Module {
  readonly weight: Parameter
  readonly bias: Parameter | undefined
  readonly options: {
    readonly kernel: number
    readonly stride: number
    readonly padding: readonly [number, number, number, number]
  }

  constructor(
    inChannels: number,
    outChannels: number,
    options: { kernel?: number; stride?: number; padding?: readonly [number, number, number, number]; hasBias?: boolean } = {},
  ) {
    super()
    const { kernel = 3, stride = 1, hasBias = true } = options
    const around = Math.floor(kernel / 2)
    this.options = { kernel, stride, padding: options.padding ?? [around, around, around, around] }
    this.weight = new Parameter([outChannels, inChannels, kernel, kernel])
    this.bias = hasBias ? new Parameter([outChannels]) : undefined
  }

  call(x: Value): Value {
    return convolution(x, this.weight.in(x.graph), this.bias?.in(x.graph), this.options)
  }
}

/** Group normalization of [N, C, H, W]. */
export class GroupNorm extends Module {
  readonly weight: Parameter
  readonly bias: Parameter
  readonly channels: number
  readonly groups: number
  readonly epsilon: number

  constructor(channels: number, groups: number, epsilon: number) {
    super()
    this.channels = channels
    this.groups = groups
    this.epsilon = epsilon
    this.weight = new Parameter([channels])
    this.bias = new Parameter([channels])
  }

  call(x: Value): Value {
    const perChannel = [this.channels, 1, 1]
    return groupNorm(x, this.weight.in(x.graph, perChannel), this.bias.in(x.graph, perChannel), this.groups, this.epsilon)
  }
}

/** Layer normalization over the last axis. */
export class LayerNorm extends Module {
  readonly weight: Parameter
  readonly bias: Parameter
  readonly epsilon: number

  constructor(width: number, epsilon = 1e-5) {
    super()
    this.epsilon = epsilon
    this.weight = new Parameter([width])
    this.bias = new Parameter([width])
  }

  call(x: Value): Value {
    return layerNorm(x, this.weight.in(x.graph), this.bias.in(x.graph), this.epsilon)
  }
}

/** A table of `count` rows, looked up by whole numbers. */
export class Embedding extends Module {
  readonly weight: Parameter

  constructor(count: number, width: number) {
    super()
    this.weight = new Parameter([count, width])
  }

  call(indices: Value): Value {
    const { graph } = indices
    const { dtype } = this.weight.view
    // Widening the rows that are used instead of the whole table; ONNX gathers no 8-bit floats, so those go the long way.
    if (dtype !== 'F16' && dtype !== 'BF16') return gather(this.weight.in(graph), indices)
    return graph.widen(gather(graph.storedWeight(this.weight.view, this.weight.shape), indices))
  }
}
