import { AppError, describeAnswer, type ErrorAnswer, type ValidationIssue } from '@bottega/contracts'
import type { z } from 'zod'
import { explainFault } from '../services/log/faults.ts'

/** Where a part of a request is said to be. */
export type Part = 'path' | 'query' | 'header' | 'body'

/** The most misfits that are told of one request. */
const MAX_ISSUES = 100

/** What schemas found in a part of a request, as it is told: never with what was sent. */
export function describeIssues(part: Part, error: z.ZodError): ValidationIssue[] {
  return error.issues
    .flatMap(openUnion)
    .slice(0, MAX_ISSUES)
    .map((issue) => ({
      type: issue.input === undefined && issue.code === 'invalid_type' ? 'missing' : issue.code,
      loc: [part, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))],
      msg: issue.message,
    }))
}

/** What does not fit the nearest of several shapes, instead of that none of them fits. */
function openUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const depthOf = (issues: readonly z.core.$ZodIssue[]) => Math.max(...issues.map(({ path }) => path.length))
  // a shape whose keys are there at all is nearer than one of other keys
  const [nearest] = issue.errors
    .filter((issues) => issues.length > 0)
    .toSorted((a, b) => a.length - b.length || depthOf(b) - depthOf(a))
  if (nearest === undefined) return [issue]
  return nearest.flatMap((inner) => openUnion({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** One misfit of the body that no schema knows. */
export function refuseBody(type: string, msg: string): AppError {
  return new AppError('request_invalid', { issues: [{ type, loc: ['body'], msg }] })
}

/**
 * Turns whatever was thrown into an answer. Only what is meant for callers is told; anything unforeseen is 500 with nothing in it.
 *
 * @param bodyLimitBytes  the most bytes of a body on this route
 */
export function answerError(error: unknown, bodyLimitBytes: number): ErrorAnswer & { readonly isFault: boolean } {
  const known = error instanceof AppError ? error : (explainFault(error) ?? explainFrameworkError(error, bodyLimitBytes))
  const answer = describeAnswer(known ?? new AppError('internal_error'))
  return { ...answer, isFault: answer.reported || known === undefined }
}

/** What the web framework and its form parser throw for requests that they cannot read. */
function explainFrameworkError(error: unknown, bodyLimitBytes: number): AppError | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
    case 'FST_FIELDS_LIMIT':
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
      return new AppError('body_too_large', { limitBytes: bodyLimitBytes })
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return new AppError('media_type_unsupported', { expected: 'multipart/form-data' })
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AppError('route_not_found')
    default:
      return isRefusedByFramework(error) ? refuseBody('body_malformed', 'The request cannot be read') : undefined
  }
}

// broken forms, wrong lengths, aborted bodies: all of them the sender's
function isRefusedByFramework(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode < 500
  const { message, stack = '' } = error
  const isThrownByParser = /^\s+at .*$/m.exec(stack)?.[0].includes('busboy')
  return isThrownByParser || (/multipart|form|boundary|premature|aborted/i.test(message) && stack.includes('busboy'))
}
