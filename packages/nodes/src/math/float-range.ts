import { floatField, integerField } from '@bottega/graph'
import { expectListLength, findLengthFault } from '../collections/list-length.ts'
import { defineNode } from '../engine-types.ts'
import { floatCollectionOutput } from '../primitives/outputs.ts'
import { expectFinite } from './safe-result.ts'

/** Numbers at equal distances. */
export const floatRange = defineNode({
  type: 'float_range',
  schemaName: 'FloatLinearRangeInvocation',
  version: '1.0.1',
  title: 'Float Range',
  category: 'math',
  tags: ['math', 'range'],
  description: 'So many numbers at equal distances, from the first to the last, both included. One step gives the first alone.',
  inputs: {
    start: floatField({ default: 5, description: 'The first number' }),
    stop: floatField({ default: 10, description: 'The last number' }),
    steps: integerField({ default: 30, description: 'How many numbers, first and last included' }),
  },
  output: floatCollectionOutput,
  check: ({ steps }) => findLengthFault(steps),
  run({ inputs: { start, stop, steps } }) {
    const last = expectListLength(steps) - 1
    const step = last > 0 ? expectFinite((stop - start) / last) : 0
    const collection = Array.from({ length: steps }, (_, at) => (at > 0 && at === last ? stop : start + at * step))
    return { collection }
  },
})
