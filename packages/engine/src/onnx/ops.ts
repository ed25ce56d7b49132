import type { Value } from './graph.ts'
import type { Attribute } from './model.ts'

/*
 * The operators that our networks are written in, as functions on values. Each is one ONNX node unless its comment says more.
 * Formulations were chosen by measurement on the CPU provider.
 */

const MICROSOFT = 'com.microsoft'

/** a + b, each stretched to the other's shape where it has size 1. */
export const add = (a: Value, b: Value): Value => a.graph.node('Add', [a, b])
/** a·b, each stretched to the other's shape where it has size 1. */
export const multiply = (a: Value, b: Value): Value => a.graph.node('Mul', [a, b])
/** The hyperbolic tangent. */
export const tanh = (x: Value): Value => x.graph.node('Tanh', [x])
/** The larger of x and 0. */
export const relu = (x: Value): Value => x.graph.node('Relu', [x])

/** The exact Gaussian error linear unit, x·Φ(x). */
export const gelu = (x: Value): Value => x.graph.node('Gelu', [x])

/** The sigmoid approximation x·σ(1.702x) that CLIP was trained with. */
export const quickGelu = (x: Value): Value => x.graph.node('QuickGelu', [x], { alpha: 1.702 }, MICROSOFT)

/** x·σ(x). */
export const silu = (x: Value): Value => x.graph.node('QuickGelu', [x], { alpha: 1 }, MICROSOFT)

/** x·factor, with a number. */
export const scaleBy = (x: Value, factor: number): Value => multiply(x, x.graph.floats([factor], []))

/** Reorders axes: axis i of the result is axis `order[i]` of x. */
export const transpose = (x: Value, order: readonly number[]): Value =>
  x.graph.node('Transpose', [x], { perm: order.map(BigInt) })

/** The same elements under another shape: 0 keeps that axis, one −1 takes what is left. */
export const reshape = (x: Value, shape: readonly number[]): Value => x.graph.node('Reshape', [x, x.graph.integers(shape)])

/** The same elements under a shape computed in the graph. */
export const reshapeTo = (x: Value, shape: Value): Value => x.graph.node('Reshape', [x, shape])

/** Sizes of axes `start` to `end` (exclusive) as a vector of integers. */
export const shapeOf = (x: Value, start = 0, end?: number): Value =>
  x.graph.node('Shape', [x], end === undefined ? { start: BigInt(start) } : { start: BigInt(start), end: BigInt(end) })

/** Adds axes of size 1. */
export const unsqueeze = (x: Value, axes: readonly number[]): Value => x.graph.node('Unsqueeze', [x, x.graph.integers(axes)])

/** Joins along an axis. */
export const concat = (values: readonly [Value, ...Value[]], axis: number): Value =>
  values[0].graph.node('Concat', values, { axis: BigInt(axis) })

/** Cuts into `count` equal parts along an axis. */
export const split = (x: Value, count: number, axis: number): Value[] =>
  x.graph.nodes('Split', [x], count, { axis: BigInt(axis), num_outputs: BigInt(count) })

/** Rows of `table` [rows, width] at whole-number `indices` [N, L], giving [N, L, width]. */
export const gather = (table: Value, indices: Value): Value => table.graph.node('Gather', [table, indices], { axis: 0n })

/** x·Wᵀ + b on the last axis, with W as checkpoints store it, [out, in]. Gemm on a 2-D view saves transposing W at every run. */
export function linear(x: Value, weight: Value, bias: Value | undefined, inFeatures: number, outFeatures: number): Value {
  const rows = reshape(x, [-1, inFeatures])
  const result = x.graph.node('Gemm', [rows, weight, bias], { transB: 1n })
  return reshapeTo(result, concat([shapeOf(x, 0, -1), x.graph.integers([outFeatures])], 0))
}

/** Geometry of a convolution, in pixels. */
export interface ConvolutionOptions {
  readonly kernel: number
  readonly stride: number
  /** Zeros added at top, left, bottom, right. */
  readonly padding: readonly [number, number, number, number]
}

/**
 * 2-D convolution of x [N, C, H, W] with W [out, in, kernel, kernel]. In a graph that is seamless along an axis, even padding along it
 * takes what stands at the opposite edge in place of zeros.
 */
export function convolution(
  x: Value,
  weight: Value,
  bias: Value | undefined,
  { kernel, stride, padding }: ConvolutionOptions,
): Value {
  const { graph } = x
  const [top, left, bottom, right] = padding
  const wrapsY = graph.seamlessAxes.has('y') && top === bottom && top > 0
  const wrapsX = graph.seamlessAxes.has('x') && left === right && left > 0
  const wrapped = wrapsX || wrapsY ? wrapAround(x, wrapsY ? top : 0, wrapsX ? left : 0) : x
  const attributes: Record<string, Attribute> = {
    kernel_shape: [BigInt(kernel), BigInt(kernel)],
    strides: [BigInt(stride), BigInt(stride)],
    pads: [wrapsY ? 0 : top, wrapsX ? 0 : left, wrapsY ? 0 : bottom, wrapsX ? 0 : right].map(BigInt),
  }
  return graph.node('Conv', [wrapped, weight, bias], attributes)
}

/** x [N, C, H, W] with rows and columns added around it, each from the opposite edge. */
const wrapAround = (x: Value, rows: number, columns: number): Value =>
  x.graph.node('Pad', [x, x.graph.integers([0, 0, rows, columns, 0, 0, rows, columns])], { mode: 'wrap' })

/**
 * Normalizes each of `groups` groups of channels of x [N, C, ...] over all their elements, then scales and shifts each channel. As
 * InstanceNormalization over merged groups, which every version and provider of the runtime knows.
 *
 * @param weight, bias  of shape [C, 1, 1, ...] so that they fit x
 */
export function groupNorm(x: Value, weight: Value, bias: Value, groups: number, epsilon: number): Value {
  const { graph } = x
  const merged = reshape(x, [0, groups, -1])
  const ones = graph.floats(new Array<number>(groups).fill(1))
  const zeros = graph.floats(new Array<number>(groups).fill(0))
  const normalized = graph.node('InstanceNormalization', [merged, ones, zeros], { epsilon })
  return add(multiply(reshapeTo(normalized, shapeOf(x)), weight), bias)
}

/** Normalizes over the last axis, then scales and shifts it. */
export const layerNorm = (x: Value, weight: Value, bias: Value, epsilon: number): Value =>
  x.graph.node('LayerNormalization', [x, weight, bias], { axis: -1n, epsilon })

/**
 * softmax(q·kᵀ/√d + bias)·v in `heads` heads, on [N, tokens, width]. One operator with a tiled kernel; products and
 * softmax would keep all scores in memory at once.
 *
 * @param bias  optional, added to the scores; [N or 1, 1, query tokens, key tokens]
 */
export const multiHeadAttention = (query: Value, key: Value, value: Value, heads: number, bias?: Value): Value =>
  query.graph.node('MultiHeadAttention', [query, key, value, undefined, undefined, bias], { num_heads: BigInt(heads) }, MICROSOFT)

const NEAREST = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' } as const

/** Repeats every pixel of x [N, C, H, W] `factor` times in both directions. */
export const upsampleBy = (x: Value, factor: number): Value =>
  x.graph.node('Resize', [x, undefined, x.graph.floats([1, 1, factor, factor])], NEAREST)

/** Enlarges x [N, C, H, W] to the height and width of `like`, each pixel the nearest one; needed where sizes are odd. */
export function upsampleLike(x: Value, like: Value): Value {
  const sizes = concat([shapeOf(x, 0, 2), shapeOf(like, 2)], 0)
  return x.graph.node('Resize', [x, undefined, undefined, sizes], NEAREST)
}
