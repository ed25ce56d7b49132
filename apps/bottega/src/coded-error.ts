/**
 * An error that a person can act on: its code is stable, its message says what happened, to which thing, and what to do next. Each
 * room that can fail has a kind of its own, which says its codes.
 */
export abstract class CodedError<Code extends string = string> extends Error {
  readonly code: Code

  constructor(code: Code, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
