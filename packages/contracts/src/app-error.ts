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

/** How a refusal is answered: what HTTP sends, without knowing any code. */
export interface ErrorAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly detail: unknown } & Readonly<Record<string, unknown>>
  readonly reported: boolean
}

/**
 * The answer that an error of the catalogue becomes. `detail` is its message, or for `request_invalid` the list of what does not
 * fit; rows with `body` add their details under the same names.
 */
export function describeAnswer(error: AppError): ErrorAnswer {
  const row: ErrorRow = ERRORS[error.code]
  const { issues } = error.details
  const more = (row.body ?? []).map((name) => [name, error.details[name]])
  const headers = Object.entries(row.headers ?? {}).map(([name, text]) => [name, fillIn(text, error.details)])
  return {
    status: row.status,
    headers: Object.fromEntries(headers),
    body: { detail: issues ?? error.message, ...Object.fromEntries(more) },
    reported: row.reported ?? false,
  }
}

function fillIn(template: string, details: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (found, name: string) => (name in details ? String(details[name]) : found))
}
