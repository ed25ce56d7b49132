import { type IncomingMessage, request } from 'node:http'
import { hostname } from 'node:os'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { openListener } from '../testing/listener.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'
import { createHostGuard } from './known-host.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), {
    settings: 'allowed_hosts: [studio.lan]\npublic_url: https://studio.example:8443/x\n',
  })
})
afterAll(() => server.close())

/** Asks a server under a name, as a browser does for which the name leads to this machine. */
function askAs(host: string, { url }: TemporaryServer = server, path = '/api/v1/boards/?all=true', headers = {}) {
  return new Promise<{ readonly status: number | undefined; readonly text: string }>((resolve, reject) => {
    const asked = request(new URL(path, url), { headers: { host, ...headers } }, async (answer) => {
      resolve({ status: answer.statusCode, text: Buffer.concat(await answer.toArray()).toString() })
    })
    asked.on('error', reject).end()
  })
}

test.each([
  '127.0.0.1:9090',
  '[::1]:9090',
  '192.168.7.20',
  'localhost',
  'LOCALHOST.:9090',
  'bottega.localhost',
  hostname(),
  `${hostname().split('.')[0]}.local:9090`,
  'studio.lan:9090',
  'bottega:9090',
  'printer.home.arpa',
  'Studio.Example',
])('without accounts the server answers as %s', async (host) => {
  expect((await askAs(host)).status).toBe(200)
})

test.each([
  'evil.example',
  'evil.example:9090',
  'localhost.evil.example',
  `${hostname()}.evil.example`,
  'lan.evil.example',
  '127.0.0.1.evil.example',
  '127.0.0.1@evil.example',
])('as %s it refuses whatever is asked, and says what to do', async (host) => {
  for (const path of ['/', '/docs', '/health/live', '/api/v1/boards/?all=true', '/ws/socket.io/?EIO=4&transport=polling']) {
    const { status, text } = await askAs(host, server, path)
    expect([path, status]).toEqual([path, 403])
    if (!path.startsWith('/ws')) {
      expect(text).toBe(JSON.stringify({ detail: `Requests to the name ${host} are not accepted: add it to allowed_hosts` }))
    }
  }
})

test('a page of a foreign name gains nothing by what it says of proxies, and one that a proxy names has to be known too', async () => {
  const path = '/api/v1/boards/?all=true'
  expect((await askAs('evil.example', server, path, { 'x-forwarded-host': 'localhost' })).status).toBe(403)
  expect((await askAs('127.0.0.1', server, path, { 'x-forwarded-host': 'evil.example' })).status).toBe(403)
  expect((await askAs('127.0.0.1', server, path, { 'x-forwarded-host': 'studio.example' })).status).toBe(200)
})

test('sockets are held to the same', async () => {
  const listen = (host: string) => openListener(server.url, { extraHeaders: { host } })
  const listener = await listen('studio.lan')
  listener.close()
  await expect(listen('evil.example')).rejects.toThrow()
})

test('with accounts, or by *, any name is good', async () => {
  const accounts = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  onTestFinished(accounts.close)
  expect((await askAs('evil.example', accounts)).status).toBe(401)
  const settings = { multiuser: false, host: '127.0.0.1', public_url: null, allowed_hosts: ['*'] }
  const asked = { headers: { host: 'evil.example' } } as unknown as IncomingMessage
  expect(createHostGuard(settings, () => undefined)(asked)).toBeUndefined()
  expect(createHostGuard({ ...settings, allowed_hosts: [] }, () => undefined)(asked)).toBe('evil.example')
})

test('a machine is known by its whole name, and by what nobody has on the web', () => {
  const settings = { multiuser: false, host: 'box-2', public_url: null, allowed_hosts: [] }
  const find = createHostGuard(settings, () => undefined, 'Box.Example.Com')
  const ask = (host: string) => find({ headers: { host } } as unknown as IncomingMessage)
  expect(['box.example.com', 'box', 'box.local', 'box-2:9090'].map(ask)).toEqual([undefined, undefined, undefined, undefined])
  expect(ask('box.evil.example')).toBe('box.evil.example')
})
