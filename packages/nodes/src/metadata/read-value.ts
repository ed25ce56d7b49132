import type { JsonObject, JsonValue } from '@bottega/graph'
import { refuse } from '../refuse.ts'

/** The value under a key; undefined when there is none. */
export function findValue(metadata: JsonObject | null, key: string): JsonValue | undefined {
  if (metadata === null || !Object.hasOwn(metadata, key)) return undefined
  return metadata[key] ?? undefined
}

/** A value as text; lists and objects as JSON. */
export function toText(value: JsonValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A value as a number; also a text that is one. @throws EngineError `request_invalid` */
export function toNumber(value: JsonValue): number {
  const isNumeric = typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.trim() !== '')
  const number = isNumeric ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : refuse(`The metadata has ${toText(value)} where a number is wanted.`)
}

/** A value as a whole number, its fraction cut off. @throws EngineError `request_invalid` */
export function toInteger(value: JsonValue): number {
  const number = Math.trunc(toNumber(value))
  return Number.isSafeInteger(number) ? number + 0 : refuse(`The metadata has ${number} where a smaller number is wanted.`)
}

/** A value as true or false: nothing, zero and what is empty are false. */
export function toBoolean(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value)
  return Object.keys(value).length > 0
}

/** Makes a value of one kind of any JSON. */
export type ToValue<T> = (value: JsonValue) => T
