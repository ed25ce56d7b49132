/** Anything that JSON can say. Values of this type are shared between nodes and never changed. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

/** A JSON object; read keys that come from outside with `Object.hasOwn` first. */
export type JsonObject = { readonly [key: string]: JsonValue }

/** Whether a value is a plain JSON object: neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own value of a key that may come from outside; undefined for what every object inherits. */
export function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** How large and how deeply nested a value is. */
export interface JsonMeasure {
  /** About the characters of its JSON, without quotes, commas and colons. */
  readonly size: number
  /** 0 for a scalar, 1 for a flat list or object. */
  readonly depth: number
}

/**
 * Measures untrusted JSON without recursion, so that nothing it holds can exhaust the stack.
 *
 * @param limit  stops when either measure has passed it
 */
export function measureJson(root: unknown, limit: JsonMeasure): JsonMeasure {
  const pending: { readonly value: unknown; readonly level: number }[] = [{ value: root, level: 0 }]
  let size = 0
  let depth = 0
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const { value, level } = entry
    size += typeof value === 'string' ? value.length + 1 : 1
    if (typeof value !== 'object' || value === null) continue
    depth = Math.max(depth, level + 1)
    const keys = Object.keys(value)
    // looked at before the items are: of a long list, its length says enough
    if (size + keys.length > limit.size || depth > limit.depth) return { size: size + keys.length, depth }
    if (!Array.isArray(value)) for (const key of keys) size += key.length
    for (const item of Object.values(value)) pending.push({ value: item, level: level + 1 })
  }
  return { size, depth }
}

/** Freezes a value and all it holds, in place, and returns it. Outputs are shared by every node that reads them. */
export function freezeJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const item of Object.values(value)) freezeJson(item)
  return value
}

/** JSON text that is the same for equal values: keys in order, those without a value left out. */
export function canonicalJson(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (!isJsonObject(value)) return JSON.stringify(value ?? null)
  const entries = Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`)
  return `{${entries.join(',')}}`
}
