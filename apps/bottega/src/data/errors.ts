import { CodedError } from '../coded-error.ts'

/**
 * What can go wrong with the store, by a stable code:
 *
 * - `disk_full`            no space is left for what was to be written; nothing of it was
 * - `database_busy`        another process kept the database for longer than one waits
 * - `database_newer`       a newer version of the program has changed the database
 * - `database_foreign`     the file is another program's database, or none
 * - `database_damaged`     SQLite found the file broken
 * - `migration_failed`     its tables could not be brought up to date; they are as they were
 * - `database_unreachable` the file cannot be opened, made, read or written
 * - `root_in_use`          another server holds the root
 * - `backup_running`       another process makes a backup of the root
 * - `text_unstorable`      a text holds NUL, behind which SQLite would cut it
 * - `transaction_misused`  the database was used beside the transaction that one is in
 * - `reader_ended`         a reader thread ended while it had a question
 */
export type StoreErrorCode =
  | 'disk_full'
  | 'database_busy'
  | 'database_newer'
  | 'database_foreign'
  | 'database_damaged'
  | 'migration_failed'
  | 'database_unreachable'
  | 'root_in_use'
  | 'backup_running'
  | 'text_unstorable'
  | 'transaction_misused'
  | 'reader_ended'

/** A fault of the store; the message says what happened, to which thing, and what to do next. */
export class StoreError extends CodedError<StoreErrorCode> {
  override readonly name = 'StoreError'
}

/** Result codes of SQLite that a person can act on; extended ones carry these in their low byte. */
const BUSY = 5
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26
const UNIQUE = 2067
/** Of a primary key, of other columns, of a row number. */
const UNIQUE_CONSTRAINTS = new Set([1555, UNIQUE, 2579])

/**
 * A fault that SQLite reported as an error that a person can act on; any other error comes back as it is.
 *
 * @param path  file of the database
 */
export function explainSqliteFault(error: unknown, path: string): unknown {
  const message = error instanceof Error ? error.message : String(error)
  const explain = (code: StoreErrorCode, text: string) => new StoreError(code, text, { cause: error })
  switch ((resultCode(error) ?? 0) & 0xff) {
    case FULL:
      return explain('disk_full', `There is no space left for ${path}. Free some; what was to be written is not stored.`)
    case BUSY:
      return explain('database_busy', `Another process keeps ${path} locked. Try again, or end that process.`)
    case READONLY:
    case CANTOPEN:
      return explain('database_unreachable', `${path} cannot be opened or written (${message}). Check its rights and its folder.`)
    case IOERR:
      // SQLite tells a full disk from others, but not a quota or a limit on the size of files
      return explain(
        'database_unreachable',
        `Reading or writing ${path} failed (${message}). Check the disk, its quota, and how large files may become.`,
      )
    case CORRUPT:
      return explain('database_damaged', `${path} is damaged (${message}). Put back the latest file of the backups folder.`)
    case NOTADB:
      return explain('database_foreign', `${path} is not a database. Move it away, or choose another root.`)
    default:
      return error
  }
}

/** Whether the error says that a value which must be the only one of its kind is there already. */
export function isTaken(error: unknown): boolean {
  return UNIQUE_CONSTRAINTS.has(resultCode(error) ?? 0)
}

/** SQLite's own sentences for the codes above. */
const SENTENCES: readonly (readonly [start: string, code: number])[] = [
  ['database is locked', BUSY],
  ['attempt to write a readonly database', READONLY],
  ['disk I/O error', IOERR],
  ['database disk image is malformed', CORRUPT],
  ['database or disk is full', FULL],
  ['unable to open database file', CANTOPEN],
  ['file is not a database', NOTADB],
  ['UNIQUE constraint failed', UNIQUE],
]

/** @photostructure/sqlite 1.2 gives no code for what fails while rows are read; once it does, the sentences can go. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return undefined
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode
  return SENTENCES.find(([start]) => error.message.startsWith(start))?.[1]
}
