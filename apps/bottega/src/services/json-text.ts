/** How deep arrays and objects of a JSON text may lie in one another. */
export const MAX_JSON_DEPTH = 400

const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d])

/** Whether a JSON text nests deeper than is taken. Looked at before parsing, since what reads the value later may recurse. */
export function isTooDeep(text: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at)
    if (inString) {
      if (letter === BACKSLASH) at++
      else if (letter === QUOTE) inString = false
    } else if (letter === QUOTE) inString = true
    else if (OPENING.has(letter)) {
      if (++depth > MAX_JSON_DEPTH) return true
    } else if (CLOSING.has(letter)) depth--
  }
  return false
}

/** A JSON text as an object; undefined when it is anything else, or nests too deep. */
export function parseJsonObject(text: string | undefined): Record<string, unknown> | undefined {
  if (text === undefined || isTooDeep(text)) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
