import type { AccountUse } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { recordAudit } from '../services/audit/audit.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, expectStatus, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let ann: Person
let make: Maker

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  make = createMaker({ ...server, request: ann.request })
})
afterAll(() => server.close())

const describeAnn = async () =>
  ((await admin.request('GET', '/api/v1/admin/users')).json as AccountUse[]).find(({ user_id }) => user_id === ann.userId)

test('administrators see what each account has and does', async () => {
  expect(await describeAnn()).toMatchObject({ image_count: 0, board_count: 0, storage_bytes: 0, session_count: 1 })
  await make.board()
  const [image] = [await make.image(), await make.image()]
  await signIn(server, ann)
  await expectStatus(admin.request('PUT', '/api/v1/queue/default/processor/pause'), 200)
  await make.batch()
  await expectStatus(ann.request('DELETE', `/api/v1/images/i/${image}`), 200)
  const place = { image_name: image, image_subfolder: '' }
  const size = await server.app.images.measure(place)
  expect(size).toBeGreaterThan(100)
  // both pictures are the same, and what lies in the trash takes its room
  expect(await describeAnn()).toMatchObject({
    ...{ email: ann.email, is_admin: false, is_active: true },
    ...{ image_count: 1, board_count: 1, storage_bytes: 2 * size, session_count: 2, pending_count: 1 },
  })
  expect(JSON.stringify(await describeAnn())).not.toMatch(/argon|password/)
})

test('all sessions of an account end at once', async () => {
  const fresh = await signIn(server, ann)
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${ann.userId}/sessions`), 204)
  expect((await fresh.request('GET', '/api/v1/auth/me')).status).toBe(401)
  expect(await describeAnn()).toMatchObject({ session_count: 0 })
  const { json } = await admin.request('GET', '/api/v1/audit?limit=1')
  expect(json).toMatchObject({ items: [{ action: 'session_ended', target_id: ann.userId, details: { which: 'all' } }] })
  ann = await signIn(server, ann)
  make = createMaker({ ...server, request: ann.request })
})

test('the audit log is a table too, of any length, in which nothing is a formula', async () => {
  const { db } = server.app
  for (let at = 0; at < 1200; at++) {
    await recordAudit(db, { userId: '=cmd()', address: null }, { action: 'link_created', details: { at } })
  }
  const answer = await expectStatus(admin.request('GET', '/api/v1/audit.csv?action=link_created'), 200)
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"')
  const lines = answer.bytes.toString().split('\r\n')
  expect(lines[0]).toBe('id,created_at,action,outcome,actor_id,target_type,target_id,address,details,actor,target')
  expect(lines).toHaveLength(1 + 1200 + 1)
  expect(lines[1]).toMatch(/^\d+,20\d\d-.*Z,link_created,success,'=cmd\(\),,,,"{""at"":1199}",,$/)
  expect(lines[1200]).toContain('"{""at"":0}"')
})

test('the table names accounts by their addresses, those that are gone too', async () => {
  const gone = await addPerson(server, admin, 'gone')
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${gone.userId}`), 204)
  const { bytes } = await expectStatus(admin.request('GET', '/api/v1/audit.csv?action=user_created'), 200)
  const line = bytes
    .toString()
    .split('\r\n')
    .find((text) => text.includes(`,${gone.userId},`))
  expect(line).toMatch(new RegExp(`,${admin.email},${gone.email}$`))
})

test("all of the own trash comes back at once, and nobody else's", async () => {
  const board = await make.board()
  const onBoard = await make.image(`&board_id=${board}`)
  await ann.request('DELETE', `/api/v1/images/i/${onBoard}`)
  const names = [onBoard, await make.trashedImage(), await make.trashedImage()]
  const foreign = await createMaker({ ...server, request: admin.request }).trashedImage()
  const listed = async () => ((await ann.request('GET', '/api/v1/images/trash')).json as { total: number }).total
  const before = await listed()

  expect((await ann.request('POST', '/api/v1/images/trash/restore')).json).toEqual({ restored: before })
  expect(await listed()).toBe(0)
  for (const name of names) expect((await ann.request('GET', `/api/v1/images/i/${name}`)).status).toBe(200)
  expect((await ann.request('GET', `/api/v1/images/i/${onBoard}`)).json).toMatchObject({ board_id: board })
  expect((await admin.request('GET', `/api/v1/images/i/${foreign}`)).status).toBe(404)
  expect((await ann.request('POST', '/api/v1/images/trash/restore')).json).toEqual({ restored: 0 })
})

test('images go from the trash for good: the named ones of their owner, or all own ones', async () => {
  const names = [await make.trashedImage(), await make.trashedImage(), await make.trashedImage()]
  const kept = await make.image()
  const foreign = await createMaker({ ...server, request: admin.request }).trashedImage()
  const purge = (json: object) => ann.request('DELETE', '/api/v1/images/trash', { json })
  const listed = async () => ((await ann.request('GET', '/api/v1/images/trash')).json as { total: number }).total
  const before = await listed()

  expect((await purge({})).status).toBe(422)
  expect((await purge({ image_names: [foreign] })).status).toBe(403)
  expect((await purge({ image_names: [kept] })).status).toBe(404)
  expect((await purge({ image_names: [names[0], kept] })).status).toBe(404)
  expect((await purge({ image_names: [names[0]] })).json).toEqual({ purged: 1 })
  expect(await listed()).toBe(before - 1)
  expect(await server.app.images.open({ image_name: names[0]!, image_subfolder: '' }, 'full')).toBeUndefined()

  expect((await purge({ all: true })).json).toEqual({ purged: before - 1 })
  expect(await listed()).toBe(0)
  expect((await ann.request('GET', `/api/v1/images/i/${kept}`)).status).toBe(200)
  expect((await admin.request('POST', '/api/v1/images/restore', { json: { image_names: [foreign] } })).status).toBe(200)
})
