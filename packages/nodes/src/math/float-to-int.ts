import { enumField, floatField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { integerOutput } from '../primitives/outputs.ts'
import { roundHalfEven } from './half-even.ts'
import { expectSafeInteger } from './safe-result.ts'

const ROUND = { Nearest: roundHalfEven, Floor: Math.floor, Ceiling: Math.ceil, Truncate: Math.trunc }

/** A number as a whole one. */
export const floatToInt = defineNode({
  type: 'float_to_int',
  schemaName: 'FloatToIntegerInvocation',
  version: '1.0.1',
  title: 'Float To Integer',
  category: 'math',
  tags: ['math', 'round', 'integer', 'float', 'convert'],
  description:
    'Rounds a number to a multiple of a whole number. Nearest goes to the even multiple where two are equally near, Floor goes down, Ceiling goes up, Truncate goes towards zero.',
  inputs: {
    value: floatField({ default: 0, description: 'The number to round' }),
    multiple: integerField({ title: 'Multiple of', min: 1, default: 1, description: 'The result is a multiple of this' }),
    method: enumField(['Nearest', 'Floor', 'Ceiling', 'Truncate'], { default: 'Nearest', description: 'Which way to round' }),
  },
  output: integerOutput,
  run: ({ inputs: { value, multiple, method } }) => ({ value: expectSafeInteger(ROUND[method](value / multiple) * multiple) }),
})
