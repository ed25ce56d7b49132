import type { Migration } from 'kysely'
import { sql } from 'kysely'
import { accountsAndSettings } from './0001-accounts-and-settings.ts'
import { gallery } from './0002-gallery.ts'
import { library } from './0003-library.ts'
import { queue } from './0004-queue.ts'
import { userSessions } from './0005-user-sessions.ts'
import { placeholders } from './0006-placeholders.ts'
import { audit } from './0007-audit.ts'
import { sharing } from './0008-sharing.ts'
import { transfers } from './0010-transfers.ts'
import { oversight } from './0011-oversight.ts'
import { credentials } from './0012-credentials.ts'
import { endsOfSharing } from './0013-ends-of-sharing.ts'
import { notices } from './0014-notices.ts'
import { changedGrants } from './0015-changed-grants.ts'
import { notesOfTransfers } from './0016-notes-of-transfers.ts'
import { workflowCalls } from './0019-workflow-calls.ts'
import { moreNotices } from './0020-more-notices.ts'
import { lostPictures } from './0022-lost-pictures.ts'
import { endsOfLinks } from './0023-ends-of-links.ts'

/**
 * Every change of the tables since the beginning, in order. What was released is never edited: a new change is a new entry. There
 * is no way back; a backup is made before.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-accounts-and-settings': run(accountsAndSettings),
  '0002-gallery': run(gallery),
  '0003-library': run(library),
  '0004-queue': run(queue),
  '0005-user-sessions': run(userSessions),
  '0006-placeholders': run(placeholders),
  '0007-audit': run(audit),
  '0008-sharing': run(sharing),
  '0010-transfers': run(transfers),
  '0011-oversight': run(oversight),
  '0012-credentials': run(credentials),
  '0013-ends-of-sharing': run(endsOfSharing),
  '0014-notices': run(notices),
  '0015-changed-grants': run(changedGrants),
  '0016-notes-of-transfers': run(notesOfTransfers),
  '0019-workflow-calls': run(workflowCalls),
  '0020-more-notices': run(moreNotices),
  '0022-lost-pictures': run(lostPictures),
  '0023-ends-of-links': run(endsOfLinks),
}

function run(statements: readonly string[]): Migration {
  return {
    async up(db) {
      for (const statement of statements) await sql.raw(statement).execute(db)
    },
  }
}
