import { connect } from 'node:net'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'
import { isPageAddress } from './page.ts'

let server: TemporaryServer
beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'base_url: /studio\n' })
})
afterAll(() => server.close())

const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }

test('the page may load and ask nothing but this server', async () => {
  const { status, headers, bytes } = await server.request('GET', '/')
  expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
    200,
    'text/html; charset=utf-8',
    'no-cache',
  ])
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';/,
  )
  for (const rule of ["base-uri 'self'", "form-action 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(rule)
  expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toEqual(['nosniff', 'same-origin'])
  expect(bytes.toString()).toContain('<base href="/studio/">')
  expect(bytes.toString()).not.toMatch(/<script>|<style| style=|https?:/)
})

test('what it loads is named by its content, kept for ever, and compressed on its way', async () => {
  const html = (await server.request('GET', '/')).bytes.toString()
  const assets = [...html.matchAll(/"\.(\/assets\/[^"]+)"/g)].map(([, name = '']) => name)
  const names = assets.map((name) => name.replace(/-[\w-]{8}\./, '.'))
  expect(names).toEqual(expect.arrayContaining(['/assets/page.css', '/assets/page.js']))
  for (const name of assets) {
    const { status, headers, bytes } = await server.request('GET', name)
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    if (bytes.length > 1024) expect(headers.get('content-encoding')).toBe('gzip')
    expect(headers.get('content-type')).toMatch(/^text\/(css|javascript); charset=utf-8$/)
  }
  expect((await server.request('GET', '/favicon.svg')).headers.get('cache-control')).toBe('no-cache')
})

test('HEAD tells the same without a body', async () => {
  for (const path of ['/', '/docs', '/favicon.svg', '/openapi.json', '/boards/some']) {
    const { status, headers, bytes } = await server.request('HEAD', path, asBrowser)
    expect([path, status, bytes.length, Number(headers.get('content-length')) > 100]).toEqual([path, 200, 0, true])
  }
})

test('addresses inside the page are answered with it, to browsers alone', async () => {
  for (const path of ['/boards/some%20board', '/queue?x=a.b', '/studio']) {
    const { status, bytes } = await server.request('GET', path, asBrowser)
    expect([path, status]).toEqual([path, 200])
    expect(bytes.toString()).toContain('<title>Bottega</title>')
  }
  for (const options of [{}, { headers: { accept: 'application/json' } }]) {
    expect((await server.request('GET', '/boards/some', options)).json).toEqual({ detail: 'Not Found' })
  }
  expect((await server.request('POST', '/boards/some', asBrowser)).status).toBe(404)
})

test.each([
  '/api',
  '/api/v1/nothing',
  '/ws/x',
  '/health',
  '/openapi.json/x',
  '/assets/main.js',
  '/assets/..%2findex.html',
  '/assets/%2e%2e/%2e%2e/program.js',
  '/..%2f..%2fpackage.json',
  '/..%5cwindows',
  '/a%00b',
  '/%ff',
  '/index.html',
  '/docs.html',
])('%s is no page', async (path) => {
  const { status, json } = await server.request('GET', path, asBrowser)
  expect([status, json]).toEqual([404, { detail: 'Not Found' }])
})

test('a path that climbs is refused although no client cleans it', async () => {
  for (const path of ['/../package.json', '/assets/../../program', '/./..']) {
    expect(await sendRaw(path)).toMatch(/^HTTP\/1\.1 404 /)
  }
})

test('a first part that only begins like one of the interface is a page', () => {
  const at = (url: string) => isPageAddress({ method: 'GET', url, headers: asBrowser.headers })
  expect([at('/apish'), at('/workshop'), at('/api'), at('/API/x')]).toEqual([true, true, false, true])
})

function sendRaw(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const request = `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`
    const socket = connect(Number(port), hostname, () => socket.write(request))
    let answer = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk
    })
    socket.on('end', () => resolve(answer)).on('error', reject)
  })
}
