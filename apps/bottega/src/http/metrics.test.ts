import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, onTestFinished, test } from 'vitest'
import { measureStorage } from '../services/server/storage-usage.ts'
import { openListener } from '../testing/listener.ts'
import { createMaker, SUM } from '../testing/make-things.ts'
import { addPerson, enqueueAs, listenAs, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer } from '../testing/temporary-server.ts'

/** Lines of figures by their names and labels. */
function readFigures(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}

test('figures tell what happened, and no one by name', async () => {
  const server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlog_level: debug\n' })
  onTestFinished(server.close)
  const admin = await setUpAdministrator(server)
  const ann = await addPerson(server, admin, 'ann')
  await server.request('POST', '/api/v1/auth/login', { json: { email: ann.email, password: 'wrong one' } })
  await server.request('GET', '/api/v1/public/a-token-that-nobody-may-read')
  await server.request('GET', '/api/v1/nothing-of-this-name')
  const listener = await listenAs(server, ann)
  onTestFinished(() => listener.close())
  const { itemIds } = await enqueueAs(ann, SUM)
  await listener.hear('queue_item_status_changed', ({ item_id, status }) => item_id === itemIds[0] && status === 'completed')

  expect((await server.request('GET', '/metrics')).status).toBe(401)
  expect((await ann.request('GET', '/metrics')).status).toBe(403)
  const answer = await admin.request('GET', '/metrics')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
  const text = answer.bytes.toString()
  const figures = readFigures(text)
  const at = (name: string) => figures.get(name)
  expect(
    ['pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled'].map((status) =>
      at(`bottega_queue_items{status="${status}"}`),
    ),
  ).toEqual([0, 0, 0, 1, 0, 0])
  expect(at('bottega_http_requests_total{method="POST",route="/api/v1/auth/login",status="2xx"}')).toBe(2)
  expect(at('bottega_http_request_duration_seconds_count{route="/api/v1/auth/login",status="4xx"}')).toBe(1)
  expect(at('bottega_http_requests_total{method="GET",route="unknown",status="4xx"}')).toBe(1)
  expect(at('bottega_sign_ins_total{outcome="success"}')).toBe(2)
  expect(at('bottega_sign_ins_total{outcome="failure"}')).toBe(1)
  expect(at('bottega_queue_wait_seconds_count')).toBe(1)
  expect(at('bottega_session_duration_seconds_count{outcome="completed"}')).toBe(1)
  expect(at('bottega_node_duration_seconds_count{node="add",outcome="completed"}')).toBe(1)
  expect(at('bottega_open_sockets')).toBe(1)
  expect(at('bottega_storage_bytes{kind="database"}')).toBeGreaterThan(0)
  expect(at('bottega_storage_free_bytes')).toBeGreaterThan(0)
  expect(at('bottega_backup_failed')).toBe(0)
  expect(at('bottega_nodejs_eventloop_lag_mean_seconds')).toBeGreaterThanOrEqual(0)
  expect([...figures.keys()].filter((name) => !name.startsWith('bottega_'))).toEqual([])

  const logged = server.log.join('\n')
  const secrets = [admin.password, ann.password, admin.token, ann.token, 'wrong one', 'a-token-that-nobody-may-read']
  for (const secret of [...secrets, ann.userId, ann.email, 'Display of ann', '127.0.0.1']) expect(text).not.toContain(secret)
  for (const secret of secrets) expect(logged).not.toContain(secret)
})

test('without accounts figures are open, and count images and bytes', async () => {
  const server = await startTemporaryServer(inject('dist'))
  onTestFinished(server.close)
  await createMaker(server).image()
  const figures = readFigures((await server.request('GET', '/metrics')).bytes.toString())
  expect(figures.get('bottega_images{place="images"}')).toBe(1)
  await expect
    .poll(async () =>
      readFigures((await server.request('GET', '/metrics')).bytes.toString()).has('bottega_storage_bytes{kind="images"}'),
    )
    .toBe(true)
})

test('the files of images are added up by their kind', async () => {
  const server = await startTemporaryServer(inject('dist'), { settings: 'image_subfolder_strategy: date\n' })
  onTestFinished(server.close)
  const maker = createMaker(server)
  for (let count = 0; count < 40; count++) await maker.image()
  const { images } = server.app.root
  const entries = await readdir(images, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const sizes = await Promise.all(files.map(async (path) => ({ path, size: (await stat(path)).size })))
  const sum = (ending: string) => sizes.filter(({ path }) => path.endsWith(ending)).reduce((total, { size }) => total + size, 0)
  expect(await measureStorage(server.app.root, new AbortController().signal)).toMatchObject({
    images: sum('.png'),
    thumbnails: sum('.webp'),
  })
})

test('an answer names its request, and so do the lines of the log, also those in the file', async () => {
  const server = await startTemporaryServer(inject('dist'), { settings: 'log_level: debug\nlog_format: json\n' })
  onTestFinished(server.close)
  const listener = await openListener(server.url)
  onTestFinished(() => listener.close())
  const { headers } = await server.request('GET', '/api/v1/images/?limit=1')
  const id = headers.get('x-request-id')
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  const file = async () => (await readFile(join(server.root, 'logs/bottega.log'), 'utf8')).trimEnd().split('\n')
  await expect
    .poll(async () => (await file()).map((line) => JSON.parse(line)))
    .toContainEqual({
      time: expect.any(String),
      level: 'debug',
      message: 'GET /api/v1/images/: 200',
      request: id,
      milliseconds: expect.any(Number),
    })
  expect(await file()).toEqual(server.log)
})
