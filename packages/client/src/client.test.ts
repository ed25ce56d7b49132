import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ImageDto, QueueItem } from '@bottega/contracts'
import { afterAll, beforeAll, beforeEach, expect, expectTypeOf, test } from 'vitest'
import type { z } from 'zod'
import { ApiError } from './api-error.ts'
import type { AnswerOf, CallRequest } from './calls.ts'
import { type ClientOptions, createClient } from './client.ts'

// a server that keeps what it is asked and answers what a test wants
let server: Server
let asked: { method: string; url: string; headers: IncomingMessage['headers']; body: string }
let answer: { status: number; headers?: Record<string, string>; body?: string | Buffer }
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    asked = { method, url, headers, body: Buffer.concat(chunks).toString('latin1') }
    response.writeHead(answer.status, answer.headers).end(answer.body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
})
beforeEach(() => {
  answer = { status: 200, body: '{"a":1}' }
})

function makeClient(options: Partial<ClientOptions> = {}) {
  return createClient({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...options })
}

test('a call fills path and query, and ends with the JSON', async () => {
  const found = await makeClient().listImages({ query: { limit: 3, categories: ['general', 'mask'], search_term: 'a b&c' } })
  expect(asked).toMatchObject({
    method: 'GET',
    url: '/api/v1/images/?limit=3&categories=general&categories=mask&search_term=a+b%26c',
  })
  expect(asked.headers).not.toHaveProperty('authorization')
  expect(found).toEqual({ a: 1 })
  await makeClient().getQueueItem({ params: { queue_id: 'a/b ü', item_id: 7 } })
  expect(asked.url).toBe('/api/v1/queue/a%2Fb%20%C3%BC/i/7')
})

test('what is left out of a query is not sent', async () => {
  await makeClient().listImages({ query: { board_id: undefined } })
  expect(asked.url).toBe('/api/v1/images/')
  await makeClient().listImages()
  expect(asked.url).toBe('/api/v1/images/')
})

test('below a sub-path, with one slash or more at its end', async () => {
  const { port } = server.address() as AddressInfo
  await makeClient({ baseUrl: `http://127.0.0.1:${port}/studio//` }).getAppVersion()
  expect(asked.url).toBe('/studio/api/v1/app/version')
})

test('a body is sent as JSON, also a text', async () => {
  const client = makeClient()
  await client.updateBoard({ params: { board_id: 'b' }, body: { board_name: 'Katzen' } })
  expect(asked).toMatchObject({ method: 'PATCH', url: '/api/v1/boards/b', body: '{"board_name":"Katzen"}' })
  expect(asked.headers['content-type']).toBe('application/json')
  await client.setClientState({ params: { queue_id: 'default' }, query: { key: 'k' }, headers: { 'if-match': '"1"' }, body: 'é' })
  expect(JSON.parse(Buffer.from(asked.body, 'latin1').toString())).toBe('é')
  expect(asked.headers['if-match']).toBe('"1"')
})

test('a form is sent with its files and texts', async () => {
  const file = new File([Buffer.from('bytes of a picture')], 'cat é.png', { type: 'image/png' })
  await makeClient().uploadImage({
    query: { image_category: 'user', is_intermediate: true },
    form: { file, metadata: '{"x":1}', resize_to: undefined },
  })
  expect(asked.url).toBe('/api/v1/images/upload?image_category=user&is_intermediate=true')
  expect(asked.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  expect(asked.body).toContain('Content-Type: image/png\r\n\r\nbytes of a picture\r\n')
  expect(asked.body).toContain('name="metadata"\r\n\r\n{"x":1}\r\n')
  expect(asked.body).not.toContain('resize_to')
})

test('a token is sent, one that changes is asked for each time', async () => {
  await makeClient({ token: 'first' }).getAppVersion()
  expect(asked.headers.authorization).toBe('Bearer first')
  const tokens = ['second', undefined]
  const client = makeClient({ token: () => tokens.shift() })
  await client.getAppVersion()
  expect(asked.headers.authorization).toBe('Bearer second')
  await client.getAppVersion()
  expect(asked.headers).not.toHaveProperty('authorization')
})

test('a file comes as a response to read as one likes, a text as a text, nothing as undefined', async () => {
  const client = makeClient()
  answer = { status: 200, headers: { etag: '"7"' }, body: Buffer.from([1, 2, 255]) }
  const etags: (string | null)[] = []
  const response = await client.getImageFull(
    { params: { image_name: 'x.png' } },
    { onHeaders: (headers) => etags.push(headers.get('etag')) },
  )
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2, 255]))
  expect(etags).toEqual(['"7"'])
  expect((await client.headImageFull({ params: { image_name: 'x.png' } })).headers.get('etag')).toBe('"7"')
  expect(asked.method).toBe('HEAD')
  answer = { status: 200, body: 'figures 1\n' }
  expect(await client.getMetrics()).toBe('figures 1\n')
  answer = { status: 204 }
  expect(await client.deleteModel({ params: { key: 'k' } })).toBeUndefined()
})

test.each([
  ['a sentence', '{"detail":"Board not found"}', 'Board not found'],
  [
    'a list of what does not fit',
    '{"detail":[{"type":"missing","loc":["body","a",0],"msg":"Field required"},{"type":"x","msg":"Odd"}]}',
    'body.a.0: Field required; Odd',
  ],
  ['a page of a proxy', '<html>', 'The server answered 404 Not Found'],
  ['JSON without a detail', '[null]', 'The server answered 404 Not Found'],
  ['nothing', '', 'The server answered 404 Not Found'],
])('a refusal with %s is one error with status and words', async (_, body, message) => {
  answer = { status: 404, body }
  const error = await makeClient()
    .getBoard({ params: { board_id: 'b' } })
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 404, message })
})

test('a refusal tells all that its body says', async () => {
  answer = { status: 429, body: '{"detail":"The queue is full","limit":"max_queue_size","count":1,"requested":2,"maximum":2}' }
  await expect(
    makeClient().enqueueBatch({ params: { queue_id: 'default' }, body: { batch: { graph: { id: 'g', nodes: {}, edges: [] } } } }),
  ).rejects.toMatchObject({ status: 429, message: 'The queue is full', body: { limit: 'max_queue_size', maximum: 2 } })
})

test('a refusal tells its code and what its sentence names, where the server says so', async () => {
  const refuse = () => makeClient().getBoard({ params: { board_id: 'b' } })
  const headers = { 'x-error-code': 'user_exists', 'x-error-details': '{"email":"\\u00e4@b.c"}' }
  answer = { status: 400, headers, body: '{"detail":"User with email ä@b.c already exists"}' }
  await expect(refuse()).rejects.toMatchObject({ code: 'user_exists', details: { email: 'ä@b.c' } })
  answer = { status: 502, headers: { 'x-error-details': '<html>' }, body: '<html>' }
  await expect(refuse()).rejects.toMatchObject({ code: undefined, details: {} })
})

test('a call ends with its signal', async () => {
  const controller = new AbortController()
  controller.abort()
  await expect(makeClient().getAppVersion({}, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
})

test('the types of calls follow from the routes', () => {
  expectTypeOf<AnswerOf<'getImage'>>().toEqualTypeOf<z.output<typeof ImageDto>>()
  expectTypeOf<AnswerOf<'cancelQueueItem'>>().toEqualTypeOf<z.output<typeof QueueItem>>()
  expectTypeOf<AnswerOf<'getImageFull'>>().toEqualTypeOf<Response>()
  expectTypeOf<AnswerOf<'headImageFull'>>().toEqualTypeOf<Response>()
  expectTypeOf<AnswerOf<'exportStylePresets'>>().toEqualTypeOf<Response>()
  expectTypeOf<AnswerOf<'getMetrics'>>().toEqualTypeOf<string>()
  expectTypeOf<AnswerOf<'deleteModel'>>().toEqualTypeOf<undefined>()
  expectTypeOf<CallRequest<'getImage'>>().toEqualTypeOf<{ readonly params: { readonly image_name: string } }>()
  expectTypeOf<CallRequest<'uploadImage'>['form']['file']>().toEqualTypeOf<Blob>()
  expectTypeOf<CallRequest<'getQueueItem'>['params']['item_id']>().toEqualTypeOf<string | number>()
})

// What must not compile: each of these is checked by the type checker, and only built here.
test('a call that does not fit its route does not compile', () => {
  const client = makeClient()
  const attempts = [
    // @ts-expect-error no such operation
    () => client.getCastle(),
    // @ts-expect-error the path has a name
    () => client.getImage(),
    // @ts-expect-error the path has another name
    () => client.getImage({ params: { board_id: 'b' } }),
    // @ts-expect-error nothing to send along
    () => client.getImage({ params: { image_name: 'x' }, body: {} }),
    // @ts-expect-error no such category
    () => client.uploadImage({ query: { image_category: 'kitchen', is_intermediate: true }, form: { file: new Blob() } }),
    // @ts-expect-error a batch is missing
    () => client.enqueueBatch({ params: { queue_id: 'default' }, body: {} }),
    // @ts-expect-error a file is no text
    () => client.uploadImage({ query: { image_category: 'user', is_intermediate: true }, form: { file: 'x' } }),
    // @ts-expect-error the answer has another key
    async () => (await client.getAppVersion()).versions,
    // @ts-expect-error only files have a HEAD
    () => client.headImage({ params: { image_name: 'x' } }),
  ]
  expect(attempts).toHaveLength(9)
})
