import { AppError } from '@bottega/contracts'
import { StoreError } from '../../data/errors.ts'
import { FileError } from '../../files/errors.ts'

/** A fault of the store or the disk that callers are told about, as the refusal that it means for them; undefined for all others. */
export function explainFault(error: unknown): AppError | undefined {
  if (!(error instanceof FileError || error instanceof StoreError)) return undefined
  const options = { cause: error }
  switch (error.code) {
    case 'disk_full':
      return new AppError('storage_full', {}, options)
    case 'folder_unwritable':
    case 'file_unreadable':
    case 'write_failed':
    case 'database_unreachable':
    case 'database_damaged':
      return new AppError('storage_unusable', {}, options)
    case 'database_busy':
    case 'reader_ended':
      return new AppError('unavailable', {}, options)
    case 'text_unstorable': {
      const issues = [{ type: 'string_unstorable', loc: ['body'], msg: 'A text holds the character NUL, which is not kept' }]
      return new AppError('request_invalid', { issues }, options)
    }
    default:
      return undefined
  }
}
