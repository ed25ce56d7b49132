import { z } from 'zod'

/** A file of a form while it arrives. What it is, its bytes say; name and type are what the sender claims. */
export interface UploadedFile {
  readonly filename: string
  readonly mimetype: string
  readonly bytes: AsyncIterable<Uint8Array>
}

/** A field of a form that holds a file. */
export const FileField = z
  .custom<UploadedFile>((value) => typeof value === 'object' && value !== null, 'A file is missing')
  .meta({ type: 'string', format: 'binary' })

/** Why a picture that was sent is refused. */
export const pictureErrors = ['upload_not_an_image', 'upload_unreadable', 'upload_too_many_pixels'] as const
