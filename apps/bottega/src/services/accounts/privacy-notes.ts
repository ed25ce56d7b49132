import { transaction } from '../../data/database.ts'
import { findSetting, saveSetting } from '../../data/repositories/settings.ts'
import type { App } from '../app.ts'
import { COMMAND_LINE, recordAudit } from '../audit/audit.ts'
import { noteForAll } from './account-notices.ts'

const KEY = 'privacy'

/**
 * Compares who may see private work with the last start, since "its owner is told" is no promise where the promise itself can be
 * taken back in silence: the audit log has each change, and every active account is told when it sees less privacy.
 */
export async function notePrivacy({ db, settings }: Pick<App, 'db' | 'settings'>): Promise<void> {
  const { multiuser, admin_private_view } = settings.values
  const now: Readonly<Record<string, boolean>> = { multiuser, admin_private_view }
  await transaction(db, async (tx) => {
    const stored = await findSetting(tx, KEY)
    // an ordinary start writes nothing, and so needs no room on the disk
    if (stored === JSON.stringify(now)) return
    await saveSetting(tx, KEY, JSON.stringify(now))
    if (stored === undefined) return
    // what an earlier start has written here
    const before = JSON.parse(stored) as typeof now
    const changes = Object.fromEntries(Object.entries(now).filter(([key, value]) => before[key] !== value))
    await recordAudit(tx, COMMAND_LINE, { action: 'privacy_changed', details: changes })
    if (changes.multiuser === false) await noteForAll(tx, 'accounts_off')
    if (changes.admin_private_view === true) await noteForAll(tx, 'private_view')
  })
}
