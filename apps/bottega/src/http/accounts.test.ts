import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const ADMIN = { email: 'Ada@Example.test', password: 'Sonnet18verse', display_name: 'Ada' }
const AUTH = '/api/v1/auth'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
})
afterAll(() => server.close())

interface Login {
  readonly token: string
  readonly user: { readonly user_id: string }
}

const ask = (method: string, path: string, { token, json, ...headers }: Record<string, unknown> = {}): Promise<Answer> =>
  server.request(method, AUTH + path, {
    json,
    headers: { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...(headers as Record<string, string>) },
  })

async function logIn({ email, password }: { email: string; password: string }, more = {}): Promise<Login> {
  const answer = await ask('POST', '/login', { json: { email, password, ...more } })
  expect(answer.status).toBe(200)
  return answer.json
}

async function addUser(name: string): Promise<Login & { readonly email: string; readonly password: string }> {
  const { token } = await logIn(ADMIN)
  const account = { email: `${name}@example.test`, password: `Passage of ${name} 7` }
  expect((await ask('POST', '/users', { token, json: account })).status).toBe(201)
  return { ...account, ...(await logIn(account)) }
}

test('of many setups at once one makes the first administrator', async () => {
  expect((await ask('GET', '/status')).json).toEqual({
    ...{ setup_required: true, multiuser_enabled: true, strict_password_checking: true, admin_email: null },
  })
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask('POST', '/setup', { json: ADMIN })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 400)])
  expect((await ask('GET', '/status')).json).toMatchObject({ setup_required: false })
})

test('a token opens what its account may, and nothing opens without one', async () => {
  const { token, user } = await logIn({ ...ADMIN, email: ADMIN.email.toUpperCase() })
  expect(user).toMatchObject({ email: ADMIN.email, is_admin: true, is_active: true, display_name: 'Ada' })
  expect((await ask('GET', '/me', { token })).json).toMatchObject({ email: ADMIN.email })
  expect(await server.request('GET', '/api/v1/boards/?all=true')).toMatchObject({
    status: 401,
    json: { detail: 'Authentication required' },
  })
  expect(await ask('GET', '/me')).toMatchObject({ status: 401, json: { detail: 'Missing authentication credentials' } })
  expect((await server.request('GET', '/openapi.json')).status).toBe(401)
})

test('a signing key of this root signs tokens, and nobody else reads it', async () => {
  const path = join(server.root, 'secrets', 'jwt.key')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
})

test.each([
  ['no signature', (token: string) => token.split('.').slice(0, 2).concat('').join('.')],
  ['another algorithm', (token: string) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`],
  ['two values', (token: string) => `${token} ${token}`],
  ['a changed claim', (token: string) => token.replace(/\.(.)/, (_, first) => `.${first === 'e' ? 'f' : 'e'}`)],
])('a token with %s is refused', async (_title, spoil) => {
  const { token } = await logIn(ADMIN)
  expect(await ask('GET', '/me', { token: spoil(token) })).toMatchObject({
    status: 401,
    json: { detail: 'Invalid or expired authentication token' },
  })
})

test('a logout ends its token at once, and no other', async () => {
  const [first, second] = [await logIn(ADMIN), await logIn(ADMIN)]
  expect((await ask('POST', '/logout', { token: first.token })).json).toEqual({ success: true })
  expect((await ask('GET', '/me', { token: first.token })).status).toBe(401)
  expect((await ask('GET', '/me', { token: second.token })).status).toBe(200)
})

test('a new password ends the other sessions, and this one goes on with its replacement', async () => {
  const ann = await addUser('ann')
  const other = await logIn(ann)
  const change = (json: object) => ask('PATCH', '/me', { token: ann.token, json })
  expect((await change({ new_password: 'Other words 9' })).json).toEqual({
    detail: 'Current password is required to set a new password',
  })
  expect((await change({ new_password: 'Other words 9', current_password: 'no' })).json).toEqual({
    detail: 'Current password is incorrect',
  })
  const changed = await change({ new_password: 'Other words 9', current_password: ann.password, is_admin: true })
  expect(changed).toMatchObject({ status: 200, json: { is_admin: false } })
  const replacement = changed.headers.get('x-refreshed-token') ?? ''
  for (const token of [ann.token, other.token]) expect((await ask('GET', '/me', { token })).status).toBe(401)
  expect((await ask('GET', '/me', { token: replacement })).status).toBe(200)
  await logIn({ ...ann, password: 'Other words 9' })
})

test('each login is a session that its user and administrators see and end', async () => {
  const bob = await addUser('bob')
  const second = await logIn(bob)
  const list = async () => (await ask('GET', '/sessions', { token: bob.token })).json as { id: string; current: boolean }[]
  const sessions = await list()
  expect(sessions).toHaveLength(2)
  const id = sessions.find(({ current }) => !current)?.id ?? ''
  const ann = await logIn({ email: 'ann@example.test', password: 'Other words 9' })
  expect(await ask('DELETE', `/sessions/${id}`, { token: ann.token })).toMatchObject({
    status: 404,
    json: { detail: 'Session not found' },
  })
  expect((await ask('DELETE', `/sessions/${id}`, { token: bob.token })).status).toBe(204)
  expect((await ask('GET', '/me', { token: second.token })).status).toBe(401)
  const { token } = await logIn(ADMIN)
  expect((await ask('GET', `/users/${bob.user.user_id}/sessions`, { token })).json).toHaveLength(1)
})

test('a disabled account is refused with its next request, and told so only with the right password', async () => {
  const eve = await addUser('eve')
  const { token } = await logIn(ADMIN)
  expect((await ask('PATCH', `/users/${eve.user.user_id}`, { token, json: { is_active: false } })).status).toBe(200)
  expect((await ask('GET', '/me', { token: eve.token })).status).toBe(401)
  expect(await ask('POST', '/login', { json: { email: eve.email, password: 'wrong' } })).toMatchObject({
    status: 401,
    json: { detail: 'Incorrect email or password' },
  })
  expect(await ask('POST', '/login', { json: { email: eve.email, password: eve.password } })).toMatchObject({
    status: 403,
    json: { detail: 'User account is disabled' },
  })
})

test('the last administrator stays one', async () => {
  const { token, user } = await logIn(ADMIN)
  for (const json of [{ is_admin: false }, { is_active: false }]) {
    expect(await ask('PATCH', `/users/${user.user_id}`, { token, json })).toMatchObject({
      status: 400,
      json: { detail: 'Cannot remove the last administrator' },
    })
  }
  expect((await ask('DELETE', `/users/${user.user_id}`, { token })).status).toBe(400)
  expect((await ask('PATCH', `/users/${user.user_id}`, { token, json: { display_name: 'Ada L.' } })).status).toBe(200)
})

test('an address is taken in any letter case', async () => {
  const { token } = await logIn(ADMIN)
  const json = { email: 'ADA@example.TEST', password: 'Another 1 word' }
  expect(await ask('POST', '/users', { token, json })).toMatchObject({
    status: 400,
    json: { detail: 'User with email ADA@example.TEST already exists' },
  })
})

test.each([
  ['short', 'Ab1', 'Password must be at least 8 characters long'],
  ['simple', 'abcdefgh1', 'Password must contain uppercase, lowercase, and numbers'],
  ['common', 'Qwerty123', 'Password is too common'],
])('a %s password is refused', async (_kind, password, detail) => {
  const { token } = await logIn(ADMIN)
  expect(await ask('POST', '/users', { token, json: { email: 'zoe@example.test', password } })).toMatchObject({
    status: 400,
    json: { detail },
  })
})

test('the page is signed in by a cookie, which changes nothing for a foreign page', async () => {
  const json = { email: ADMIN.email, password: ADMIN.password, cookie: true }
  const answer = await ask('POST', '/login', { json })
  expect(answer.json).toMatchObject({ token: null })
  const cookies = answer.headers.getSetCookie()
  expect(cookies).toEqual([
    expect.stringMatching(/^bottega_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/),
    expect.stringMatching(/^bottega_media_token=[^;]+; Max-Age=\d+; Path=\/api\/v1; HttpOnly; SameSite=Lax$/),
    expect.stringMatching(/^bottega_media_token=[^;]+; Max-Age=\d+; Path=\/api\/v2\/models; HttpOnly; SameSite=Lax$/),
  ])
  const [session, media] = cookies.map((cookie) => cookie.split(';')[0] ?? '')
  expect((await ask('GET', '/me', { cookie: session })).status).toBe(200)
  const patch = (headers: object) => ask('PATCH', '/me', { json: { display_name: 'Ada' }, cookie: session, ...headers })
  expect((await patch({})).status).toBe(403)
  expect((await patch({ origin: 'https://elsewhere.example' })).status).toBe(403)
  expect((await patch({ origin: server.url })).status).toBe(200)
  expect((await patch({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  // the media cookie opens files and nothing else
  expect((await ask('GET', '/me', { cookie: media })).status).toBe(401)
  expect((await server.request('GET', '/api/v1/images/i/x/full', { headers: { cookie: media ?? '' } })).status).not.toBe(401)
})

test('after ten failures an account has to wait, whoever asks, and others have not', async () => {
  const mia = await addUser('mia')
  const attempt = (password: string) => ask('POST', '/login', { json: { email: mia.email, password } })
  const answers = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong')))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
  const right = await attempt(mia.password)
  expect(right.status).toBe(429)
  expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask('GET', '/me', { token: mia.token })).status).toBe(200)
  await logIn(ADMIN)
})

test('an owner is told who else has set the password or could, until they take note of it', async () => {
  const ann = await addUser('told')
  const admin = await logIn(ADMIN)
  const readLog = async (token: string): Promise<{ id: string; kind: string; noted_at: string | null }[]> =>
    (await ask('GET', '/me/access-log', { token })).json
  const own = { current_password: ann.password, new_password: 'Passage of told 8' }
  const changed = await ask('PATCH', '/me', { token: ann.token, json: own })
  expect(changed.status).toBe(200)
  const again = await logIn({ email: ann.email, password: own.new_password })
  expect(await readLog(again.token)).toEqual([])

  const path = `/users/${ann.user.user_id}`
  expect((await ask('POST', `${path}/reset-link`, { token: admin.token })).status).toBe(201)
  expect((await ask('PATCH', path, { token: admin.token, json: { display_name: 'Told' } })).status).toBe(200)
  expect((await ask('PATCH', path, { token: admin.token, json: { password: 'Passage of told 9' } })).status).toBe(200)
  const { token } = await logIn({ email: ann.email, password: 'Passage of told 9' })
  const log = await readLog(token)
  expect(log).toMatchObject([
    { kind: 'password_set', opened_by: admin.user.user_id, opened_by_name: 'Ada', reason: '', noted_at: null },
    { kind: 'reset_link', opened_by: admin.user.user_id, opened_by_name: 'Ada', reason: '', noted_at: null },
  ])
  expect((await ask('POST', `/me/access-log/${log[0]?.id}/noted`, { token })).status).toBe(204)
  expect((await readLog(token)).map(({ noted_at }) => noted_at === null)).toEqual([false, true])
  // it opens nothing, and is nothing to close
  const open = await server.request('GET', '/api/v1/admin/break-glass', { headers: { authorization: `Bearer ${admin.token}` } })
  expect(open.json).toMatchObject({ items: [] })
})
