import { floatField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { floatOutput } from '../primitives/outputs.ts'
import { roundToPlaces } from './half-even.ts'
import { expectFinite } from './safe-result.ts'

/** A number by chance. */
export const randFloat = defineNode({
  type: 'rand_float',
  schemaName: 'RandomFloatInvocation',
  version: '1.0.1',
  title: 'Random Float',
  category: 'math',
  tags: ['math', 'float', 'random'],
  description: 'A number by chance between low and high, rounded to so many decimal places; another one in every run.',
  useCache: false,
  inputs: {
    low: floatField({ default: 0, description: 'One end of the range' }),
    high: floatField({ default: 1, description: 'The other end of the range' }),
    decimals: integerField({ default: 2, description: 'Decimal places' }),
  },
  output: floatOutput,
  run({ inputs: { low, high, decimals }, random }) {
    const share = random()
    return { value: expectFinite(roundToPlaces(low * (1 - share) + high * share, decimals)) }
  },
})
