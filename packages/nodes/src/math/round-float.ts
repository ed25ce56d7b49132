import { floatField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { floatOutput } from '../primitives/outputs.ts'
import { roundToPlaces } from './half-even.ts'
import { expectFinite } from './safe-result.ts'

/** A number at so many decimal places. */
export const roundFloat = defineNode({
  type: 'round_float',
  schemaName: 'RoundInvocation',
  version: '1.0.1',
  title: 'Round Float',
  category: 'math',
  tags: ['math', 'round'],
  description:
    'Rounds a number to so many decimal places; below 0 to tens, hundreds and so on. A number midway between two goes to the even one.',
  inputs: {
    value: floatField({ default: 0, description: 'The number' }),
    decimals: integerField({ default: 0, description: 'Decimal places' }),
  },
  output: floatOutput,
  run: ({ inputs: { value, decimals } }) => ({ value: expectFinite(roundToPlaces(value, decimals)) }),
})
