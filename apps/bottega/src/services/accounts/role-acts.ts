import { SYSTEM_USER_ID } from '@bottega/contracts'
import { transaction } from '../../data/database.ts'
import type { RoleAct } from '../access.ts'
import type { App } from '../app.ts'
import { type Doer, recordAudit } from '../audit/audit.ts'
import { noteTouched } from './account-notices.ts'

/**
 * Tells the audit log and the owners what an administrator has done to their things by the role alone: of which kind and how many,
 * and no names. An owner who has not taken note yet finds it in one notice with what the same administrator did before.
 */
export async function noteRoleActs({ db }: Pick<App, 'db'>, doer: Doer, acts: readonly RoleAct[]): Promise<void> {
  const counts = new Map<string, RoleAct & { amount: number }>()
  for (const act of acts) {
    // what was made without accounts is nobody's
    if (act.ownerId === SYSTEM_USER_ID) continue
    const key = JSON.stringify([act.ownerId, act.what, act.act])
    counts.set(key, { ...act, amount: (counts.get(key)?.amount ?? 0) + 1 })
  }
  if (counts.size === 0) return
  await transaction(db, async (tx) => {
    for (const { ownerId, what, act, amount } of counts.values()) {
      const target = { type: 'user', id: ownerId } as const
      await recordAudit(tx, doer, { action: 'content_changed', target, details: { act, [what]: amount } })
      await noteTouched(tx, ownerId, doer, { kind: act, what, amount })
    }
  })
}
