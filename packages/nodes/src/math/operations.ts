const LABELS = {
  ADD: 'Add A+B',
  SUB: 'Subtract A-B',
  MUL: 'Multiply A*B',
  DIV: 'Divide A/B',
  EXP: 'Exponentiate A^B',
  MOD: 'Modulus A%B',
  ABS: 'Absolute Value of A',
  SQRT: 'Square Root of A',
  MIN: 'Minimum(A,B)',
  MAX: 'Maximum(A,B)',
} as const

/** How editors call some operations of arithmetic. */
export function labelOperations(operations: readonly (keyof typeof LABELS)[]): Readonly<Record<string, string>> {
  return Object.fromEntries(operations.map((operation) => [operation, LABELS[operation]]))
}

/** The operations that are the same for whole numbers and for numbers with fractions. */
export const SHARED_OPERATIONS = {
  ADD: (a: number, b: number) => a + b,
  SUB: (a: number, b: number) => a - b,
  MUL: (a: number, b: number) => a * b,
  ABS: Math.abs,
  MIN: Math.min,
  MAX: Math.max,
} as const
