import { refuse } from '../refuse.ts'

/**
 * The result of whole-number arithmetic.
 *
 * @throws EngineError `request_invalid` when it is too large for JSON to carry it exactly, beyond 2⁵³ − 1
 */
export function expectSafeInteger(value: number): number {
  if (!Number.isSafeInteger(value))
    refuse('The result is too large for a whole number. Use smaller numbers, or numbers with a fraction.')
  // JSON has no negative zero
  return value === 0 ? 0 : value
}

/**
 * The result of arithmetic with fractions.
 *
 * @throws EngineError `request_invalid` when it is beyond every double, about 1.8e308
 */
export function expectFinite(value: number): number {
  if (!Number.isFinite(value)) refuse('The result is too large for a number. Use smaller numbers.')
  return value === 0 ? 0 : value
}
