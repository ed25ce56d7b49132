/**
 * Finds a key that stands twice in one object of a JSON text; `JSON.parse` would keep the last and say nothing, so two readers
 * could see two different files.
 *
 * @param json  text that `JSON.parse` accepts
 * @returns     the first key given twice, or undefined
 */
export function findDuplicateKey(json: string): string | undefined {
  const open: (Set<string> | 'array')[] = []
  let at = 0
  let expectsKey = false
  while (at < json.length) {
    const char = json[at]
    if (char === '"') {
      const end = findStringEnd(json, at)
      const keys = open.at(-1)
      if (expectsKey && keys instanceof Set) {
        const key = readString(json.slice(at, end))
        if (keys.has(key)) return key
        keys.add(key)
      }
      expectsKey = false
      at = end
      continue
    }
    if (char === '{') open.push(new Set())
    if (char === '[') open.push('array')
    if (char === '}' || char === ']') open.pop()
    if (char === '{' || char === ',') expectsKey = open.at(-1) instanceof Set
    at += 1
  }
  return undefined
}

/** What a string literal spells. Most have no escapes, and parsing millions of those takes seconds. */
function readString(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1)
}

/** Index behind the closing quote of the string that opens at `start`. */
function findStringEnd(json: string, start: number): number {
  let at = start + 1
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at + 1
}
