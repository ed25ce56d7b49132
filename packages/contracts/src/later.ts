import { AppError, type ErrorDetails, type PlainErrorCode } from './app-error.ts'
import type { ErrorCode } from './errors.ts'

/**
 * How a route answers while its feature is not offered, after credentials, access and input were checked: with an empty body of
 * its schema, or with a refusal.
 */
export type LaterAnswer<Value = unknown> = { readonly body: Value } | { readonly refusal: () => AppError }

/** Answers with an error of the catalogue: an id that cannot exist yet. */
export function refuse<Code extends PlainErrorCode>(code: Code): LaterAnswer<never>
export function refuse<Code extends ErrorCode>(code: Code, details: ErrorDetails<Code>): LaterAnswer<never>
export function refuse(code: ErrorCode, details: object = {}): LaterAnswer<never> {
  // the overloads have checked that the details are those of the code
  return { refusal: () => new AppError(code, details as never) }
}

/** Answers 501 with a sentence that says what is not offered, and what to do instead. */
export function notOffered(sentence: string): LaterAnswer<never> {
  return refuse('not_offered', { sentence })
}

/**
 * The answer of a route that is not offered yet.
 *
 * @param later  what the route declares
 * @param input  the request as its schemas have read it
 * @throws the declared refusal
 */
export function answerLater(later: LaterAnswer | ((input: never) => LaterAnswer), input: unknown): unknown {
  // the input was read by the schemas of the same route, which are what the function's parameter is inferred from
  const answer = typeof later === 'function' ? later(input as never) : later
  if ('refusal' in answer) throw answer.refusal()
  return answer.body
}
