/** More of it than this makes a page slow, and nobody reads it there. */
const MAX_SHOWN = 100_000

/** JSON as people read it. */
export interface WrittenJson {
  readonly whole: string
  readonly shown: string
  readonly isCut: boolean
}

/** Writes JSON in lines. A text is taken for JSON; one that is none stays as it is. Nothing is undefined. */
export function writeJson(value: unknown): WrittenJson | undefined {
  const parsed = typeof value === 'string' ? parse(value) : value
  if (parsed === undefined || parsed === null) return undefined
  const whole = typeof parsed === 'string' ? parsed : JSON.stringify(parsed, null, 2)
  return { whole, shown: whole.slice(0, MAX_SHOWN), isCut: whole.length > MAX_SHOWN }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
