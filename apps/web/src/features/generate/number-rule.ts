/** What a number may be. */
export interface NumberRule {
  /** As it is called in sentences: "Width". */
  readonly name: string
  readonly min: number
  readonly max?: number
  /** Numbers go from `min` in steps of it. */
  readonly step: number | 'any'
}

/** What is wrong with a text as a number, as a sentence that says what fits. */
export function findFault(text: string, { name, min, max, step }: NumberRule): string | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isFinite(value)) return `${name} needs a number.`
  if (value < min) return `${name} is ${min} at least.`
  if (max !== undefined && value > max) return `${name} is ${max} at most.`
  if (step === 'any' || (value - min) % step === 0) return undefined
  if (step === 1) return `${name} is a whole number.`
  const below = value - ((value - min) % step)
  return `${name} goes in steps of ${step}: ${below} or ${below + step}.`
}
