import { createHmac } from 'node:crypto'
import { request as plainRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTokens } from '../auth/tokens.ts'
import { createMaker, pictureForm, WORKFLOW } from '../testing/make-things.ts'
import { addPerson, expectStatus, type Person, setUpAdministrator, signInByCookie } from '../testing/people.ts'
import { type Answer, type RequestOptions, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const AUTH = '/api/v1/auth'

let server: TemporaryServer
let admin: Person
let ann: Person
let bob: Person

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  bob = await addPerson(server, admin, 'bob')
})
afterAll(() => server.close())

const withHeaders = (headers: Record<string, string>, path = `${AUTH}/me`, method = 'GET', more: RequestOptions = {}) =>
  server.request(method, path, { ...more, headers })
const logIn = (json: object): Promise<Answer> => server.request('POST', `${AUTH}/login`, { json })
const accounts = async () => JSON.stringify((await admin.request('GET', `${AUTH}/users`)).json)

async function cookiesOf(person: Person) {
  const { session, media } = await signInByCookie(server, person)
  return { session, media, mediaToken: media.split('=')[1]! }
}

describe('a token', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const partsOf = ({ token }: Person) => token.split('.') as [string, string, string]
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const signAs = async (change: object, secret?: string) => {
    const { tokens } = server.app
    const claims = (await tokens.read(bob.token))!
    return (secret === undefined ? tokens : await createTokens(secret)).sign({ ...claims, ...change })
  }
  const now = () => Math.floor(Date.now() / 1000)

  test.each<[string, () => string | Promise<string>]>([
    ['without a signature', () => `${encode({ alg: 'none', typ: 'JWT' })}.${partsOf(admin)[1]}.`],
    ['whose algorithm is None', () => `${encode({ alg: 'None' })}.${partsOf(admin)[1]}.${partsOf(admin)[2]}`],
    [
      'signed with an empty key',
      () => {
        const head = `${encode({ alg: 'HS256' })}.${partsOf(admin)[1]}`
        return `${head}.${createHmac('sha256', '').update(head).digest('base64url')}`
      },
    ],
    [
      'signed by another algorithm',
      () => {
        const head = `${encode({ alg: 'HS512' })}.${partsOf(admin)[1]}`
        return `${head}.${createHmac('sha512', 'x').update(head).digest('base64url')}`
      },
    ],
    ['of another server', () => signAs({}, 'o'.repeat(64))],
    ['that has run out', () => signAs({ exp: now() - 1 })],
    ['made older', () => signAs({ token_epoch: -1 })],
    ['of a sign-in that never was', () => signAs({ session_id: crypto.randomUUID() })],
    ['for files alone', async () => (await cookiesOf(bob)).mediaToken],
    [
      'with the claims of somebody else',
      () => {
        const [head, , signature] = partsOf(bob)
        return `${head}.${partsOf(admin)[1]}.${signature}`
      },
    ],
    [
      'that says it is an administrator’s',
      () => {
        const [head, claims, signature] = partsOf(bob)
        return `${head}.${encode({ ...decode(claims), is_admin: true })}.${signature}`
      },
    ],
  ])('%s opens nothing', async (_title, make) => {
    const authorization = `Bearer ${await make()}`
    for (const path of [`${AUTH}/me`, '/api/v1/boards/?all=true', `${AUTH}/users`]) {
      expect([path, (await withHeaders({ authorization }, path)).status]).toEqual([path, 401])
    }
  })

  test('is worth what its account is, not what it says', async () => {
    const authorization = `Bearer ${await signAs({ is_admin: true, user_id: admin.userId, email: admin.email })}`
    expect((await withHeaders({ authorization })).json).toMatchObject({ user_id: bob.userId, is_admin: false })
    expect((await withHeaders({ authorization }, `${AUTH}/users`)).status).toBe(403)
  })

  test.each(['Basic TOKEN', 'Bearer', 'Bearer ', 'Bearer TOKEN TOKEN', 'Bearer TOKEN, Bearer TOKEN', 'TOKEN', 'Token TOKEN'])(
    'sent as "%s" is none, whatever cookies come along',
    async (form) => {
      const { session } = await cookiesOf(ann)
      const authorization = form.replaceAll('TOKEN', bob.token)
      expect((await withHeaders({ authorization, cookie: session })).status).toBe(401)
    },
  )

  test('in a query or another header is none', async () => {
    for (const query of [`?token=${bob.token}`, `?access_token=${bob.token}`, `?authorization=Bearer%20${bob.token}`]) {
      expect((await server.request('GET', `${AUTH}/me${query}`)).status).toBe(401)
    }
    expect((await withHeaders({ 'x-authorization': `Bearer ${bob.token}`, 'x-user-id': admin.userId })).status).toBe(401)
  })
})

describe('two credentials', () => {
  test('are the header’s alone', async () => {
    const { session, media } = await cookiesOf(ann)
    const me = async (headers: Record<string, string>) => (await withHeaders(headers)).json as { user_id: string }
    expect(await me({ authorization: `Bearer ${bob.token}`, cookie: `${session}; ${media}` })).toMatchObject({
      user_id: bob.userId,
    })
    expect((await withHeaders({ authorization: 'Bearer x', cookie: session })).status).toBe(401)
    const name = await createMaker({ ...server, request: ann.request }).image()
    const file = `/api/v1/images/i/${name}/full`
    expect((await withHeaders({ cookie: media }, file)).status).toBe(200)
    expect((await withHeaders({ authorization: `Bearer ${bob.token}`, cookie: media }, file)).status).toBe(403)
    expect((await withHeaders({ authorization: 'Bearer x', cookie: media }, file)).status).toBe(401)
  })

  test('in cookies are what each is for: the one for files opens nothing else, under no name', async () => {
    const { media, mediaToken, session } = await cookiesOf(ann)
    const name = await createMaker({ ...server, request: ann.request }).image()
    for (const path of [
      `${AUTH}/me`,
      '/api/v1/boards/?all=true',
      `/api/v1/images/i/${name}`,
      `/api/v1/images/i/${name}/metadata`,
    ]) {
      for (const cookie of [media, `bottega_session=${mediaToken}`, `bottega_session=${mediaToken}; ${media}`]) {
        expect([path, (await withHeaders({ cookie }, path)).status]).toEqual([path, 401])
      }
    }
    const asMedia = session.replace('bottega_session', 'bottega_media_token')
    expect((await withHeaders({ cookie: asMedia }, `/api/v1/images/i/${name}/full`)).status).toBe(401)
  })
})

describe('a change that a page asks for', () => {
  const board = '/api/v1/boards/?board_name=forged'
  test.each<[string, Record<string, string>, boolean, boolean]>([
    // headers, by cookie, by token
    ['no origin', {}, false, true],
    ['its own origin', { origin: 'OWN' }, true, true],
    ['a foreign origin', { origin: 'https://evil.example' }, false, false],
    ['the origin of nobody', { origin: 'null' }, false, false],
    ['an origin that begins like its own', { origin: 'OWN.evil.example' }, false, false],
    ['another port', { origin: 'http://127.0.0.1:1' }, false, false],
    ['an origin that is none', { origin: 'OWN/path?x' }, true, true],
    ['its own page, as the browser says', { 'sec-fetch-site': 'same-origin' }, true, true],
    ['another page, as the browser says', { 'sec-fetch-site': 'cross-site' }, false, true],
    ['a page beside it', { 'sec-fetch-site': 'same-site' }, false, true],
    ['no page', { 'sec-fetch-site': 'none' }, false, true],
    [
      'a foreign origin and the word of its own',
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      false,
      false,
    ],
  ])('from %s', async (_title, given, byCookie, byToken) => {
    const own = new URL(server.url).origin
    const headers = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value.replace('OWN', own)]))
    const { session } = await cookiesOf(ann)
    const forged = await withHeaders({ ...headers, cookie: session }, board, 'POST')
    expect(['cookie', forged.status]).toEqual(['cookie', byCookie ? 201 : 403])
    const asked = await withHeaders({ ...headers, authorization: `Bearer ${ann.token}` }, board, 'POST')
    expect(['token', asked.status]).toEqual(['token', byToken ? 201 : 403])
    // reading is free, and its answer is not for foreign pages
    const read = await withHeaders({ ...headers, cookie: session }, '/api/v1/boards/?all=true')
    expect(read.status).toBe(200)
    expect(read.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('is refused at the door in every form, so that nothing happens', async () => {
    const { session } = await cookiesOf(ann)
    const origin = 'https://evil.example'
    const forms: RequestOptions[] = [
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      { body: await pictureForm('file') },
      { json: {} },
    ]
    for (const [method, path] of [
      ['POST', `${AUTH}/logout`],
      ['PATCH', `${AUTH}/me`],
      ['POST', '/api/v1/images/upload?image_category=user&is_intermediate=false'],
      ['DELETE', '/api/v1/images/uncategorized'],
      ['PUT', '/api/v1/queue/default/clear'],
    ] as const) {
      for (const form of forms) {
        const answer = await server.request(method, path, { ...form, headers: { ...form.headers, origin, cookie: session } })
        expect([path, answer.status]).toEqual([path, 403])
      }
    }
    expect((await withHeaders({ cookie: session })).status).toBe(200)
  })
})

describe('fields that nobody may set', () => {
  const claim = {
    ...{ is_admin: true, is_active: false, user_id: 'system', owner: { user_id: 'system' }, access: 'owner', token_epoch: 9 },
    ...{ role: 'admin', password_hash: 'x', email: 'root@people.test', created_at: '2000-01-01', last_login_at: '2000-01-01' },
  }

  test('of the own account stay as they are', async () => {
    const before = (await ann.request('GET', `${AUTH}/me`)).json as Record<string, unknown>
    const { json } = await expectStatus(ann.request('PATCH', `${AUTH}/me`, { json: { ...claim, display_name: 'Ann' } }), 200)
    const { updated_at, ...rest } = json as Record<string, unknown>
    expect(rest).toEqual({
      ...Object.fromEntries(Object.entries(before).filter(([key]) => key !== 'updated_at')),
      display_name: 'Ann',
    })
    expect((await ann.request('GET', `${AUTH}/users`)).status).toBe(403)
  })

  test('of an account that an administrator makes or changes are those that the interface names', async () => {
    const account = { email: 'new@people.test', password: 'Correct-Horse-7', display_name: 'New' }
    const { json } = await expectStatus(
      admin.request('POST', `${AUTH}/users`, { json: { ...claim, ...account, is_admin: false } }),
      201,
    )
    const made: { user_id: string } = json
    expect(json).toMatchObject({ email: account.email, is_admin: false, is_active: true })
    expect(made.user_id).not.toBe('system')
    const changed = await admin.request('PATCH', `${AUTH}/users/${made.user_id}`, {
      json: { ...claim, email: account.email, is_admin: false, is_active: true },
    })
    expect(changed.json).toMatchObject({ user_id: made.user_id, email: account.email, is_admin: false })
    expect(Object.keys(json).join()).not.toMatch(/token|password|hash|salt|epoch/)
    expect((await logIn({ email: account.email, password: account.password })).status).toBe(200)
  })

  test('of boards, images, workflows, presets and prompts are their owner’s', async () => {
    const own = createMaker({ ...server, request: ann.request })
    const [boardId, image] = [await own.board(), await own.image()]
    const refused = await ann.request('PATCH', `/api/v1/boards/${boardId}`, { json: { ...claim, board_name: 'b' } })
    expect(refused.status).toBe(422)
    const board = await ann.request('GET', `/api/v1/boards/${boardId}`)
    const picture = await ann.request('PATCH', `/api/v1/images/i/${image}`, { json: { ...claim, starred: true, board_id: 'x' } })
    const workflow = await ann.request('POST', '/api/v1/workflows/', {
      json: { ...claim, is_public: true, category: 'default', workflow: { ...WORKFLOW, ...claim } },
    })
    const data = { name: 'p', positive_prompt: '', negative_prompt: '', type: 'user', ...claim }
    const preset = await ann.request('POST', '/api/v1/style_presets/', {
      body: await pictureForm('image', { data: JSON.stringify(data), user_id: 'system' }),
    })
    const prompt = await ann.request('POST', '/api/v1/system_prompts/', { json: { ...claim, name: 'n', content: 'c' } })
    expect(prompt.status).toBe(422)
    for (const [kind, answer] of Object.entries({ board, picture, workflow, preset })) {
      expect([kind, Math.floor(answer.status / 100)]).toEqual([kind, 2])
      const { json }: { json: { owner?: { user_id: string }; user_id?: string; is_public?: boolean } } = answer
      expect([kind, json.owner?.user_id ?? json.user_id]).toEqual([kind, ann.userId])
      expect([kind, json.is_public ?? false]).toEqual([kind, false])
    }
  })

  test('of a batch are the caller’s', async () => {
    const json = { ...claim, batch: { ...claim, batch_id: 'mine', graph: { id: 'g', nodes: {}, edges: [] }, runs: 1 } }
    const { json: answer } = await ann.request('POST', '/api/v1/queue/default/enqueue_batch', { json })
    const { item_ids, batch }: { item_ids: number[]; batch: { batch_id: string } } = answer
    expect(batch.batch_id).not.toBe('mine')
    const item = await ann.request('GET', `/api/v1/queue/default/i/${item_ids[0]}`)
    expect(item.json).toMatchObject({ user_id: ann.userId, batch_id: batch.batch_id })
  })
})

describe('addresses', () => {
  const password = 'Correct-Horse-7'
  test.each([
    ['letter case', 'ANN@People.Test'],
    ['wide letters', 'ａｎｎ@people.test'],
    ['wide letters in the domain', 'ann@ｐｅｏｐｌｅ.test'],
    ['a letter of another name', 'ann@people.teſt'],
  ])('that look like one that is taken by %s are taken', async (_title, email) => {
    const answer = await admin.request('POST', `${AUTH}/users`, { json: { email, password } })
    expect(answer).toMatchObject({ status: 400, json: { detail: `User with email ${email} already exists` } })
    // and sign in to the one account
    const { json } = await logIn({ email, password: ann.password })
    expect((json as { user?: { user_id: string } }).user?.user_id).toBe(ann.userId)
  })

  test.each([
    'ann@people.test.',
    ' ann@people.test',
    'ann@people.test ',
    'ann@people.test\n',
    'ann @people.test',
    'ann@people..test',
    'ann@@people.test',
    'ann@people．test',
    'ann＠people.test',
    'ann\u200b@people.test',
    'ann\0@people.test',
    "' or 1=1 --@people.test",
    'ann@people.test, bob@people.test',
    '<ann@people.test>',
    '../../ann@people.test',
    `${'a'.repeat(65)}@people.test`,
    `ann@${'a'.repeat(300)}.test`,
    '',
    '@',
    'ann',
    'ann\ud800@people.test',
  ])('%j are none', async (email) => {
    const before = await accounts()
    for (const answer of [
      await admin.request('POST', `${AUTH}/users`, { json: { email, password } }),
      await logIn({ email, password }),
    ]) {
      expect(answer.status).toBe(422)
      // a password that was sent does not come back
      expect(answer.bytes.toString()).not.toContain(password)
    }
    expect(await accounts()).toBe(before)
  })
})

describe('strange texts', () => {
  const STRANGE = [
    "'; drop table users; --",
    '" or ""="',
    '../../../etc/passwd',
    '%2e%2e%2f',
    '..\\..\\x',
    '\u202egnp',
    '{{7*7}}',
    '<script>1</script>',
    '__proto__',
    'constructor',
  ]

  test.each(STRANGE)('such as %j are names like any other, and no ids', async (text) => {
    const { json } = await expectStatus(ann.request('PATCH', `${AUTH}/me`, { json: { display_name: text } }), 200)
    expect(json).toMatchObject({ display_name: text })
    const id = encodeURIComponent(text)
    for (const [method, path] of [
      ['GET', `${AUTH}/users/${id}`],
      ['PATCH', `${AUTH}/users/${id}`],
      ['DELETE', `${AUTH}/users/${id}`],
      ['GET', `${AUTH}/users/${id}/sessions`],
      ['DELETE', `${AUTH}/sessions/${id}`],
    ] as const) {
      const answer = await admin.request(method, path, method === 'PATCH' ? { json: {} } : {})
      expect([path, answer.status]).toEqual([path, 404])
    }
    expect((await logIn({ email: ann.email, password: text })).status).toBe(401)
    expect(await accounts()).toContain(ann.email)
  })

  test.each([
    ['a NUL', 'a\0b'],

    ['too long', 'x'.repeat(256)],
  ])('with %s are refused', async (_title, text) => {
    const answer = await ann.request('PATCH', `${AUTH}/me`, { json: { display_name: text } })
    expect([400, 422]).toContain(answer.status)
  })

  test('of many megabytes are refused, signed in or not', async () => {
    const json = { email: ann.email, password: 'x'.repeat(10 * 2 ** 20) }
    expect([413, 422]).toContain((await logIn(json)).status)
    expect([413, 422]).toContain((await ann.request('PATCH', `${AUTH}/me`, { json: { display_name: json.password } })).status)
    const passwords = { current_password: ann.password, new_password: 'Aa1'.repeat(400) }
    expect([400, 422]).toContain((await ann.request('PATCH', `${AUTH}/me`, { json: passwords })).status)
    expect((await logIn({ email: ann.email, password: ann.password })).status).toBe(200)
  })

  test.each([
    ['a cookie', { cookie: `bottega_session=${'x'.repeat(40_000)}` }],
    ['a token', { authorization: `Bearer ${'x'.repeat(40_000)}` }],
    ['a name of a program', { 'user-agent': 'x'.repeat(40_000) }],
  ])('in %s of 40 kB are refused, and the server goes on', async (_title, headers) => {
    const status = await new Promise<number | undefined>((resolve) => {
      const { hostname, port } = new URL(server.url)
      const asked = plainRequest({ hostname, port, path: `${AUTH}/me`, headers }, (answer) => resolve(answer.resume().statusCode))
      asked.on('error', () => resolve(undefined))
      asked.end()
    })
    expect([431, 401, undefined]).toContain(status)
    expect((await ann.request('GET', `${AUTH}/me`)).status).toBe(200)
  })

  test('in cookies are no credentials', async () => {
    for (const cookie of [
      'bottega_session',
      'bottega_session=',
      'bottega_session=%',
      '=;=;;',
      '__proto__=x',
      'bottega_session=a.b.c; bottega_session=x',
    ]) {
      expect([cookie, (await withHeaders({ cookie })).status]).toEqual([cookie, 401])
    }
  })
})

test('nobody learns from a refused sign-in whether there is an account', async () => {
  const gone = await addPerson(server, admin, 'gone')
  await admin.request('DELETE', `${AUTH}/users/${gone.userId}`)
  const idle = await addPerson(server, admin, 'idle')
  await admin.request('PATCH', `${AUTH}/users/${idle.userId}`, { json: { is_active: false } })
  const answers = []
  for (const email of [ann.email, 'nobody@people.test', gone.email, idle.email, 'system@system.invalid']) {
    const { status, bytes, headers } = await logIn({ email, password: 'Wrong-Horse-7' })
    // each answer has a time and a number of its own
    const told = [...headers].filter(([name]) => !['date', 'x-request-id'].includes(name))
    answers.push([status, bytes.toString(), told])
  }
  for (const answer of answers) expect(answer).toEqual(answers[0])
  expect(answers[0]?.slice(0, 2)).toEqual([401, '{"detail":"Incorrect email or password"}'])
})
