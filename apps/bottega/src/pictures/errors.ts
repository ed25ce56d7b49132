import { CodedError } from '../coded-error.ts'

/**
 * What can be wrong with bytes that should be a picture, by a stable code:
 *
 * - `not_a_picture`      they are something else, or a format that is not taken
 * - `picture_damaged`    they begin as a picture, but cannot be read whole
 * - `picture_too_large`  the picture has more pixels than are taken
 */
export type PictureErrorCode = 'not_a_picture' | 'picture_damaged' | 'picture_too_large'

/** Bytes that are no picture which can be taken; the message says why and what to give instead. */
export class PictureError extends CodedError<PictureErrorCode> {
  override readonly name = 'PictureError'
}

/** What sharp says of a picture that it cannot read, as an error that a person can act on. */
export function explainUnreadable(cause: unknown, maxPixels: number): PictureError {
  if (cause instanceof PictureError) return cause
  const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
  if (reason.includes('exceeds pixel limit')) {
    const millions = Math.floor(maxPixels / 1e6)
    return new PictureError('picture_too_large', `The picture has more than ${millions} million pixels. Give a smaller one.`, {
      cause,
    })
  }
  return new PictureError('picture_damaged', 'The picture is damaged or cut off. Give a whole file.', { cause })
}
