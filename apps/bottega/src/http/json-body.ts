import { AppError } from '@bottega/contracts'
import { isTooDeep, MAX_JSON_DEPTH } from '../services/json-text.ts'
import { refuseBody } from './errors.ts'

/**
 * Reads a body as JSON; nothing at all is undefined.
 *
 * @throws AppError `body_malformed`, `request_invalid` for one that nests too deep
 */
export function parseJsonBody(bytes: Buffer | undefined): unknown {
  const text = bytes?.toString('utf8') ?? ''
  if (text.trim() === '') return undefined
  if (isTooDeep(text))
    throw refuseBody('nested_too_deep', `Arrays and objects lie in one another more than ${MAX_JSON_DEPTH} deep`)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('body_malformed', {}, { cause })
  }
}
