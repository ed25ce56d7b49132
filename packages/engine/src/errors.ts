/**
 * What can go wrong in the engine, by a stable code:
 *
 * - `file_unreadable`    the file or folder is not there, may not be read, or is no file
 * - `file_malformed`     it claims a format and breaks its rules; the message names the file, the tensor and the fault
 * - `file_unsupported`   a format that is refused on purpose (a pickle), with advice
 * - `model_unrecognized` a sound file whose tensors belong to no family we know
 * - `model_incomplete`   a family was recognized, but a part, a tensor or a setting is missing or does not fit
 * - `request_invalid`    a value that a person asked for is out of range or makes no sense
 * - `computation_failed` a network could not be loaded or run, or gave what is no number
 * - `canceled`           the caller's signal stopped the work
 */
export const ENGINE_ERROR_CODES = [
  'file_unreadable',
  'file_malformed',
  'file_unsupported',
  'model_unrecognized',
  'model_incomplete',
  'request_invalid',
  'computation_failed',
  'canceled',
] as const

/** One of {@link ENGINE_ERROR_CODES}. */
export type EngineErrorCode = (typeof ENGINE_ERROR_CODES)[number]

/** An error that a person can act on: its message says what happened, to which thing, and what to do next. */
export class EngineError extends Error {
  override readonly name = 'EngineError'
  readonly code: EngineErrorCode

  constructor(code: EngineErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}
