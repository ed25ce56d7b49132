import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, onTestFinished, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../../testing/temporary-server.ts'
import { findRunningServer } from './running-server.ts'

let server: TemporaryServer
let root: string
beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { flags: { base_url: '/studio' } })
})
afterAll(() => server.close())
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega note é '))
})
afterEach(() => rm(root, { recursive: true }))

const started_at = new Date(0).toISOString()
// no process has this number
const dead = 2 ** 22 + 1

test('the server of a root is found by its note', async () => {
  expect(await findRunningServer(server.root)).toMatchObject({ url: server.url, pid: process.pid })
})

/** Something else on a port, as long as the test runs. */
async function answerHello(): Promise<string> {
  const http = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
  onTestFinished(() => void http.close())
  await once(http, 'listening')
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

test.each<[string, () => Promise<object | string>]>([
  ['of a server that died', async () => ({ url: server.url, pid: dead, started_at })],
  ['of a port where nobody listens', async () => ({ url: 'http://127.0.0.1:1', pid: process.pid, started_at })],
  ['of the server of another root', async () => ({ url: server.url, pid: process.pid, started_at })],
  ['of something else on the port', async () => ({ url: await answerHello(), pid: process.pid, started_at })],
  ['of an address that is none', async () => ({ url: 'nowhere', pid: process.pid, started_at })],
  ['that is cut off', async () => '{"url":'],
  ['that holds something else', async () => '[7]'],
])('a note %s leads to no server', async (_, makeNote) => {
  const note = await makeNote()
  await writeFile(join(root, 'server.json'), typeof note === 'string' ? note : JSON.stringify(note))
  expect(await findRunningServer(root)).toBeUndefined()
})

test('a root without a note has no server', async () => {
  expect(await findRunningServer(root)).toBeUndefined()
  expect(await findRunningServer(join(root, 'nowhere'))).toBeUndefined()
})
