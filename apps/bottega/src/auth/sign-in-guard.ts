import { AppError } from '@bottega/contracts'
import type { LoginThrottle, ThrottleKind } from './login-throttle.ts'

/** What an attempt counts towards. */
export interface AttemptNames {
  /** Where it comes from. */
  readonly address?: string
  /** The folded address of the account, existing or not. */
  readonly account?: string
}

/** Takes attempts at secrets one after the other, and makes those wait who fail again and again. */
export interface SignInGuard {
  /**
   * Tries a secret. Attempts from one address, and at one account, are made in turn, so that many at once are no more than many in
   * a row.
   *
   * @param attempt  undefined when the secret was wrong
   * @throws AppError `login_throttled`
   */
  attempt<T>(names: AttemptNames, attempt: () => Promise<T | undefined>): Promise<T | undefined>
}

/** @param isOn  the setting `login_throttle` */
export function createSignInGuard(throttle: LoginThrottle, isOn: () => boolean): SignInGuard {
  const takeTurn = createTurns()

  async function judge<T>({ address, account }: AttemptNames, attempt: () => Promise<T | undefined>): Promise<T | undefined> {
    const waitOf = (kind: ThrottleKind, name: string | undefined) =>
      name === undefined ? 0 : (throttle.findWait(kind, name) ?? 0)
    const retryAfterSeconds = Math.max(waitOf('address', address), waitOf('account', account))
    if (retryAfterSeconds > 0) throw new AppError('login_throttled', { retryAfterSeconds })
    const result = await attempt()
    if (result === undefined) {
      if (address !== undefined) throttle.noteFailure('address', address)
      if (account !== undefined) throttle.noteFailure('account', account)
    } else if (account !== undefined) throttle.forget('account', account)
    return result
  }

  const inTurn = <T>(kind: ThrottleKind, name: string | undefined, next: () => Promise<T>): Promise<T> =>
    name === undefined ? next() : takeTurn(`${kind} ${name}`, next)

  return {
    async attempt(names, attempt) {
      if (!isOn()) return attempt()
      // always the address first, so that no two wait for each other
      return inTurn('address', names.address, () => inTurn('account', names.account, () => judge(names, attempt)))
    },
  }
}

/** Lets what has the same key happen one after the other. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async function takeTurn<T>(key: string, act: () => Promise<T>): Promise<T> {
    const turn = (last.get(key) ?? Promise.resolve()).then(act, act)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}
