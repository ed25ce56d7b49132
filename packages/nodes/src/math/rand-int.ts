import { integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { integerOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'

/** The largest signed number of 32 bits. */
const MAX_INT32 = 2 ** 31 - 1

function findFault({ low, high }: { readonly low?: number; readonly high?: number }): string | undefined {
  return low !== undefined && high !== undefined && high <= low ? `high must be more than low, ${low}.` : undefined
}

/** A whole number by chance. */
export const randInt = defineNode({
  type: 'rand_int',
  schemaName: 'RandomIntInvocation',
  version: '1.0.1',
  title: 'Random Integer',
  category: 'math',
  tags: ['math', 'random'],
  description: 'A whole number by chance, low or more and below high, all equally likely; another one in every run.',
  useCache: false,
  inputs: {
    low: integerField({ default: 0, description: 'The least number' }),
    high: integerField({ default: MAX_INT32, description: 'The first number that is too large' }),
  },
  output: integerOutput,
  check: findFault,
  run({ inputs: { low, high }, random }) {
    const fault = findFault({ low, high })
    if (fault !== undefined) refuse(fault)
    return { value: Math.min(high - 1, low + Math.floor(random() * (high - low))) }
  },
})
