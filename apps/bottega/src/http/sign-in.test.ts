import { randomUUID } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import { createBoard } from '../data/repositories/boards.ts'
import { createUser } from '../data/repositories/users.ts'
import { addPerson, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'
import { describePeer } from './peer.ts'

const AUTH = '/api/v1/auth'
const HOUR = 3600_000

let server: TemporaryServer
let admin: Person
let ann: Person
let image: string

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  const body = new FormData()
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  body.set('file', new Blob([Uint8Array.from(png)], { type: 'image/png' }), 'a.png')
  const sent = await ann.request('POST', '/api/v1/images/upload?image_category=user&is_intermediate=false', { body })
  image = (sent.json as { image_name: string }).image_name
})
afterAll(() => server.close())
afterEach(() => void vi.useRealTimers())

const logIn = (person: Person, { cookie = false, headers = {} } = {}) =>
  server.request('POST', `${AUTH}/login`, { json: { email: person.email, password: person.password, cookie }, headers })

/** Does something at another hour of the process's clock. */
async function hoursAgo<T>(hours: number, act: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - hours * HOUR })
  try {
    return await act()
  } finally {
    vi.useRealTimers()
  }
}

const cookiesOf = (answer: { headers: Headers }) => answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')

test('a Bearer token past half of its life is renewed by changes that succeed, and by nothing else', async () => {
  const { token } = (await hoursAgo(13, () => logIn(ann))).json as { token: string }
  const refreshedBy = async (method: string, path: string, json?: object) => {
    const answer = await server.request(method, path, { json, headers: { authorization: `Bearer ${token}` } })
    return [answer.status, answer.headers.get('x-refreshed-token') !== null, answer.headers.getSetCookie().length]
  }
  expect(await refreshedBy('GET', `${AUTH}/me`)).toEqual([200, false, 0])
  expect(await refreshedBy('GET', `/api/v1/images/i/${image}/full`)).toEqual([200, false, 0])
  expect(await refreshedBy('PATCH', `${AUTH}/me`, { new_password: 'x' })).toEqual([400, false, 0])
  expect(await refreshedBy('POST', `${AUTH}/media-cookie`)).toEqual([200, false, 2])
  expect(await refreshedBy('POST', `${AUTH}/login`, ann)).toEqual([200, false, 2])
  expect(await refreshedBy('PATCH', `${AUTH}/me`, { display_name: 'Ann' })).toEqual([200, true, 0])
  expect(await refreshedBy('POST', `${AUTH}/logout`)).toEqual([200, false, 3])
})

test('a young token is not renewed', async () => {
  const { headers } = await ann.request('PATCH', `${AUTH}/me`, { json: { display_name: 'Ann' } })
  expect(headers.get('x-refreshed-token')).toBeNull()
})

test('cookies past half of their life are renewed by any request of the page, files too, and the media cookie renews nothing', async () => {
  const cookies = cookiesOf(await hoursAgo(13, () => logIn(ann, { cookie: true })))
  const ask = (path: string, cookie = cookies[0] ?? '', method = 'GET') => server.request(method, path, { headers: { cookie } })
  const file = `/api/v1/images/i/${image}/full`
  for (const path of [`${AUTH}/me`, '/api/v1/boards/?all=true', file, '/api/v1/app/version']) {
    const answer = await ask(path)
    expect([answer.status, answer.headers.get('x-refreshed-token')], path).toEqual([200, null])
    expect(cookiesOf(answer).map((cookie) => cookie.split('=')[0])).toEqual([
      'bottega_session',
      'bottega_media_token',
      'bottega_media_token',
    ])
  }
  const renewed = await ask(`${AUTH}/me`)
  expect((await ask(`${AUTH}/me`, cookiesOf(renewed)[0])).headers.getSetCookie()).toEqual([])
  const byMedia = await ask(file, cookies[1])
  expect([byMedia.status, byMedia.headers.getSetCookie()]).toEqual([200, []])
})

test('the media cookie opens files by GET and HEAD, and nothing else', async () => {
  const media = cookiesOf(await logIn(ann))[0] ?? ''
  const ask = (method: string, path: string) => server.request(method, path, { headers: { cookie: media } })
  const file = `/api/v1/images/i/${image}`
  expect((await ask('GET', `${file}/full`)).status).toBe(200)
  expect((await ask('HEAD', `${file}/full`)).status).toBe(200)
  expect((await ask('GET', `${file}/thumbnail`)).status).toBe(200)
  for (const path of [file, `${file}/metadata`, '/api/v1/images/', `${AUTH}/me`, '/openapi.json']) {
    expect((await ask('GET', path)).status, path).toBe(401)
  }
  expect((await ask('DELETE', file)).status).toBe(401)
  // a bad header is not made good by a cookie
  const both = await server.request('GET', `${file}/full`, { headers: { cookie: media, authorization: 'Bearer no' } })
  expect(both.status).toBe(401)
})

test('ending the own session is a logout, which clears the cookies', async () => {
  const cookie = cookiesOf(await logIn(ann, { cookie: true }))[0] ?? ''
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const { json } = await server.request('GET', `${AUTH}/sessions`, { headers })
  const current = (json as { id: string; current: boolean }[]).filter((session) => session.current)
  expect(current).toHaveLength(1)
  const ended = await server.request('DELETE', `${AUTH}/sessions/${current[0]?.id}`, { headers })
  expect([ended.status, ended.headers.getSetCookie()]).toEqual([
    204,
    Array.from({ length: 3 }, () => expect.stringContaining('Max-Age=0')),
  ])
  expect((await server.request('GET', `${AUTH}/me`, { headers })).status).toBe(401)
})

test('all other sessions of an account end at once, and no one else’s', async () => {
  const carl = await addPerson(server, admin, 'carl')
  const others = await Promise.all([signIn(server, carl), signIn(server, carl)])
  const stays = await addPerson(server, admin, 'cora')
  const list = async () => (await carl.request('GET', `${AUTH}/sessions`)).json as { current: boolean }[]
  expect(await list()).toHaveLength(3)
  expect((await carl.request('DELETE', `${AUTH}/sessions`)).status).toBe(204)
  expect(await list()).toMatchObject([{ current: true }])
  for (const other of others) expect((await other.request('GET', `${AUTH}/me`)).status).toBe(401)
  expect((await stays.request('GET', `${AUTH}/me`)).status).toBe(200)
})

test('of a client no more is kept than fits, and nothing that is no address', async () => {
  const bert = await addPerson(server, admin, 'bert')
  const headers = { 'user-agent': 'x'.repeat(5000), 'x-forwarded-for': 'y'.repeat(5000) }
  expect((await logIn(bert, { headers })).status).toBe(200)
  const { json } = await bert.request('GET', `${AUTH}/sessions`)
  const found = (json as { address: string; user_agent: string }[]).find(({ user_agent }) => user_agent.startsWith('xxx'))
  expect(found).toMatchObject({ address: '127.0.0.1', user_agent: 'x'.repeat(300) })
})

/** Counts the statements of some requests. */
async function countStatements(ask: () => Promise<unknown>): Promise<number> {
  const { db, readers } = server.app
  const { sqlite } = db
  const { prepare } = sqlite
  const { read } = readers
  let count = 0
  sqlite.prepare = (sql) => {
    // the watches of the server look now and then, whoever asks
    if (!/^(pragma|select total_changes)/.test(sql)) count++
    return prepare(sql)
  }
  readers.read = (query, effort) => {
    count++
    return read(query, effort)
  }
  await ask()
  sqlite.prepare = prepare
  readers.read = read
  return count
}

/** The fewest statements of some equal requests: what the server tells of boards meanwhile is counted with one of them at most. */
async function countFewest(ask: () => Promise<unknown>): Promise<number> {
  const counts: number[] = []
  for (let times = 0; times < 4; times++) counts.push(await countStatements(ask))
  return Math.min(...counts)
}

test('whoever is signed in costs one statement more than anybody', async () => {
  const path = '/api/v1/app/version'
  // it is written down once a minute that a session is in use
  await ann.request('GET', path)
  expect(await countStatements(() => server.request('GET', path))).toBe(0)
  expect(await countStatements(() => ann.request('GET', path))).toBe(1)
})

test.each(['/api/v1/images/?limit=10', '/api/v1/boards/?all=true'])(
  '%s takes as many statements among many people',
  async (path) => {
    const { db } = server.app
    const few = await countFewest(() => ann.request('GET', path))
    const ids = Array.from({ length: 40 }, () => randomUUID())
    for (const user_id of ids) {
      const email = `${user_id}@people.test`
      await createUser(db, { user_id, email, email_folded: email, display_name: null, password_hash: '', is_admin: false })
      await createBoard(db, { board_id: `of ${user_id}`, board_name: 'theirs', user_id, board_visibility: 'shared' })
    }
    expect(few).toBeGreaterThan(0)
    expect(await countFewest(() => ann.request('GET', path))).toBe(few)
  },
)

test('behind a proxy that speaks HTTPS cookies are for HTTPS, and below the sub-path', async () => {
  const below = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nbase_url: /studio\n' })
  try {
    await setUpAdministrator(below)
    const json = { email: admin.email, password: admin.password, cookie: true }
    const answer = await below.request('POST', `${AUTH}/login`, { json, headers: { 'x-forwarded-proto': 'https' } })
    expect(answer.headers.getSetCookie().map((cookie) => cookie.replace(/^[^;]+; Max-Age=\d+; /, ''))).toEqual([
      'Path=/studio/; HttpOnly; Secure; SameSite=Lax',
      'Path=/studio/api/v1; HttpOnly; Secure; SameSite=Lax',
      'Path=/studio/api/v2/models; HttpOnly; Secure; SameSite=Lax',
    ])
  } finally {
    await below.close()
  }
})

test('a setup that does not come from this machine itself needs the code, which is of use once', async () => {
  const fresh = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  try {
    const file = join(fresh.root, 'setup-code')
    const code = (await readFile(file, 'utf8')).trim()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const setUp = (headers: Record<string, string>, setup_code?: string) =>
      fresh.request('POST', `${AUTH}/setup`, { json: { email: 'a@b.test', password: ann.password, setup_code }, headers })
    const elsewhere = [
      { 'x-forwarded-for': '203.0.113.1' },
      { 'x-forwarded-for': '::1' },
      { 'x-forwarded-for': '127.0.0.1' },
      { forwarded: 'for=127.0.0.1' },
      { via: '1.1 proxy' },
      { 'x-real-ip': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
    ]
    for (const headers of elsewhere) {
      for (const wrong of [undefined, '', `${code}x`, code.toUpperCase()]) {
        const { status, json } = await setUp(headers, wrong)
        expect([status, json], JSON.stringify(headers)).toEqual([403, { detail: 'Setup code required' }])
      }
    }
    const other = { 'x-forwarded-for': '203.0.113.7' }
    for (let count = 0; count < 50; count++) expect((await setUp(other, 'guess')).status).toBe(403)
    const throttled = await setUp(other, code)
    expect([throttled.status, throttled.headers.get('retry-after')]).toEqual([429, '30'])
    expect((await setUp({ 'x-forwarded-for': '203.0.113.8' }, code)).status).toBe(200)
    await expect(stat(file)).rejects.toThrow('ENOENT')
    expect((await setUp({ 'x-forwarded-for': '203.0.113.9' }, code)).status).toBe(400)
  } finally {
    await fresh.close()
  }
})

test('a page that was fetched under another name does not count as this machine', () => {
  const peerAt = (hostname: string) =>
    // what of a request is looked at
    describePeer({ headers: {}, ip: '127.0.0.1', protocol: 'http', socket: {}, hostname } as never).isThisMachine
  expect(['localhost', '127.0.0.1', '[::1]'].map(peerAt)).toEqual([true, true, true])
  expect(['studio.example', 'localhost.studio.example', '192.168.0.9'].map(peerAt)).toEqual([false, false, false])
})

test('no password, token or key is left in the root or the log, nor shown', async () => {
  const secret = 's3cret-'.repeat(8)
  const fresh = await startTemporaryServer(inject('dist'), {
    settings: 'multiuser: true\nlog_level: debug\n',
    flags: { jwt_secret_key: secret },
  })
  try {
    const code = (await readFile(join(fresh.root, 'setup-code'), 'utf8')).trim()
    const chief = await setUpAdministrator(fresh)
    const bert = await addPerson(fresh, chief, 'bert')
    const told = [secret, code, chief.password, chief.token, bert.password, bert.token, 'Wrong words 5', 'Other words 9']
    const answers = [
      await fresh.request('POST', `${AUTH}/login`, { json: { email: bert.email, password: 'Wrong words 5' } }),
      await fresh.request('POST', `${AUTH}/login`, { json: { email: 'no address', password: 'Wrong words 5' } }),
      await fresh.request('POST', `${AUTH}/login`, { json: { email: bert.email, password: ['Wrong words 5'] } }),
      await fresh.request('GET', `${AUTH}/me`, { headers: { authorization: `Bearer ${bert.token}x` } }),
      await bert.request('PATCH', `${AUTH}/me`, { json: { current_password: bert.password, new_password: 'Other words 9' } }),
      await chief.request('GET', '/api/v1/app/runtime_config'),
      await chief.request('GET', '/openapi.json'),
      await chief.request('GET', `${AUTH}/users`),
      await chief.request('GET', `${AUTH}/sessions`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([401, 422, 422, 401, 200, 200, 200, 200, 200])
    const files = (await readdir(fresh.root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
    const texts = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
    const everything = [...texts, ...fresh.log, ...answers.map(({ bytes }) => bytes.toString('latin1'))]
    for (const word of told) expect(everything.filter((text) => text.includes(word))).toEqual([])
    expect(files.map(({ name }) => name)).not.toContain('jwt.key')
  } finally {
    await fresh.close()
  }
})
