import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AccountOpening, AuditEntry } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { listAuditEntries } from '../data/repositories/audit.ts'
import { type RunningServer, startServer } from '../main.ts'
import { showAccessLog } from '../services/accounts/account-openings.ts'
import { createAccount, updateAccount } from '../services/accounts/accounts.ts'
import { COMMAND_LINE } from '../services/audit/audit.ts'

let rootPath: string
beforeAll(async () => {
  rootPath = await mkdtemp(join(tmpdir(), 'bottega privacy é '))
})
afterAll(() => rm(rootPath, { recursive: true }))

/** Starts a server on the root with these settings, looks, and ends it. */
async function live<T>(
  settings: { multiuser: boolean; admin_private_view: boolean },
  look: (server: RunningServer) => Promise<T>,
) {
  const build = pathToFileURL(`${inject('dist')}/`)
  const server = await startServer({ rootPath, flags: { port: 0, ...settings }, writeLog: () => {}, build })
  try {
    return await look(server)
  } finally {
    await server.close()
  }
}

test('a start that opens private work is told to every active account, and the audit log has each change', async () => {
  const closed = { multiuser: true, admin_private_view: false }
  const open = { multiuser: true, admin_private_view: true }
  const ids = await live(closed, async ({ app }) => {
    const make = (name: string) =>
      createAccount(app, { email: `${name}@b.test`, password: 'Passage of somebody 7', is_admin: false }, COMMAND_LINE)
    const [ann, off] = [await make('ann'), await make('off')]
    await updateAccount(app, off.user_id, { is_active: false }, COMMAND_LINE)
    return [ann.user_id, off.user_id]
  })
  const read = async ({ app }: RunningServer) => {
    const filter = { action: 'privacy_changed' } as const
    const { items } = await listAuditEntries(app.readers, filter, { offset: 0, limit: 50 })
    const log = (userId = ''): Promise<AccountOpening[]> =>
      showAccessLog(app, { userId, role: 'user', isSystem: false, displayName: null })
    const kinds = (await Promise.all(ids.map((id) => log(id)))).map((notices) => notices.map(({ kind }) => kind).sort())
    return { told: items.map(({ details }) => JSON.parse(details) as AuditEntry['details']), kinds }
  }
  const via = 'command'
  // the same again is no change
  expect(await live(closed, read)).toEqual({ told: [], kinds: [[], []] })
  const opened = [{ admin_private_view: true, via }]
  expect(await live(open, read)).toEqual({ told: opened, kinds: [['private_view'], []] })
  expect(await live(open, read)).toEqual({ told: opened, kinds: [['private_view'], []] })
  const without = await live({ ...open, multiuser: false }, read)
  expect(without).toEqual({ told: [{ multiuser: false, via }, ...opened], kinds: [['accounts_off', 'private_view'], []] })
  // what is closed again is in the log, and nobody has to be warned
  const back = await live(closed, read)
  expect(back.told[0]).toEqual({ multiuser: true, admin_private_view: false, via })
  expect(back.kinds).toEqual(without.kinds)
})
