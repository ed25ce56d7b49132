import type { Tensor } from '@bottega/engine'

/** How far one output is from its reference. */
export interface Comparison {
  readonly name: string
  readonly error: number
  readonly tolerance: number
  /** What is wrong beyond numbers: a shape, a NaN, an output that is missing. */
  readonly fault?: string
}

/** Whether an output is as good as its reference. A NaN is never within a tolerance. */
export function isWithin({ error, tolerance, fault }: Comparison): boolean {
  return fault === undefined && error <= tolerance
}

/** Compares a tensor with its reference, element by element. */
export function compareTensor(
  name: string,
  actual: Tensor | undefined,
  expected: Tensor | undefined,
  tolerance: number,
): Comparison {
  const wrong = (fault: string): Comparison => ({ name, error: Number.POSITIVE_INFINITY, tolerance, fault })
  if (expected === undefined) return wrong('the reference is missing')
  if (actual === undefined) return wrong('it was not computed')
  if (actual.shape.join() !== expected.shape.join())
    return wrong(`its shape is [${actual.shape.join(', ')}], not [${expected.shape.join(', ')}]`)
  let error = 0
  for (const [at, value] of actual.data.entries()) {
    if (Number.isNaN(value)) return wrong('it holds NaN')
    error = Math.max(error, Math.abs(value - (expected.data[at] as number)))
  }
  return { name, error, tolerance }
}

/** Compares lists of whole numbers, or lists of those: they are the same or they are not. */
export function compareExactly(name: string, actual: unknown, expected: unknown): Comparison {
  return JSON.stringify(actual) === JSON.stringify(expected)
    ? { name, error: 0, tolerance: 0 }
    : { name, error: Number.POSITIVE_INFINITY, tolerance: 0, fault: 'it is not the same' }
}

/** Tolerance of a single forward pass: 1e-4, or 1e-4 of the magnitude for tensors above 10. */
export function forwardTolerance(expected: Tensor | undefined): number {
  const magnitude = expected?.data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) ?? 0
  return 1e-4 * (magnitude > 10 ? magnitude : 1)
}

/** Tolerance of a list of timesteps: none for whole numbers, 1e-3 for fractions. */
export function timestepTolerance(expected: Tensor | undefined): number {
  return expected?.data.every(Number.isInteger) === false ? 1e-3 : 0
}
