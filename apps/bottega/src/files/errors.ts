import { CodedError } from '../coded-error.ts'

/**
 * What can go wrong with files, by a stable code:
 *
 * - `disk_full`          no space, quota or allowed file size is left
 * - `folder_unwritable`  the folder cannot be made or written to
 * - `file_unreadable`    a file that a person named is not there or may not be read
 * - `file_unsuitable`    it is there, but is another kind of thing than is needed
 * - `write_failed`       any other fault of the disk
 */
export type FileErrorCode = 'disk_full' | 'folder_unwritable' | 'file_unreadable' | 'file_unsuitable' | 'write_failed'

/** A fault of the disk or of a name that a person gave; the message says what happened, to which file, and what to do next. */
export class FileError extends CodedError<FileErrorCode> {
  override readonly name = 'FileError'
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS'])

/** The system's refusal to write into `folder` as an error that a person can act on. */
export function explainWriteFailure(cause: unknown, folder: string): FileError {
  const code = systemCode(cause)
  const explain = (as: FileErrorCode, text: string) => new FileError(as, text, { cause })
  if (FULL.has(code)) {
    return explain('disk_full', `There is no space left to write into ${folder} (${code}). Free some, or choose another folder.`)
  }
  if (UNWRITABLE.has(code)) {
    const text = `The folder ${folder} may not be written to (${code}). Choose another, or change its rights.`
    return explain('folder_unwritable', text)
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    const text = `${folder} cannot be a folder: a file is in its place or on the way to it. Choose another.`
    return explain('folder_unwritable', text)
  }
  if (code === 'ENAMETOOLONG') {
    return explain('folder_unwritable', `The path ${folder} is too long for this system. Choose a shorter one.`)
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  return explain('write_failed', `Writing into ${folder} failed (${reason}). Check the disk, or choose another folder.`)
}

/** The word by which the system names a fault, such as `ENOSPC`; empty when there is none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
