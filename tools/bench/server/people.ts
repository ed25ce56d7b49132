import { hashPassword } from '../../../apps/bottega/src/auth/passwords.ts'
import { transaction } from '../../../apps/bottega/src/data/database.ts'
import { createUser } from '../../../apps/bottega/src/data/repositories/users.ts'
import { openRootDatabase } from '../../../apps/bottega/src/data/root-database.ts'
import { prepareRoot } from '../../../apps/bottega/src/files/root.ts'
import type { ServerProcess } from './server-process.ts'

const PASSWORD = 'Passage of somebody 7'

/** Flags of a server that many people share. */
export const MULTIUSER = ['--multiuser=yes']

/** The id of an account of {@link addPeople}. */
export const personId = (at: number): string => `person-${at}`

const emailOf = (at: number): string => `person-${at}@people.test`

/** Makes so many accounts in a root without a server; the first one administers it. */
export async function addPeople(root: string, count: number): Promise<void> {
  await prepareRoot(root)
  const db = await openRootDatabase(root)
  const password_hash = await hashPassword(PASSWORD)
  await transaction(db, async (tx) => {
    for (let at = 0; at < count; at++) {
      const email = emailOf(at)
      const more = { display_name: `Person ${at}`, password_hash, is_admin: at === 0 }
      await createUser(tx, { user_id: personId(at), email, email_folded: email, ...more })
    }
  })
  await db.close()
}

/** Signs an account in, and answers its token. */
export async function enter(server: ServerProcess, at: number): Promise<string> {
  const { token } = await server.askJson<{ token: string }>('POST', '/api/v1/auth/login', {
    email: emailOf(at),
    password: PASSWORD,
  })
  return token
}
