import { integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { expectSafeInteger } from '../math/safe-result.ts'
import { integerCollectionOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { expectListLength, findLengthFault } from './list-length.ts'

interface Literals {
  readonly start?: number
  readonly stop?: number
  readonly step?: number
}

const countItems = (start: number, stop: number, step: number) => Math.max(0, Math.ceil((stop - start) / step))

function findFault({ start, stop, step }: Literals): string | undefined {
  if (step === 0) return 'A step of 0 leads nowhere: give step another value.'
  if (start === undefined || stop === undefined) return undefined
  if (stop <= start) return `stop must be more than start, ${start}.`
  return step === undefined ? undefined : findLengthFault(countItems(start, stop, step))
}

/** Whole numbers from one to another. */
export const range = defineNode({
  type: 'range',
  version: '1.0.0',
  title: 'Integer Range',
  category: 'batch',
  tags: ['collection', 'integer', 'range'],
  description:
    'Whole numbers at equal distances, from start up to but not including stop. A step below 0 leads away from stop: the list is then empty.',
  inputs: {
    start: integerField({ default: 0, description: 'The first number' }),
    stop: integerField({ default: 10, description: 'The first number that is too large; more than start' }),
    step: integerField({ default: 1, description: 'The distance between two numbers; not 0' }),
  },
  output: integerCollectionOutput,
  check: findFault,
  run({ inputs: { start, stop, step } }) {
    const fault = findFault({ start, stop, step })
    if (fault !== undefined) refuse(fault)
    return { collection: Array.from({ length: countItems(start, stop, step) }, (_, at) => start + at * step) }
  },
})

/** So many whole numbers. */
export const rangeOfSize = defineNode({
  type: 'range_of_size',
  version: '1.0.0',
  title: 'Integer Range of Size',
  category: 'batch',
  tags: ['collection', 'integer', 'size', 'range'],
  description: 'So many whole numbers at equal distances, the first given.',
  inputs: {
    start: integerField({ default: 0, description: 'The first number' }),
    size: integerField({ exclusiveMin: 0, default: 1, description: 'How many numbers' }),
    step: integerField({ default: 1, description: 'The distance between two numbers; not 0' }),
  },
  output: integerCollectionOutput,
  check: ({ size, step }) => findFault(step === undefined ? {} : { step }) ?? findLengthFault(size),
  run({ inputs: { start, size, step } }) {
    const fault = findFault({ step })
    if (fault !== undefined) refuse(fault)
    return { collection: Array.from({ length: expectListLength(size) }, (_, at) => expectSafeInteger(start + at * step)) }
  },
})
