import { enumField, integerField } from '@bottega/graph'
import { defineNode } from '../engine-types.ts'
import { integerOutput } from '../primitives/outputs.ts'
import { refuse } from '../refuse.ts'
import { labelOperations, SHARED_OPERATIONS } from './operations.ts'
import { expectSafeInteger } from './safe-result.ts'

const OPERATIONS = ['ADD', 'SUB', 'MUL', 'DIV', 'EXP', 'MOD', 'ABS', 'MIN', 'MAX'] as const

type Operation = (typeof OPERATIONS)[number]

const COMPUTE: Readonly<Record<Operation, (a: number, b: number) => number>> = {
  ...SHARED_OPERATIONS,
  DIV: (a, b) => Math.trunc(a / b),
  EXP: power,
  MOD: modulo,
}

/** The remainder with the sign of `b`: -7 and 3 give 2, 7 and -3 give -2. */
function modulo(a: number, b: number): number {
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

/** `a` to the power `b`, exact where it is a safe integer; doubles are not always. */
function power(a: number, b: number): number {
  const grows = Math.abs(a) > 1
  return grows && b > 53 ? Number.POSITIVE_INFINITY : Number(BigInt(a) ** BigInt(grows ? b : Math.min(b, 2 + (b % 2))))
}

function findFault({ operation, b }: { readonly operation?: Operation; readonly b?: number }): string | undefined {
  if ((operation === 'DIV' || operation === 'MOD') && b === 0) return 'Cannot divide by zero: give b another value.'
  if (operation === 'EXP' && b !== undefined && b < 0) {
    return 'A negative power is not a whole number: give b a value of 0 or more, or use Float Math.'
  }
  return undefined
}

/** One operation of whole-number arithmetic. */
export const integerMath = defineNode({
  type: 'integer_math',
  version: '1.0.1',
  title: 'Integer Math',
  category: 'math',
  tags: ['math', 'integer', 'add', 'subtract', 'multiply', 'divide', 'modulus', 'power', 'absolute value', 'min', 'max'],
  description:
    'One operation on two whole numbers. DIV cuts the fraction off, towards zero; MOD has the sign of b; ABS looks at a alone. Division by 0 and powers below 0 are refused.',
  inputs: {
    operation: enumField(OPERATIONS, { default: 'ADD', labels: labelOperations(OPERATIONS), description: 'What to do' }),
    a: integerField({ default: 1, description: 'The first number' }),
    b: integerField({ default: 1, description: 'The second number' }),
  },
  output: integerOutput,
  check: findFault,
  run({ inputs: { operation, a, b } }) {
    const fault = findFault({ operation, b })
    return { value: fault === undefined ? expectSafeInteger(COMPUTE[operation](a, b)) : refuse(fault) }
  },
})
