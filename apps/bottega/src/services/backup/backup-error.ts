import { CodedError } from '../../coded-error.ts'

/**
 * What can go wrong with backups, by a stable code:
 *
 * - `backup_unusable`  the folder holds no whole backup
 * - `backup_damaged`   what it holds is not what was written into it
 * - `images_away`      so many pictures are gone from the root that their folder seems not to be there
 * - `root_not_empty`   a restore would replace what a root holds
 */
export type BackupErrorCode = 'backup_unusable' | 'backup_damaged' | 'images_away' | 'root_not_empty'

/** A backup that cannot be used; the message says why, and what to do. */
export class BackupError extends CodedError<BackupErrorCode> {
  override readonly name = 'BackupError'
}
