import { createHmac, randomBytes } from 'node:crypto'
import { AppError } from '@bottega/contracts'
import { networkOf } from './login-throttle.ts'
import { isPasswordOf } from './passwords.ts'
import type { SignInGuard } from './sign-in-guard.ts'

/** Right passwords that are remembered; of more, those that were used first are forgotten. */
const MOST_REMEMBERED = 1000

/** What is known of a link that has a password. */
export interface LockedLink {
  readonly id: string
  readonly password_hash: string
}

/** Tells whether passwords of public links are right. */
export interface LinkPasswords {
  /**
   * Refuses whoever does not bring the password of a link.
   *
   * @param sent     the header as the connection has it, a letter for each byte
   * @param address  from where; wrong ones count there, so that a stranger locks out nobody else
   * @throws AppError `link_password_required`, `login_throttled`
   */
  check(link: LockedLink, sent: string | undefined, address: string): Promise<void>
}

/** A page of a link asks for many pictures at once, each with the password: one that was right is known again without hashing. */
export function createLinkPasswords(guard: SignInGuard): LinkPasswords {
  const secret = randomBytes(32)
  const right = new Set<string>()
  return {
    async check(link, sent, address) {
      if (sent === undefined || sent.trim() === '') throw new AppError('link_password_required')
      const password = decodeHeader(sent).trim().normalize('NFC')
      const key = createHmac('sha256', secret).update(`${link.password_hash} ${password}`).digest('base64')
      if (right.has(key)) return
      const attempt = async () => ((await isPasswordOf(link.password_hash, password)) ? true : undefined)
      const names = { account: `link ${link.id} ${networkOf(address)}` }
      if (!(await guard.attempt(names, attempt))) throw new AppError('link_password_required')
      right.add(key)
      const [oldest] = right
      if (right.size > MOST_REMEMBERED && oldest !== undefined) right.delete(oldest)
    },
  }
}

/** A header as text: UTF-8 where its bytes are that, else Latin-1. */
function decodeHeader(sent: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(sent, 'latin1'))
  } catch {
    return sent
  }
}
