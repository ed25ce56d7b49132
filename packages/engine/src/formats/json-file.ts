import type { z } from 'zod'
import { EngineError } from '../errors.ts'
import { isMissingFile, readTextFile } from './open-file.ts'

/** Configuration files are small; anything larger is not one. */
const MAX_JSON_BYTES = 64 * 1024 * 1024

/**
 * Reads a JSON file and parses it with `schema`.
 *
 * @throws `file_unreadable` when it is not there; `file_malformed` when it is not JSON or does not fit, naming the first key
 */
export async function readJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readTextFile(path, MAX_JSON_BYTES)
  let value: unknown
  try {
    value = JSON.parse(withoutPythonNumbers(text.replace(/^\uFEFF/, '')))
  } catch (cause) {
    throw new EngineError('file_malformed', `${path} is not JSON: ${reasonOf(cause)}.`, { cause })
  }
  return parseJson(value, schema, path)
}

/** {@link readJsonFile}; undefined when the file is not there. */
export async function findJsonFile<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  return readJsonFile(path, schema).catch((error: unknown) => {
    if (isMissingFile(error)) return undefined
    throw error
  })
}

/**
 * Parses a JSON value with `schema`.
 *
 * @param name  what the value is, for the message
 * @throws      `file_malformed` naming the first key that does not fit
 */
export function parseJson<T>(value: unknown, schema: z.ZodType<T>, name: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new EngineError(
    'file_malformed',
    `${name}: ${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'does not fit'}.`,
  )
}

/** Python writes numbers that JSON has no word for, as in the `-Infinity` of many schedulers' files; they become null. */
function withoutPythonNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g, (token) => (token.startsWith('"') ? token : 'null'))
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
