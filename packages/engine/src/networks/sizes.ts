import { EngineError } from '../errors.ts'
import type { Weights } from '../formats/index.ts'

/**
 * The shape of a tensor that a network cannot do without, its first two sizes (1 where it has fewer).
 *
 * @throws `model_incomplete` when it is not there
 */
export function expectTensor(weights: Weights, key: string, name: string): [first: number, second: number] {
  const shape = weights.get(key)?.shape
  if (shape === undefined) throw new EngineError('model_incomplete', `The ${name} lacks the tensor ${key}.`)
  return [shape[0] ?? 1, shape[1] ?? 1]
}

/** How many entries `prefix.0`, `prefix.1`, ... there are without a gap. */
export function countNumbered(weights: Weights, prefix: string): number {
  const numbers = new Set<number>()
  for (const key of weights.keys()) {
    if (!key.startsWith(`${prefix}.`)) continue
    const number = Number(key.slice(prefix.length + 1).split('.', 1)[0])
    if (Number.isInteger(number)) numbers.add(number)
  }
  let count = 0
  while (numbers.has(count)) count += 1
  return count
}

/**
 * Groups for a group normalization over levels of these channels: 32 as in every published model, or the largest number below it
 * that divides them all.
 */
export function inferGroups(channels: readonly number[]): number {
  for (let groups = 32; groups > 1; groups--) {
    if (channels.every((count) => count % groups === 0)) return groups
  }
  return 1
}
