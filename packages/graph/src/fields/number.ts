import type { JsonObject } from '../json.ts'
import { type FieldOptions, ValueError } from './field.ts'

/** The range of a number, ends included unless said otherwise. */
export interface NumberLimits {
  readonly min?: number
  readonly max?: number
  readonly exclusiveMin?: number
  readonly exclusiveMax?: number
  readonly multipleOf?: number
}

/** A number field's range, default and place. */
export interface NumberOptions extends NumberLimits, FieldOptions {
  readonly default?: number
}

/** The range in JSON schema. */
export function limitsToSchema({ min, max, exclusiveMin, exclusiveMax, multipleOf }: NumberLimits): JsonObject {
  const limits = {
    minimum: min,
    maximum: max,
    exclusiveMinimum: exclusiveMin,
    exclusiveMaximum: exclusiveMax,
    multipleOf,
  }
  return Object.fromEntries(Object.entries(limits).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])))
}

/** @throws ValueError when the number is outside of the range */
export function expectWithin(value: number, limits: NumberLimits, path: string): void {
  const { min, max, exclusiveMin, exclusiveMax, multipleOf } = limits
  if (min !== undefined && value < min) throw new ValueError(`must be ${min} or more`, path)
  if (max !== undefined && value > max) throw new ValueError(`must be ${max} or less`, path)
  if (exclusiveMin !== undefined && value <= exclusiveMin) throw new ValueError(`must be more than ${exclusiveMin}`, path)
  if (exclusiveMax !== undefined && value >= exclusiveMax) throw new ValueError(`must be less than ${exclusiveMax}`, path)
  if (multipleOf !== undefined && value % multipleOf !== 0) throw new ValueError(`must be a multiple of ${multipleOf}`, path)
}
