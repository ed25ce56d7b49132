import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountUse, ApiKey, AuditEntry } from '@bottega/contracts'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { makeGraph } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { createMaker, WORKFLOW } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, listenAs, makeKey, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const AUTH = '/api/v1/auth'
const KEYS = `${AUTH}/api-keys`
const SUM = makeGraph([{ id: 'n', type: 'add', a: 1, b: 2 }])

let server: TemporaryServer
let admin: Person
let ann: Person
let bob: Person
const opened: Listener[] = []

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  bob = await addPerson(server, admin, 'bob')
})
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})
afterAll(() => server.close())

async function listKeys(person: Person): Promise<ApiKey[]> {
  return (await expectStatus(person.request('GET', KEYS), 200)).json
}
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const closing = ({ socket }: Listener) => new Promise<string>((resolve) => socket.on('disconnect', resolve))

test('a key is shown at its making and never again', async () => {
  const body = { name: 'Night script', scopes: ['generate', 'generate'], expires_at: '2999-01-01T00:00:00+02:00' }
  const { json } = await expectStatus(ann.request('POST', KEYS, { json: body }), 201)
  const { key, ...rest }: ApiKey & { key: string } = json
  expect(key).toMatch(/^bottega_[\w-]{43}$/)
  expect(rest).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    name: 'Night script',
    scopes: ['generate'],
    created_at: expect.stringMatching(/Z$/),
    expires_at: '2998-12-31T22:00:00.000Z',
    last_used_at: null,
  })
  expect(await listKeys(ann)).toEqual([rest])
  expect(await listKeys(bob)).toEqual([])
})

test.each([
  { scopes: ['read'] },
  { name: '', scopes: ['read'] },
  { name: 'x'.repeat(201), scopes: ['read'] },
  { name: 'k', scopes: [] },
  { name: 'k', scopes: ['own'] },
  { name: 'k', scopes: ['read'], expires_at: '2020-01-01T00:00:00Z' },
  { name: 'k', scopes: ['read'], expires_at: '2999-01-01T00:00:00' },
])('$name for $scopes until $expires_at is no key', async (body) => {
  expect((await ann.request('POST', KEYS, { json: body })).status).toBe(422)
})

test('the first use of a key is noted', async () => {
  const key = await makeKey(server, ann, ['read'])
  const own = async () => (await listKeys(ann)).find(({ id }) => id === key.keyId)
  expect((await own())?.last_used_at).toBeNull()
  await expectStatus(key.request('GET', `${AUTH}/me`), 200)
  const { last_used_at } = (await own())!
  expect(last_used_at).toMatch(/Z$/)
  await expectStatus(key.request('GET', `${AUTH}/me`), 200)
  expect((await own())?.last_used_at).toBe(last_used_at)
})

test('a key counts no more once it is deleted, has run out, or its owner may not sign in', async () => {
  const carol = await addPerson(server, admin, 'carol')
  const [first, second] = [await makeKey(server, carol, ['manage']), await makeKey(server, carol, ['read'])]
  await expectStatus(carol.request('DELETE', `${KEYS}/${first.keyId}`), 204)
  expect((await first.request('GET', `${AUTH}/me`)).status).toBe(401)
  expect((await first.request('GET', '/api/v1/boards/?all=true')).status).toBe(401)
  await expectStatus(second.request('GET', `${AUTH}/me`), 200)

  await admin.request('PATCH', `${AUTH}/users/${carol.userId}`, { json: { is_active: false } })
  expect((await second.request('GET', `${AUTH}/me`)).status).toBe(401)
  await admin.request('PATCH', `${AUTH}/users/${carol.userId}`, { json: { is_active: true } })
  await expectStatus(second.request('GET', `${AUTH}/me`), 200)
  await expectStatus(admin.request('DELETE', `${AUTH}/users/${carol.userId}`), 204)
  expect((await second.request('GET', `${AUTH}/me`)).status).toBe(401)

  const short = await makeKey(server, ann, ['read'], inSeconds(0.4))
  await expect.poll(async () => (await short.request('GET', `${AUTH}/me`)).status).toBe(401)
})

test.each(['bottega_', 'bottega_x', `bottega_${'A'.repeat(43)}`, `Bottega_${'A'.repeat(43)}`])(
  '%s is no key of anybody',
  async (key) => {
    expect((await server.request('GET', `${AUTH}/me`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(401)
  },
)

test('a key opens nothing from a cookie or the query, and a bad one is not made up for by a cookie', async () => {
  const key = await makeKey(server, ann, ['manage'])
  const ask = (headers: Record<string, string>, path = `${AUTH}/me`) => server.request('GET', path, { headers })
  expect((await ask({ cookie: `bottega_session=${key.token}` })).status).toBe(401)
  expect((await ask({}, `${AUTH}/me?token=${key.token}`)).status).toBe(401)
  expect((await ask({ authorization: `Bearer ${key.token}x`, cookie: `bottega_session=${ann.token}` })).status).toBe(401)
  expect((await ask({ authorization: `Bearer ${key.token}`, cookie: 'bottega_session=x' })).status).toBe(200)
})

test('an administrator sees and deletes the keys of an account, the log tells it, and so is its owner', async () => {
  const fred = await addPerson(server, admin, 'fred')
  const keys = await Promise.all(['read', 'manage', 'manage'].map((scope) => makeKey(server, fred, [scope as 'read'])))
  await makeKey(server, fred, ['read'], inSeconds(0.1))
  const path = `${AUTH}/users/${fred.userId}/api-keys`
  const list = async (who: Person): Promise<ApiKey[]> => (await expectStatus(who.request('GET', path), 200)).json
  expect(await list(admin)).toEqual(await listKeys(fred))
  expect(JSON.stringify(await list(admin))).not.toContain('"key"')
  const countKeys = async (): Promise<unknown> => {
    const { json } = await admin.request('GET', '/api/v1/admin/users')
    return (json as AccountUse[]).find(({ user_id }) => user_id === fred.userId)?.api_key_count
  }
  // one has run out
  await expect.poll(countKeys).toBe(3)

  const byKey = await makeKey(server, admin, ['manage'])
  for (const [method, at] of [
    ['GET', path],
    ['DELETE', path],
    ['DELETE', `${path}/${keys[0]?.keyId}`],
  ] as const) {
    expect(await byKey.request(method, at)).toMatchObject({ status: 403, json: { detail: expect.stringContaining('scope') } })
    expect((await bob.request(method, at)).status).toBe(403)
  }
  const ofAnn = await makeKey(server, ann, ['read'])
  expect((await admin.request('DELETE', `${path}/${ofAnn.keyId}`)).status).toBe(404)

  await expectStatus(admin.request('DELETE', `${path}/${keys[0]?.keyId}`), 204)
  const answers = () => Promise.all(keys.map(async (key) => (await key.request('GET', `${AUTH}/me`)).status))
  expect(await answers()).toEqual([401, 200, 200])
  await expectStatus(admin.request('DELETE', path), 204)
  expect(await answers()).toEqual([401, 401, 401])
  expect([await list(admin), await countKeys()]).toEqual([[], 0])

  const { json } = await admin.request('GET', `/api/v1/audit?action=api_key_deleted&actor_id=${admin.userId}`)
  expect((json as { items: AuditEntry[] }).items.filter(({ target_id }) => target_id === fred.userId)).toHaveLength(4)
  const { json: told } = await expectStatus(fred.request('GET', `${AUTH}/me/access-log`), 200)
  expect(told).toMatchObject([{ kind: 'keys_deleted', opened_by: admin.userId }, { kind: 'keys_deleted' }])
  await expectStatus(ofAnn.request('GET', `${AUTH}/me`), 200)
})

test('keys of others are nobody’s by the routes of the own ones, for administrators too', async () => {
  const key = await makeKey(server, ann, ['read'])
  for (const who of [bob, admin]) {
    expect(await who.request('DELETE', `${KEYS}/${key.keyId}`)).toMatchObject({
      status: 404,
      json: { detail: 'API key not found' },
    })
  }
  await expectStatus(key.request('GET', `${AUTH}/me`), 200)
})

test('no key widens itself: it makes no keys, ends no session, sets no password, and is given no token', async () => {
  const key = await makeKey(server, admin, ['manage'])
  const password = 'Another-Horse-8'
  const refused: [string, string, unknown?][] = [
    ['POST', KEYS, { name: 'k', scopes: ['manage'] }],
    ['GET', KEYS],
    ['DELETE', `${KEYS}/${key.keyId}`],
    ['POST', `${AUTH}/logout`],
    ['DELETE', `${AUTH}/sessions`],
    ['POST', `${AUTH}/media-cookie`],
    ['PATCH', `${AUTH}/me`, { current_password: admin.password, new_password: password }],
    ['PATCH', `${AUTH}/users/${admin.userId}`, { password }],
    ['PATCH', `${AUTH}/users/${ann.userId}`, { password }],
    ['PATCH', `${AUTH}/users/${ann.userId}`, { is_admin: true }],
    ['PATCH', `${AUTH}/users/${ann.userId}`, { is_active: true }],
    ['POST', `${AUTH}/users/${ann.userId}/reset-link`],
    ['POST', `${AUTH}/users/${admin.userId}/reset-link`],
    ['POST', `${AUTH}/users`, { email: 'second@people.test', password, is_admin: true }],
    ['POST', `${AUTH}/invitations`, { is_admin: true }],
    ['POST', '/api/v1/admin/break-glass', { user_id: ann.userId, reason: 'To look at it', minutes: 1 }],
  ]
  for (const [method, path, json] of refused) {
    expect(await key.request(method, path, json === undefined ? {} : { json })).toMatchObject({
      status: 403,
      json: { detail: expect.stringContaining('scope') },
    })
  }
  const named = await expectStatus(key.request('PATCH', `${AUTH}/me`, { json: { display_name: 'By a key' } }), 200)
  expect(named.headers.getSetCookie()).toEqual([])
  const same = await key.request('PATCH', `${AUTH}/users/${admin.userId}`, { json: { display_name: 'By a key again' } })
  expect(same).toMatchObject({ status: 200, json: { display_name: 'By a key again', is_admin: true } })
})

test('a key of an administrator keeps accounts: it makes and invites users, renames and switches off', async () => {
  const key = await makeKey(server, admin, ['manage'])
  const account = { email: 'made-by-key@people.test', password: 'Another-Horse-8' }
  const { json } = await expectStatus(key.request('POST', `${AUTH}/users`, { json: account }), 201)
  const { user_id }: { user_id: string } = json
  const changes = { display_name: 'Renamed', is_active: false }
  await expectStatus(key.request('PATCH', `${AUTH}/users/${user_id}`, { json: changes }), 200)
  await expectStatus(key.request('POST', `${AUTH}/invitations`, { json: { email: 'invited-by-key@people.test' } }), 201)
  await expectStatus(key.request('DELETE', `${AUTH}/users/${user_id}`), 204)
})

test('a key for generating puts own images on boards, and takes none off', async () => {
  const [generate, manage] = [await makeKey(server, ann, ['generate']), await makeKey(server, ann, ['manage'])]
  const { json } = await expectStatus(generate.request('POST', '/api/v1/boards/?board_name=By+a+key'), 201)
  const { board_id }: { board_id: string } = json
  const image_name = await createMaker({ ...server, request: ann.request }).image()
  const boardOf = async (): Promise<unknown> => {
    const { json: image } = await expectStatus(ann.request('GET', `/api/v1/images/i/${image_name}`), 200)
    return (image as { board_id?: string }).board_id ?? null
  }
  await expectStatus(generate.request('POST', '/api/v1/board_images/', { json: { board_id, image_name } }), 201)
  const off: [string, object][] = [
    ['/api/v1/board_images/', { board_id: 'none', image_name }],
    ['/api/v1/board_images/batch', { board_id: 'none', image_names: [image_name] }],
  ]
  for (const [path, body] of off) {
    const refused = await generate.request('POST', path, { json: body })
    expect(refused).toMatchObject({ status: 403, json: { detail: expect.stringContaining('scope manage') } })
  }
  expect(await boardOf()).toBe(board_id)
  for (const [path, body] of off) await expectStatus(manage.request('POST', path, { json: body }), 201)
  expect(await boardOf()).toBeNull()
})

test('a key of an administrator that may not manage sees and cancels what a user may', async () => {
  const key = await makeKey(server, admin, ['generate'])
  const { json } = await expectStatus(ann.request('POST', '/api/v1/boards/?board_name=Own'), 201)
  const { board_id }: { board_id: string } = json
  expect((await key.request('GET', `/api/v1/boards/${board_id}`)).status).toBe(403)
  expect((await key.request('GET', '/api/v1/boards/?all=true&scope=all')).status).toBe(403)
  await expectStatus(admin.request('PUT', '/api/v1/queue/default/processor/pause'), 200)
  const { itemIds } = await enqueueAs(ann, SUM)
  expect((await key.request('PUT', `/api/v1/queue/default/i/${itemIds[0]}/cancel`)).status).toBe(403)
  await expectStatus(admin.request('PUT', '/api/v1/queue/default/processor/resume'), 200)
})

test('a socket with a key hears what its owner hears, and ends with the key', async () => {
  const key = await makeKey(server, ann, ['read'])
  for (const auth of [{ auth: { token: key.token } }, { auth: {}, extraHeaders: { authorization: `Bearer ${key.token}` } }]) {
    opened.push(await listenAs(server, key, auth))
  }
  const { json } = await expectStatus(ann.request('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } }), 200)
  const { workflow_id: id }: { workflow_id: string } = json
  for (const one of opened) await one.hear('workflow_created', ({ workflow_id }) => workflow_id === id)
  const ends = opened.map(closing)
  await expectStatus(ann.request('DELETE', `${KEYS}/${key.keyId}`), 204)
  await Promise.all(ends)
  await expect(listenAs(server, key)).rejects.toThrow()
})

test('a socket ends when its key runs out, and stays with one that lasts for years', async () => {
  const lasting = await listenAs(server, await makeKey(server, ann, ['read'], '2999-01-01T00:00:00Z'))
  opened.push(lasting)
  const short = await listenAs(server, await makeKey(server, ann, ['read'], inSeconds(1)))
  opened.push(short)
  await closing(short)
  await lasting.settle()
  expect(lasting.socket.connected).toBe(true)
})

test('the audit log tells of keys, and nothing that the server keeps or writes holds one', async () => {
  const key = await makeKey(server, bob, ['read'])
  await expectStatus(key.request('GET', `${AUTH}/me`), 200)
  await key.request('POST', KEYS, { json: { name: key.token, scopes: 'x' } })
  await expectStatus(bob.request('DELETE', `${KEYS}/${key.keyId}`), 204)
  const { json } = await admin.request('GET', `/api/v1/audit?actor_id=${bob.userId}`)
  const { items }: { items: AuditEntry[] } = json
  const told = items.filter(({ action }) => action.startsWith('api_key'))
  expect(told).toMatchObject([
    { action: 'api_key_deleted', target_type: 'user', target_id: bob.userId, details: { key_id: key.keyId } },
    { action: 'api_key_created', target_type: 'user', target_id: bob.userId, details: { scopes: ['read'] } },
  ])
  const files = await readdir(server.root, { recursive: true, withFileTypes: true })
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1')),
  )
  for (const text of [...texts, ...server.log, JSON.stringify(items)]) expect(text.includes(key.token)).toBe(false)
})
