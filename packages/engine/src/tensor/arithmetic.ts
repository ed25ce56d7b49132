import { createTensor, expectSameShape, type Tensor } from './tensor.ts'

/** `tensor` times the number `factor`. */
export function scale(tensor: Tensor, factor: number): Tensor {
  return mapElements(tensor, (value) => value * factor)
}

/**
 * The weighted sum Σ wᵢ·tᵢ of tensors of one shape. Each element is summed in double precision and rounded once, so
 * long multistep formulas lose nothing on the way.
 *
 * @param terms  pairs of weight and tensor, at least one
 * @throws       RangeError when there is no term or shapes differ
 */
export function combine(...terms: readonly (readonly [weight: number, tensor: Tensor])[]): Tensor {
  const [first] = terms
  if (first === undefined) throw new RangeError('there is no term to sum')
  for (const [, tensor] of terms) expectSameShape(first[1], tensor)
  const data = new Float32Array(first[1].data.length)
  for (let i = 0; i < data.length; i++) {
    let sum = 0
    for (const [weight, tensor] of terms) sum += weight * (tensor.data[i] as number)
    data[i] = sum
  }
  return createTensor(data, first[1].shape)
}

/** Applies `fn` to every element. */
export function mapElements(tensor: Tensor, fn: (value: number, index: number) => number): Tensor {
  return createTensor(tensor.data.map(fn), tensor.shape)
}

/** Rounds to a whole number, ties to the even one, as numpy and torch round; among 32-bit floats ties do occur. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/** Every element limited to `low`..`high`. */
export function clamp(tensor: Tensor, low: number, high: number): Tensor {
  return mapElements(tensor, (value) => Math.min(high, Math.max(low, value)))
}
