import { request as requestRaw } from 'node:http'
import { listRoutes } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { fill } from '../testing/hostile-requests.ts'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
})
afterAll(() => server.close())

/** Sends a request line as it is, which `fetch` would tidy up. */
function sendLine(
  method: string,
  path: string,
  host = '127.0.0.1',
): Promise<Pick<Answer, 'status' | 'headers' | 'bytes' | 'json'>> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const asked = requestRaw({ hostname, port, method, path, headers: { host } }, async (answer) => {
      const bytes = Buffer.concat(await answer.toArray())
      const headers = new Headers(Object.entries(answer.headers).map(([name, text]) => [name, String(text)]))
      const isJson = headers.get('content-type')?.startsWith('application/json') && bytes.length > 0
      resolve({
        status: answer.statusCode ?? 0,
        headers,
        bytes,
        json: (isJson ? JSON.parse(bytes.toString()) : undefined) as never,
      })
    })
    asked.on('error', reject).end()
  })
}

test('a path with another method than its own is unknown', async () => {
  const routes = listRoutes()
  for (const path of new Set(routes.map(({ route }) => route.path))) {
    const own = routes.flatMap(({ route }) => (route.path === path ? [route.method as string] : []))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK']) {
      // what is in braces may also be a word of another path
      if (own.includes(method) || routes.some(({ route }) => route.method === method && isLike(route.path, path))) continue
      const { status, json } = await sendLine(method, fill(path, '0'))
      expect([method, path, [404, 405].includes(status), json]).toEqual([method, path, true, { detail: expect.any(String) }])
    }
  }
})

function isLike(template: string, path: string): boolean {
  return new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}/?$`).test(fill(path, '0'))
}

const upwards = ['..', '%2e%2e', '..%2f', '..%5c', '.%2e', '%252e%252e', '..;', '%c0%ae%c0%ae', '....//']
const files = ['bottega.yaml', 'databases/bottega.db', 'secrets/jwt.key']

test.each([
  ...upwards.flatMap((up) => [
    ...files.map((file) => `/api/v1/images/i/${`${up}/`.repeat(3)}${file}/full`),
    `/api/v1/images/i/${encodeURIComponent(`${up}/${up}/bottega.yaml`)}/full`,
    `/api/v1/images/i/${encodeURIComponent(`${up}/${up}/bottega.yaml`)}/thumbnail`,
    `/api/v1/images/download/${encodeURIComponent(`${up}/${up}/bottega.yaml`)}`,
    `/api/v2/models/i/${encodeURIComponent(`${up}/${up}`)}/image`,
    `/${`${up}/`.repeat(5)}etc/passwd`,
  ]),
  '//api/v1/app/version',
  '/api//v1/app/version',
  '/api/v1/images/i/%00/full',
  '/api/v1/images/i/a%00.png/full',
  '/api/v1/images/i/%ff%fe/full',
  '/api/v1/images/i/con/full',
  '/api/v1/images/i/%/full',
  '/api/v1/images/i//full',
  'http://elsewhere.example/api/v1/app/nothing',
  '*',
  `/${'a/'.repeat(8000)}`,
  `/api/v1/images/i/${'a'.repeat(15_000)}/full`,
  `/api/v1/images/?${'a=1&'.repeat(5000)}`,
  `/api/v1/images/?limit=${'1'.repeat(15_000)}`,
])('a trick in the path leads nowhere: %.80s', async (path) => {
  const { status, bytes, json } = await sendLine('GET', path)
  expect(status < 500).toBe(true)
  if (status >= 400) expect(json).toEqual({ detail: expect.anything() })
  expect(bytes.toString()).not.toMatch(/multiuser|SQLite format|root:/)
})
