import { integerField, seedField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { createSeededNumbers } from '../math/pcg64.ts'
import { integerCollectionOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { findLengthFault } from './list-length.ts'

interface Literals {
  readonly low?: number
  readonly high?: number
  readonly size?: number
}

function findFault({ low, high, size }: Literals): string | undefined {
  if (low !== undefined && high !== undefined && high <= low) return `high must be more than low, ${low}.`
  return findLengthFault(size)
}

/** Whole numbers by chance that follow from a seed. */
export const randomRange = defineNode({
  type: 'random_range',
  version: '1.0.1',
  title: 'Random Range',
  category: 'batch',
  tags: ['range', 'integer', 'random', 'collection'],
  description:
    'So many whole numbers by chance, low or more and below high, all equally likely. The same seed gives the same numbers; numbers may come twice.',
  useCache: false,
  inputs: {
    low: integerField({ default: 0, description: 'The least number' }),
    high: integerField({ default: 2 ** 31 - 1, description: 'The first number that is too large' }),
    size: integerField({ default: 1, description: 'How many numbers' }),
    seed: seedField({ description: 'What the numbers follow from' }),
  },
  output: integerCollectionOutput,
  check: findFault,
  run({ inputs: { low, high, size, seed } }) {
    const fault = findFault({ low, high, size })
    if (fault !== undefined) refuse(fault)
    const numbers = createSeededNumbers(seed)
    const bound = BigInt(high) - BigInt(low)
    return { collection: Array.from({ length: size }, () => Number(BigInt(low) + numbers.below(bound))) }
  },
})
