import type { AuditEntry } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const ADMIN = { email: 'ada@example.test', password: 'Correct-Horse-7' }
const ANN = { email: 'ann@example.test', password: 'Passage-Of-Ann-9' }

let server: TemporaryServer
let token: string

const call = (method: string, path: string, json?: unknown, as = token) =>
  server.request(method, `/api/v1${path}`, {
    ...(json !== undefined && { json }),
    headers: as === '' ? {} : { authorization: `Bearer ${as}` },
  })
const logIn = async (account: { email: string; password: string }) =>
  (await call('POST', '/auth/login', account, '')).json as { token: string; user: { user_id: string } }
const readLog = async (query = '') => ((await call('GET', `/audit${query}`)).json as { items: AuditEntry[]; total: number }).items

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  await call('POST', '/auth/setup', ADMIN, '')
  token = (await logIn(ADMIN)).token
})
afterAll(() => server.close())

test('the log tells of the set-up and of sign-ins, newest first, and from where', async () => {
  const entries = await readLog()
  expect(entries.map(({ action }) => action)).toEqual(['login', 'user_created', 'setup'])
  expect(entries[0]).toMatchObject({ outcome: 'success', target_type: 'user', address: '127.0.0.1' })
  expect(entries[0]?.actor_id).toBe(entries[0]?.target_id)
  expect(entries[2]).toMatchObject({ actor_id: null })
})

test('a failed sign-in names the account if there is one, and never what was typed', async () => {
  await call('POST', '/auth/login', { ...ADMIN, password: 'Wrong-Horse-8' }, '')
  await call('POST', '/auth/login', { email: 'Wrong-Horse-8@example.test', password: 'x' }, '')
  const [unknown, known] = await readLog('?action=login_failed')
  expect(unknown).toMatchObject({ outcome: 'failure', actor_id: null, target_type: null, target_id: null })
  expect(known).toMatchObject({ outcome: 'failure', actor_id: null, target_type: 'user' })
  expect(JSON.stringify(await readLog())).not.toContain('Horse')
})

test('what is done to accounts is told with the names of the changed fields', async () => {
  const { json } = await call('POST', '/auth/users', ANN)
  const { user_id } = json as { user_id: string }
  const ann = await logIn(ANN)
  await call('PATCH', `/auth/users/${user_id}`, { display_name: 'Ann', is_active: true })
  await call('PATCH', '/auth/me', { current_password: ANN.password, new_password: 'Other-Words-9' }, ann.token)
  await call('PATCH', `/auth/users/${user_id}`, { password: 'Passage-Of-Ann-9' })
  await call('DELETE', `/auth/users/${user_id}`)
  const told = (await readLog()).filter(({ target_id }) => target_id === user_id)
  expect(told.map(({ action }) => action)).toEqual([
    'user_deleted',
    'password_changed',
    'password_changed',
    'user_updated',
    'login',
    'user_created',
  ])
  const [deleted, byAdmin, own, updated] = told
  expect(deleted?.details).toMatchObject({ email: ANN.email, display_name: 'Ann' })
  expect(own?.actor_id).toBe(user_id)
  expect(byAdmin?.actor_id).not.toBe(user_id)
  expect(updated?.details).toEqual({ fields: ['display_name', 'is_active'], display_name: 'Ann', is_active: true })
  expect(JSON.stringify(told)).not.toMatch(/Passage|Words|argon/)
})

test('a page of the log counts all that match, by action, person and time', async () => {
  const all = (await call('GET', '/audit?limit=1')).json as { items: AuditEntry[]; total: number }
  expect(all.items).toHaveLength(1)
  expect(all.total).toBeGreaterThan(8)
  const { created_at = '' } = all.items[0] ?? {}
  expect((await readLog(`?until=${created_at}`)).length).toBe(all.total)
  expect(await readLog('?until=2020-01-01T00:00:00Z')).toEqual([])
  expect((await readLog('?actor_id=nobody')).length).toBe(0)
})

test('nobody but administrators reads it, and no statement changes what it says', async () => {
  expect((await call('GET', '/audit', undefined, '')).status).toBe(401)
  await call('POST', '/auth/users', ANN)
  expect((await call('GET', '/audit', undefined, (await logIn(ANN)).token)).status).toBe(403)
  expect(() => server.app.db.sqlite.prepare("update audit_entries set outcome = 'denied'").all([])).toThrow(/only added to/)
})
