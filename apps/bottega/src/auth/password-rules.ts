import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { AppError } from '@bottega/contracts'

const MIN_LENGTH = 8
const MAX_LENGTH = 1024

/**
 * Holds a new password to the rules.
 *
 * @param isStrict  the setting `strict_password_checking`; without it any password that is not empty will do
 * @throws AppError `password_empty`, `password_too_long`, `password_too_short`, `password_too_simple`, `password_too_common`
 */
export async function checkNewPassword(password: string, isStrict: boolean): Promise<void> {
  if (password === '') throw new AppError(isStrict ? 'password_too_short' : 'password_empty')
  const length = [...password].length
  if (length > MAX_LENGTH) throw new AppError('password_too_long')
  if (!isStrict) return
  if (length < MIN_LENGTH) throw new AppError('password_too_short')
  if (![/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u].every((kind) => kind.test(password))) throw new AppError('password_too_simple')
  common ??= readCommonPasswords()
  if ((await common).has(password.toLowerCase())) throw new AppError('password_too_common')
}

/** What many people choose, in lower case; read when it is asked for first. */
let common: Promise<ReadonlySet<string>> | undefined

async function readCommonPasswords(): Promise<ReadonlySet<string>> {
  const path = createRequire(import.meta.url).resolve('@bottega/bottega/assets/common-passwords.txt')
  return new Set((await readFile(path, 'utf8')).toLowerCase().split('\n'))
}
