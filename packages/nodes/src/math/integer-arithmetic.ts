import { integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { integerOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { expectSafeInteger } from './safe-result.ts'

const inputs = {
  a: integerField({ default: 0, description: 'The first number' }),
  b: integerField({ default: 0, description: 'The second number' }),
}

/** `a` plus `b`. */
export const add = defineNode({
  type: 'add',
  version: '1.0.1',
  title: 'Add Integers',
  category: 'math',
  tags: ['math', 'add'],
  description: 'Adds two whole numbers.',
  inputs,
  output: integerOutput,
  run: ({ inputs: { a, b } }) => ({ value: expectSafeInteger(a + b) }),
})

/** `a` less `b`. */
export const sub = defineNode({
  type: 'sub',
  schemaName: 'SubtractInvocation',
  version: '1.0.1',
  title: 'Subtract Integers',
  category: 'math',
  tags: ['math', 'subtract'],
  description: 'Takes the second whole number from the first.',
  inputs,
  output: integerOutput,
  run: ({ inputs: { a, b } }) => ({ value: expectSafeInteger(a - b) }),
})

/** `a` times `b`. */
export const mul = defineNode({
  type: 'mul',
  schemaName: 'MultiplyInvocation',
  version: '1.0.1',
  title: 'Multiply Integers',
  category: 'math',
  tags: ['math', 'multiply'],
  description: 'Multiplies two whole numbers.',
  inputs,
  output: integerOutput,
  run: ({ inputs: { a, b } }) => ({ value: expectSafeInteger(a * b) }),
})

const BY_ZERO = 'Cannot divide by zero: give b another value.'

/** `a` divided by `b`, the fraction cut off. */
export const div = defineNode({
  type: 'div',
  schemaName: 'DivideInvocation',
  version: '1.0.1',
  title: 'Divide Integers',
  category: 'math',
  tags: ['math', 'divide'],
  description: 'Divides the first whole number by the second and cuts the fraction off, towards zero: -7 / 2 is -3.',
  inputs,
  output: integerOutput,
  check: ({ b }) => (b === 0 ? BY_ZERO : undefined),
  run: ({ inputs: { a, b } }) => ({ value: b === 0 ? refuse(BY_ZERO) : expectSafeInteger(Math.trunc(a / b)) }),
})
