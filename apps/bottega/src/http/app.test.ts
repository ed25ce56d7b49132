import { connect } from 'node:net'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), {
    settings: 'allow_origins: [https://friend.example]\nbase_url: /studio\n',
  })
})
afterAll(() => server.close())

// the address that a proxy sees ends before the sub-path
const ask: TemporaryServer['request'] = (method, path, options) => server.request(method, path, options)

test('an unknown path below the interface is a refusal in JSON, never a page', async () => {
  for (const path of ['/api/v1/nothing', '/api', '/ws', '/health/x', '/%zz']) {
    const { status, json, headers } = await ask('GET', path, { headers: { accept: 'text/html' } })
    expect([path, status, json]).toEqual([path, 404, { detail: 'Not Found' }])
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  }
})

test('every answer keeps browsers from guessing, framing and running', async () => {
  for (const path of ['/api/v1/app/version', '/api/v1/nothing', '/openapi.json']) {
    const { headers } = await ask('GET', path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
    expect(headers.get('cache-control')).toBe('no-store')
  }
})

test('the server answers below the sub-path and without it', async () => {
  expect(server.url).toMatch(/\/studio$/)
  const version = { version: '6.14.0' }
  expect((await fetch(new URL('/api/v1/app/version', server.url))).status).toBe(200)
  expect((await ask('GET', '/api/v1/app/version')).json).toEqual(version)
  expect((await fetch(new URL('/studios/api/v1/app/version', server.url))).status).toBe(404)
})

test('a slash at the end of a path may be left out or added', async () => {
  expect((await ask('GET', '/api/v2/models')).status).toBe(200)
  expect((await ask('GET', '/api/v1/app/version/')).status).toBe(200)
})

test.each([
  ['https://foreign.example', 403],
  ['null', 403],
  ['https://friend.example', 200],
])('a change asked for by a page of %s is answered %i', async (origin, expected) => {
  const { status } = await ask('DELETE', '/api/v1/images/intermediates', { headers: { origin } })
  expect(status).toBe(expected)
  const reading = await ask('GET', '/api/v1/app/version', { headers: { origin } })
  expect([reading.status, reading.headers.get('access-control-allow-origin')]).toEqual([200, expected === 200 ? origin : null])
})

test('pages of the server itself may change things', async () => {
  const { origin } = new URL(server.url)
  expect((await ask('DELETE', '/api/v1/images/intermediates', { headers: { origin } })).status).toBe(200)
})

test('browsers are told what pages of allowed origins may do', async () => {
  const headers = {
    origin: 'https://friend.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-a',
  }
  const answer = await ask('OPTIONS', '/api/v1/boards/', { headers })
  expect(answer.status).toBe(204)
  expect(answer.headers.get('access-control-allow-methods')).toContain('POST')
  expect(answer.headers.get('access-control-allow-headers')).toBe('x-a')
})

test('a refusal tells its code beside the sentence, to pages of allowed origins too', async () => {
  const answer = await ask('POST', '/api/v2/models/install?source=no%20model%20of%20m%C3%ACne', {
    headers: { origin: 'https://friend.example', 'content-type': 'application/json' },
    body: '{}',
  })
  expect(answer.status).toBe(409)
  expect(answer.json).toEqual({ detail: "Unsupported model source: 'no model of mìne'" })
  expect(answer.headers.get('x-error-code')).toBe('model_source_unsupported')
  expect(JSON.parse(answer.headers.get('x-error-details') ?? '')).toEqual({ source: 'no model of mìne' })
  const exposed = answer.headers.get('access-control-expose-headers')
  expect(exposed).toContain('X-Error-Code')
  expect(exposed).toContain('X-Error-Details')
})

test('what does not fit is told field by field, never with what was sent', async () => {
  const { status, json } = await ask('POST', '/api/v1/auth/login', { json: { email: 'a@b.test', password: { secret: 'hush' } } })
  expect(status).toBe(422)
  expect(json).toEqual({ detail: [{ type: 'invalid_type', loc: ['body', 'password'], msg: expect.any(String) }] })
  expect(JSON.stringify(json)).not.toContain('hush')
  const missing = await ask('POST', '/api/v1/boards/')
  expect(missing.json).toMatchObject({ detail: [{ type: 'missing', loc: ['query', 'board_name'] }] })
})

test('a body that is no JSON, nests beyond reason or is too large is refused', async () => {
  const send = (body: string) => ask('POST', '/api/v1/workflows/', { body, headers: { 'content-type': 'application/json' } })
  expect((await send('{"workflow":')).status).toBe(422)
  expect((await send('['.repeat(5000))).json).toMatchObject({ detail: [{ type: 'nested_too_deep' }] })
  // eight megabytes are taken
  expect((await send(`{"workflow":"${'x'.repeat(8 * 2 ** 20)}"}`)).status).toBe(422)
  expect((await send(`{"workflow":"${'x'.repeat(17 * 2 ** 20)}"}`)).status).toBe(413)
})

test('headers beyond reason are refused before anything is read', async () => {
  const answer = await sendRaw(`GET /api/v1/app/version HTTP/1.1\r\nHost: x\r\nX-A: ${'y'.repeat(60_000)}\r\n\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 431 .*\{"detail":"The headers are too large"\}$/s)
})

test('what is no HTTP is refused in JSON', async () => {
  expect(await sendRaw('BREW /coffee\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 .*\{"detail":"The request cannot be read"\}$/s)
})

test('routes about accounts want credentials although nobody has any', async () => {
  const { status, json, headers } = await ask('GET', '/api/v1/auth/me')
  expect([status, json, headers.get('www-authenticate')]).toEqual([
    401,
    { detail: 'Missing authentication credentials' },
    'Bearer',
  ])
  expect((await ask('GET', '/api/v1/auth/users', { headers: { authorization: 'Bearer x' } })).status).toBe(401)
  expect((await ask('GET', '/api/v1/boards/?all=true', { headers: { authorization: 'Bearer x' } })).status).toBe(200)
})

test('signing in is refused where nobody needs to', async () => {
  const login = await ask('POST', '/api/v1/auth/login', { json: { email: 'a@b.test', password: 'x' } })
  expect([login.status, login.json]).toEqual([
    403,
    { detail: 'Multiuser mode is disabled. Authentication is not required in single-user mode.' },
  ])
  expect((await ask('GET', '/api/v1/auth/status')).json).toMatchObject({ multiuser_enabled: false, setup_required: false })
})

test('the server tells that it lives and that it is ready', async () => {
  expect((await ask('GET', '/health/live')).json).toEqual({ status: 'ok' })
  const ready = await ask('GET', '/health/ready')
  expect([ready.status, ready.json]).toMatchObject([200, { status: 'ok', checks: { database: { status: 'ok' } } }])
})

test('long JSON travels compressed to those who take it', async () => {
  const answer = await fetch(`${server.url}/openapi.json`, { headers: { 'accept-encoding': 'gzip' } })
  expect([answer.headers.get('content-encoding'), answer.headers.get('vary')]).toEqual(['gzip', 'Accept-Encoding'])
  expect(await answer.json()).toMatchObject({ openapi: '3.1.0' })
  for (const accepted of ['identity', 'gzip;q=0, br']) {
    const plain = await fetch(`${server.url}/openapi.json`, { headers: { 'accept-encoding': accepted } })
    expect([plain.status, plain.headers.get('content-encoding')]).toEqual([200, null])
  }
})

test('what is not offered yet is empty, unknown, or says what to do instead', async () => {
  expect((await ask('GET', '/api/v1/videos/')).json).toEqual({ items: [], offset: 0, limit: 10, total: 0 })
  expect((await ask('GET', '/api/v1/videos/i/x')).json).toEqual({ detail: 'Video not found' })
  const audit = await ask('POST', '/api/v1/image_moves/start')
  expect([audit.status, audit.json]).toEqual([501, { detail: expect.stringContaining('image_subfolder_strategy') }])
})

test('how much is logged can be asked and said', async () => {
  expect((await ask('GET', '/api/v1/app/logging')).json).toBe(20)
  expect((await ask('POST', '/api/v1/app/logging', { json: 40 })).json).toBe(40)
  expect((await ask('POST', '/api/v1/app/logging', { json: 41 })).status).toBe(422)
  expect((await ask('GET', '/api/v1/app/logging')).json).toBe(40)
})

test('settings are shown, and changed in the file too', async () => {
  const changed = await ask('PATCH', '/api/v1/app/runtime_config', { json: { max_queue_history: 7, port: 1 } })
  expect(changed.json).toMatchObject({ config: { max_queue_history: 7, base_url: '/studio' } })
  expect(changed.json).toMatchObject({ set_fields: expect.arrayContaining(['base_url', 'max_queue_history']) })
})

test('only devices that are here are offered and can be chosen', async () => {
  const path = '/api/v1/app/generation_device_options'
  expect((await ask('GET', path)).json).toEqual([{ device: 'cpu', name: expect.stringMatching(/./) }])
  const choose = (generation_devices: unknown) => ask('PATCH', '/api/v1/app/runtime_config', { json: { generation_devices } })
  const refused = await choose(['cpu', 'cuda:0'])
  expect([refused.status, refused.json]).toEqual([422, { detail: expect.stringContaining('cuda:0 is not accepted') }])
  expect((await choose('cpus')).status).toBe(422)
  expect((await choose(['cpu'])).json).toMatchObject({ config: { generation_devices: ['cpu'] } })
  expect((await ask('GET', path)).json).toHaveLength(1)
  await expect(startTemporaryServer(inject('dist'), { flags: { generation_devices: ['cuda:0'] } })).rejects.toMatchObject({
    code: 'setting_invalid',
  })
})

test('the fill by patches is there, as its node is', async () => {
  expect((await ask('GET', '/api/v1/app/patchmatch_status')).json).toBe(true)
})

function sendRaw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const socket = connect(Number(port), hostname, () => socket.write(text))
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk
    })
    socket.on('end', () => resolve(answer)).on('error', reject)
  })
}
