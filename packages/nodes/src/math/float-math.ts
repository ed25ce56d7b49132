import { enumField, floatField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { floatOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { labelOperations, SHARED_OPERATIONS } from './operations.ts'
import { expectFinite } from './safe-result.ts'

const OPERATIONS = ['ADD', 'SUB', 'MUL', 'DIV', 'EXP', 'ABS', 'SQRT', 'MIN', 'MAX'] as const

type Operation = (typeof OPERATIONS)[number]

const COMPUTE: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  ...SHARED_OPERATIONS,
  DIV: (a, b) => a / b,
  EXP: (a, b) => a ** b,
  SQRT: Math.sqrt,
}

interface Literals {
  readonly operation?: Operation
  readonly a?: number
  readonly b?: number
}

function findFault({ operation, a, b }: Literals): string | undefined {
  if (operation === 'DIV' && b === 0) return 'Cannot divide by zero: give b another value.'
  if (operation === 'SQRT' && a !== undefined && a < 0)
    return 'A negative number has no square root: give a a value of 0 or more.'
  if (operation !== 'EXP' || a === undefined || b === undefined) return undefined
  if (a === 0 && b < 0) return 'Zero has no negative power: give a or b another value.'
  if (a < 0 && !Number.isInteger(b)) return 'A negative number has only whole powers: give a or b another value.'
  return undefined
}

/** One operation of arithmetic with fractions. */
export const floatMath = defineNode({
  type: 'float_math',
  version: '1.0.1',
  title: 'Float Math',
  category: 'math',
  tags: ['math', 'float', 'add', 'subtract', 'multiply', 'divide', 'power', 'root', 'absolute value', 'min', 'max'],
  description:
    'One operation on two numbers; ABS and SQRT look at a alone. What has no result among the real numbers is refused.',
  inputs: {
    operation: enumField(OPERATIONS, { default: 'ADD', labels: labelOperations(OPERATIONS), description: 'What to do' }),
    a: floatField({ default: 1, description: 'The first number' }),
    b: floatField({ default: 1, description: 'The second number' }),
  },
  output: floatOutput,
  check: findFault,
  run({ inputs: { operation, a, b } }) {
    const fault = findFault({ operation, a, b })
    return { value: fault === undefined ? expectFinite(COMPUTE[operation](a, b)) : refuse(fault) }
  },
})
