import { expect, test, vi } from 'vitest'
import { createLoginThrottle } from '../../auth/login-throttle.ts'
import { hashPassword, isPasswordOf } from '../../auth/passwords.ts'
import { createSignInGuard } from '../../auth/sign-in-guard.ts'
import { createTokens } from '../../auth/tokens.ts'
import { createUser, updateUser } from '../../data/repositories/users.ts'
import { openTemporaryStore } from '../../data/temporary-store.ts'
import { createLog } from '../log/log.ts'
import { logIn, type SigningIn } from './sign-in.ts'

// counted, and as they are
vi.mock('../../auth/passwords.ts', async (load) => {
  const real = await load<typeof import('../../auth/passwords.ts')>()
  return { ...real, isPasswordOf: vi.fn(real.isPasswordOf), hashPassword: vi.fn(real.hashPassword) }
})

const ORIGIN = { address: '127.0.0.1', userAgent: undefined }

test('a refused sign-in costs the comparison of one hash, whether there is an account or not', async () => {
  await using store = await openTemporaryStore()
  const { db } = store
  const password_hash = await hashPassword('Correct-Horse-7')
  for (const name of ['ann', 'idle']) {
    const email = `${name}@people.test`
    await createUser(db, { user_id: name, email, email_folded: email, password_hash })
  }
  await updateUser(db, 'idle', { is_active: false })
  const deps = {
    db,
    log: createLog({ level: 'critical' }, () => {}),
    settings: { values: { login_throttle: true } },
    tokens: await createTokens('s'.repeat(32)),
    guard: createSignInGuard(createLoginThrottle(), () => true),
  } as unknown as SigningIn
  const system = await db.selectFrom('users').select('email').where('user_id', '=', 'system').executeTakeFirst()
  const attempt = (email: string) =>
    expect(logIn(deps, { email, password: 'Wrong-Horse-7', remember_me: false }, ORIGIN)).rejects.toMatchObject({
      code: 'login_failed',
    })
  // the first attempt at all makes what unknown addresses are compared with, whoever it is for
  await attempt('ann@people.test')
  for (const email of ['ann@people.test', 'nobody@people.test', 'idle@people.test', system?.email ?? 'system@people.test']) {
    vi.mocked(isPasswordOf).mockClear()
    vi.mocked(hashPassword).mockClear()
    await attempt(email)
    const compared = vi.mocked(isPasswordOf).mock.calls.map(([stored]) => stored.slice(0, 31))
    expect([email, compared]).toEqual([email, ['$argon2id$v=19$m=19456,t=2,p=1$']])
    expect(hashPassword).not.toHaveBeenCalled()
  }
})
