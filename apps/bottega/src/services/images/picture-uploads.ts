import { AppError, type UploadedFile } from '@bottega/contracts'
import type { CoverFiles } from '../../files/cover-files.ts'
import { PictureError } from '../../pictures/errors.ts'
import type { App } from '../app.ts'

/** All bytes of a file of a form. */
export async function readUpload(file: UploadedFile): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of file.bytes) chunks.push(chunk)
  const [only] = chunks
  return chunks.length === 1 && Buffer.isBuffer(only) ? only : Buffer.concat(chunks)
}

/**
 * All bytes of a file that has to be a picture by its declared type.
 *
 * @throws AppError `upload_not_an_image`
 */
export async function readPictureUpload(file: UploadedFile): Promise<Buffer> {
  if (!file.mimetype.toLowerCase().startsWith('image')) throw new AppError('upload_not_an_image')
  return readUpload(file)
}

/**
 * Does something with a picture that somebody sent; what is wrong with it becomes a refusal.
 *
 * @throws AppError `upload_unreadable`, `upload_too_many_pixels`
 */
export async function readingPicture<T>({ settings }: Pick<App, 'settings'>, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    if (!(cause instanceof PictureError)) throw cause
    if (cause.code !== 'picture_too_large') throw new AppError('upload_unreadable', {}, { cause })
    throw new AppError('upload_too_many_pixels', { maximum: settings.values.max_image_pixels }, { cause })
  }
}

/**
 * Keeps a sent picture as the small picture of a thing, in place of any other.
 *
 * @throws AppError `upload_not_an_image`, `upload_unreadable`, `upload_too_many_pixels`
 */
export async function saveCover(
  deps: Pick<App, 'pictures' | 'settings'>,
  covers: CoverFiles,
  id: string,
  image: UploadedFile,
): Promise<void> {
  const bytes = await readPictureUpload(image)
  await covers.save(id, await readingPicture(deps, () => deps.pictures.prepareThumbnail(bytes)))
}
