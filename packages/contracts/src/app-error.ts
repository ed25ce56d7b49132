import { type DetailKinds, ERRORS, type ErrorCode, type ErrorRow } from './errors.ts'

type DetailsOf<Row> = Row extends { readonly details: infer Details }
  ? { readonly [Name in keyof Details]: Details[Name] extends keyof DetailKinds ? DetailKinds[Details[Name]] : never }
  : Readonly<Record<never, never>>

/** What the thrower of a code has to tell beside it. */
export type ErrorDetails<Code extends ErrorCode> = DetailsOf<(typeof ERRORS)[Code]>

/** The codes whose rows ask for no details. */
export type PlainErrorCode = { [Code in ErrorCode]: keyof ErrorDetails<Code> extends never ? Code : never }[ErrorCode]

type Arguments<Code extends ErrorCode> = keyof ErrorDetails<Code> extends never
  ? [details?: ErrorDetails<Code>, options?: { cause?: unknown }]
  : [details: ErrorDetails<Code>, options?: { cause?: unknown }]

/**
 * A refusal from the catalogue, thrown by services and policies: `new AppError('board_not_found', { boardId })`. Its message is
 * the sentence for people. Only the HTTP room turns it into a status.
 */
export class AppError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'AppError'
  readonly code: Code
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: Code, ...[details, options]: Arguments<Code>) {
    const given: Readonly<Record<string, unknown>> = details ?? {}
    super(fillIn(ERRORS[code].message, given), options)
    this.code = code
    this.details = given
  }
}

/** Carries the code of a refusal. */
export const CODE_HEADER = 'X-Error-Code'
/** Carries what the sentence of a refusal names, as JSON. */
export const DETAILS_HEADER = 'X-Error-Details'

const PLACEHOLDER = /\{(\w+)\}/g

/** How a refusal is answered: what HTTP sends, without knowing any code. */
export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly detail: unknown } & Readonly<Record<string, unknown>>
  readonly reported: boolean
}

/**
 * The answer that an error of the catalogue becomes. `detail` is its message, or for `request_invalid` the list of what does not
 * fit; rows with `body` add their details under the same names. Headers tell the code, and the details that the sentence names, for
 * pages that say it in another language.
 */
export function describeAnswer(error: AppError): ErrorAnswer {
  const row: ErrorRow = ERRORS[error.code]
  const { issues } = error.details
  const more = (row.body ?? []).map((name) => [name, error.details[name]])
  const headers = Object.entries(row.headers ?? {}).map(([name, text]) => [name, fillIn(text, error.details)])
  return {
    status: row.status,
    headers: { [CODE_HEADER]: error.code, ...describeDetails(row.message, error.details), ...Object.fromEntries(headers) },
    body: { detail: issues ?? error.message, ...Object.fromEntries(more) },
    reported: row.reported ?? false,
  }
}

/** The longest text of details; headers have their limits. */
const MAX_DETAILS_LENGTH = 1000

/** The details that a sentence names, beside words of its own, as JSON in ASCII. */
function describeDetails(template: string, details: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name)
  if (names.length === 0 || template.replaceAll(PLACEHOLDER, '') === '') return {}
  const json = JSON.stringify(Object.fromEntries(names.map((name) => [name, details[name]])))
  const text = json.replaceAll(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return text.length > MAX_DETAILS_LENGTH ? {} : { [DETAILS_HEADER]: text }
}

function fillIn(template: string, details: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(PLACEHOLDER, (found, name: string) => (name in details ? String(details[name]) : found))
}
