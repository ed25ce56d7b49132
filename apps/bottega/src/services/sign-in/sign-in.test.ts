import { AppError } from '@bottega/contracts'
import { hash as hashByBcrypt } from '@node-rs/bcrypt'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import type { SignIn } from '../../auth/identify.ts'
import { identifyByAccount } from '../../auth/identify.ts'
import { findUser, updateUser } from '../../data/repositories/users.ts'
import { startTemporaryServer, type TemporaryServer } from '../../testing/temporary-server.ts'
import { deleteAccount } from '../accounts/account-deletion.ts'
import { createAccount, updateAccount } from '../accounts/accounts.ts'
import { COMMAND_LINE } from '../audit/audit.ts'
import type { Server } from '../server/server.ts'
import { endSignIn, logIn, renewSignIn, updateOwnAccount, updateProfile } from './sign-in.ts'

const HOUR = 3600_000
const HERE = { address: '127.0.0.1', userAgent: undefined }
const PASSWORD = 'Passage of somebody 7'

let server: TemporaryServer
let app: Server

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nsession_absolute_days: 3\n' })
  app = server.app
})
afterAll(() => server.close())
afterEach(() => void vi.useRealTimers())

let people = 0
const addAccount = () =>
  createAccount(
    app,
    { email: `person${++people}@people.test`, password: PASSWORD, display_name: null, is_admin: false },
    COMMAND_LINE,
  )

const enter = (email: string, { password = PASSWORD, remember_me = false, deps = app } = {}) =>
  logIn(deps, { email, password, remember_me }, HERE)

async function signInOf(token: string): Promise<SignIn> {
  const { signIn } = await identifyByAccount(app)({ who: 'user', media: false }, { authorization: `Bearer ${token}` })
  if (signIn === undefined) throw new Error('nobody is signed in')
  return signIn
}

/** The same server, on which something happens once after a password was found right. */
function whileLookedAt(act: () => Promise<unknown>): Server {
  let isDone = false
  return {
    ...app,
    guard: {
      async attempt(names, attempt) {
        const result = await app.guard.attempt(names, attempt)
        if (!isDone) {
          isDone = true
          await act()
        }
        return result
      },
    },
  }
}

const refusal = (code: string) => expect.objectContaining({ constructor: AppError, code })

test('a password that is changed while it is looked at signs nobody in', async () => {
  const { user_id, email } = await addAccount()
  const deps = whileLookedAt(() => updateAccount(app, user_id, { password: 'Other words 9' }, COMMAND_LINE))
  await expect(enter(email, { deps })).rejects.toEqual(refusal('login_failed'))
  await enter(email, { password: 'Other words 9' })
})

test('an old kind of hash never comes back over a password that was changed meanwhile', async () => {
  const { user_id, email } = await addAccount()
  await updateUser(app.db, user_id, { password_hash: await hashByBcrypt(PASSWORD, { cost: 4 }) })
  const deps = whileLookedAt(() => updateAccount(app, user_id, { password: 'Other words 9' }, COMMAND_LINE))
  await expect(enter(email, { deps })).rejects.toEqual(refusal('login_failed'))
  await enter(email, { password: 'Other words 9' })
})

test.each([
  ['deleted', 'login_failed', (userId: string) => deleteAccount(app, userId, { content: 'archive' }, COMMAND_LINE)],
  ['deactivated', 'account_disabled', (userId: string) => updateAccount(app, userId, { is_active: false }, COMMAND_LINE)],
])('an account that is %s while its password is looked at is not signed in to', async (_title, code, act) => {
  const { user_id, email } = await addAccount()
  await expect(enter(email, { deps: whileLookedAt(() => act(user_id)) })).rejects.toEqual(refusal(code))
})

test('a session that an administrator ends by a new password changes nothing more', async () => {
  const { user_id, email } = await addAccount()
  const signIn = await signInOf((await enter(email)).tokens.session)
  const deps = whileLookedAt(() => updateAccount(app, user_id, { password: 'Chosen by Ada 1' }, COMMAND_LINE))
  const changes = { current_password: PASSWORD, new_password: 'Chosen by Eve 1' }
  await expect(updateProfile(deps, signIn, changes, COMMAND_LINE)).rejects.toEqual(refusal('credentials_invalid'))
  await enter(email, { password: 'Chosen by Ada 1' })
})

test('of two changes of a password by one token the second is refused', async () => {
  const { email } = await addAccount()
  const signIn = await signInOf((await enter(email)).tokens.session)
  const change = (new_password: string) => updateProfile(app, signIn, { current_password: PASSWORD, new_password }, COMMAND_LINE)
  const results = await Promise.allSettled([change('Other words 9'), change('Other words 8')])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a hash of bcrypt, as other studios store it, opens the account and is replaced', async () => {
  const { user_id, email } = await addAccount()
  // of the word "secret", by passlib
  const password_hash = '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW'
  await updateUser(app.db, user_id, { password_hash })
  await expect(enter(email, { password: 'secreT' })).rejects.toEqual(refusal('login_failed'))
  await enter(email, { password: 'secret' })
  expect((await findUser(app.db, user_id))?.password_hash).toMatch(/^\$argon2id\$/)
  await enter(email, { password: 'secret' })
})

test('of a password for bcrypt 72 bytes count, without a letter that is cut', async () => {
  const { user_id, email } = await addAccount()
  const start = 'x'.repeat(71)
  await updateUser(app.db, user_id, { password_hash: await hashByBcrypt(start, { cost: 4 }) })
  // the letter of two bytes does not fit, and is dropped with all behind it
  await enter(email, { password: `${start}éwhatever` })
  // from now on the whole password counts
  await expect(enter(email, { password: start })).rejects.toEqual(refusal('login_failed'))
})

test('a token is renewed past half of its life, and lasts no longer than the session may', async () => {
  const start = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { email } = await addAccount()
  const at = (hours: number) => vi.setSystemTime(start + hours * HOUR)
  const renew = async (token: string) => (await renewSignIn(app, await signInOf(token)))?.session
  const first = (await enter(email)).tokens.session
  at(11.9)
  expect(await renew(first)).toBeUndefined()
  at(13)
  const second = (await renew(first)) ?? ''
  expect((await signInOf(second)).claims.exp * 1000).toBeCloseTo(start + 37 * HOUR, -4)
  // the first lives on until its end, and not a moment longer
  await signInOf(first)
  at(24.1)
  await expect(signInOf(first)).rejects.toEqual(refusal('token_invalid'))
  at(36)
  const third = (await renew(second)) ?? ''
  at(59)
  const last = (await renew(third)) ?? ''
  expect((await signInOf(last)).claims.exp * 1000).toBeCloseTo(start + 72 * HOUR, -4)
  for (const hours of [66, 70, 71.9]) {
    at(hours)
    expect(await renew(last)).toBeUndefined()
  }
  at(72.1)
  await expect(signInOf(last)).rejects.toEqual(refusal('token_invalid'))
})

test('a clock that is set back neither renews a token nor ends it', async () => {
  const { email } = await addAccount()
  const { session } = (await enter(email)).tokens
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 48 * HOUR })
  expect(await renewSignIn(app, await signInOf(session))).toBeUndefined()
})

test('a session that is remembered lasts no longer than the limit from its first day on', async () => {
  const { email } = await addAccount()
  const { tokens } = await enter(email, { remember_me: true })
  expect(tokens.lifeSeconds).toBeLessThanOrEqual(3 * 24 * 3600)
  expect(tokens.lifeSeconds).toBeGreaterThan(3 * 24 * 3600 - 60)
})

test('a session that ended is not renewed', async () => {
  const start = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { email } = await addAccount()
  const signIn = await signInOf((await enter(email)).tokens.session)
  await endSignIn(app, signIn.session, COMMAND_LINE, 'logout')
  vi.setSystemTime(start + 20 * HOUR)
  expect(await renewSignIn(app, signIn)).toBeUndefined()
})

test('a token from before a change of the password is not renewed', async () => {
  const start = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  const { email } = await addAccount()
  const signIn = await signInOf((await enter(email)).tokens.session)
  await updateOwnAccount(app, signIn, { password: 'Other words 9' }, COMMAND_LINE)
  vi.setSystemTime(start + 20 * HOUR)
  expect(await renewSignIn(app, signIn)).toBeUndefined()
})
