/** What a number may be. */
export interface NumberRule {
  readonly min: number
  readonly max?: number | undefined
  /** Numbers are multiples of it; any when left out. */
  readonly step?: number
}

/** What is wrong with a number, with what would fit. */
export type NumberFault =
  | { readonly kind: 'least'; readonly min: number }
  | { readonly kind: 'most'; readonly max: number }
  | { readonly kind: 'step'; readonly step: number; readonly below: number; readonly above: number }

/** What is wrong with a number; undefined when it fits. */
export function findNumberFault(value: number, { min, max, step }: NumberRule): NumberFault | undefined {
  if (value < min) return { kind: 'least', min }
  if (max !== undefined && value > max) return { kind: 'most', max }
  if (step === undefined || value % step === 0) return undefined
  const below = Math.floor(value / step) * step
  return { kind: 'step', step, below, above: below + step }
}

/** The next number in a direction that fits. */
export function stepNumber(value: number, by: number, { min, max = Number.POSITIVE_INFINITY }: NumberRule): number {
  const size = Math.abs(by)
  // tenths do not add up in binary
  const steps = Number((value / size).toFixed(6))
  const next = (by > 0 ? Math.floor(steps) + 1 : Math.ceil(steps) - 1) * size
  return Math.min(max, Math.max(min, Number(next.toFixed(4))))
}

/** A number as people type it, with a point or a comma; undefined while it is none. */
export function readTypedNumber(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text.replace(',', '.'))
  return Number.isFinite(value) ? value : undefined
}
