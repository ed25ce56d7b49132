import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { AppError } from '@bottega/contracts'
import { deleteAllUserSessions } from '../../data/repositories/user-sessions.ts'
import { createFiles } from '../../files/files.ts'
import type { App } from '../app.ts'

const MAX_BYTES = 4096
/** A shorter secret could be guessed. */
const MIN_LENGTH = 32

/**
 * The secret that signs tokens: the setting `jwt_secret_key`, else what lies in `secrets/jwt.key`, which is made at the first start.
 *
 * @throws FileError, AppError `signing_secret_short`
 */
export async function openSigningSecret({ root, settings }: Pick<App, 'root' | 'settings'>): Promise<string> {
  const { jwt_secret_key } = settings.values
  if (jwt_secret_key !== null) return jwt_secret_key
  if (!existsSync(root.signingKey)) await writeNewSecret(root.signingKey)
  const secret = Buffer.from(await createFiles().read(root.signingKey, MAX_BYTES))
    .toString('utf8')
    .trim()
  if (secret.length < MIN_LENGTH) throw new AppError('signing_secret_short', { path: root.signingKey })
  return secret
}

/**
 * Puts a new secret in place of the one in the file, and ends every sign-in.
 *
 * @throws FileError, AppError `signing_secret_set`
 */
export async function rotateSigningSecret({ db, root, settings }: Pick<App, 'db' | 'root' | 'settings'>): Promise<void> {
  if (settings.values.jwt_secret_key !== null) throw new AppError('signing_secret_set')
  await writeNewSecret(root.signingKey)
  await deleteAllUserSessions(db)
}

async function writeNewSecret(path: string): Promise<void> {
  await createFiles().replace(path, Buffer.from(`${randomBytes(32).toString('hex')}\n`), 0o600)
}
