import { type AccountOpening, type AuditEntry, ERRORS, type OpenAccounts } from '@bottega/contracts'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { formatTime } from '../data/time.ts'
import { makeGraph } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { createMaker, type Maker, WORKFLOW } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, listenAs, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const GLASS = '/api/v1/admin/break-glass'
const REASON = 'Ann asked for help with a broken picture'

let server: TemporaryServer
let admin: Person
let other: Person
let ann: Person
let make: Maker
const listeners: Listener[] = []

beforeAll(async () => {
  const settings = 'multiuser: true\nlogin_throttle: false\nadmin_private_view: false\n'
  server = await startTemporaryServer(inject('dist'), { settings })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  const second = await addPerson(server, admin, 'second')
  await expectStatus(admin.request('PATCH', `/api/v1/auth/users/${second.userId}`, { json: { is_admin: true } }), 200)
  other = await signIn(server, second)
  make = createMaker({ ...server, request: ann.request })
})
afterEach(async () => {
  for (const listener of listeners.splice(0)) listener.close()
  const { items } = (await admin.request('GET', GLASS)).json as OpenAccounts
  for (const { id } of items) await admin.request('DELETE', `${GLASS}/${id}`)
})
afterAll(() => server.close())

const open = (minutes = 10) => admin.request('POST', GLASS, { json: { user_id: ann.userId, reason: REASON, minutes } })
const openAnn = async () => (await expectStatus(open(), 201)).json as AccountOpening
const seesImage = async (who: Person, name: string) => (await who.request('GET', `/api/v1/images/i/${name}/full`)).status === 200
async function listen(person: Person): Promise<Listener> {
  const listener = await listenAs(server, person)
  listeners.push(listener)
  return listener
}
/** Whether a socket hears of private work of Ann that is made now. */
async function hears(listener: Listener): Promise<boolean> {
  const { json } = await expectStatus(ann.request('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } }), 200)
  const id = (json as { workflow_id: string }).workflow_id
  await listener.settle()
  return listener.heard('workflow_created', ({ workflow_id }) => workflow_id === id).length === 1
}

test('the status says that private work is closed, which the dialog of sharing tells', async () => {
  expect((await ann.request('GET', '/api/v1/auth/status')).json).toMatchObject({ private_work_closed: true })
})

test('an account is open to the administrator who gave a reason, and to no other, until it is closed', async () => {
  const image = await make.image()
  expect(await admin.request('GET', `/api/v1/images/i/${image}`)).toMatchObject({
    status: 403,
    json: { detail: ERRORS.private_work_closed.message },
  })
  const opening = await openAnn()
  expect(opening).toMatchObject({ user_id: ann.userId, opened_by: admin.userId, reason: REASON, closed_at: null })
  expect([await seesImage(admin, image), await seesImage(other, image)]).toEqual([true, false])
  const listed = async (who: Person) =>
    ((await who.request('GET', '/api/v1/images/names?scope=all')).json as { image_names: string[] }).image_names.includes(image)
  expect([await listed(admin), await listed(other)]).toEqual([true, false])

  expect((await other.request('GET', GLASS)).json).toMatchObject({ admin_private_view: false, items: [{ id: opening.id }] })
  await expectStatus(other.request('DELETE', `${GLASS}/${opening.id}`), 204)
  expect([await seesImage(admin, image), await listed(admin)]).toEqual([false, false])
  expect((await admin.request('DELETE', `${GLASS}/${opening.id}`)).status).toBe(404)
})

test('who opened an account looks, and changes, shares and moves nothing that would stay so', async () => {
  const image = await make.image()
  const board = await make.board()
  const own = (await expectStatus(admin.request('POST', '/api/v1/boards/?board_name=mine'), 201)).json as { board_id: string }
  await openAnn()
  expect((await admin.request('GET', `/api/v1/boards/${board}`)).json).toMatchObject({ access: 'read' })
  expect((await admin.request('GET', `/api/v1/images/i/${image}`)).json).toMatchObject({ access: 'read' })
  const attempts = [
    admin.request('PATCH', `/api/v1/boards/${board}`, { json: { board_name: 'x' } }),
    admin.request('POST', `/api/v1/boards/${board}/share`, { json: { user_id: other.userId, permission: 'read' } }),
    admin.request('POST', `/api/v1/boards/${board}/links`, { json: {} }),
    admin.request('DELETE', `/api/v1/boards/${board}`),
    admin.request('POST', '/api/v1/board_images/', { json: { board_id: own.board_id, image_name: image } }),
    admin.request('PATCH', `/api/v1/images/i/${image}`, { json: { starred: true } }),
    admin.request('DELETE', `/api/v1/images/i/${image}`),
  ]
  expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual(attempts.map(() => 403))
})

test('nobody has work handed over to themselves that is closed to them', async () => {
  const give = (to: Person) =>
    admin.request('POST', '/api/v1/admin/transfers', {
      json: { from_user_id: ann.userId, to_user_id: to.userId, dry_run: true },
    })
  expect(await give(admin)).toMatchObject({ status: 403, json: { detail: ERRORS.private_work_closed.message } })
  const deletion = `/api/v1/auth/users/${ann.userId}?content=transfer&to_user_id=${admin.userId}`
  expect((await admin.request('DELETE', deletion)).status).toBe(403)
  expect((await give(other)).status).toBe(200)
  expect((await admin.request('GET', `/api/v1/auth/users/${ann.userId}`)).status).toBe(200)
})

test('an opening ends by itself', async () => {
  const image = await make.image()
  const { id, until, opened_at } = await openAnn()
  expect(Date.parse(until) - Date.parse(opened_at)).toBeLessThanOrEqual(10 * 60_000 + 1000)
  expect(await seesImage(admin, image)).toBe(true)
  const past = formatTime(new Date(Date.now() - 1))
  await server.app.db.updateTable('account_openings').set({ until: past }).where('opening_id', '=', id).execute()
  expect(await seesImage(admin, image)).toBe(false)
})

test('what owners are told of beside openings opens nothing, be it that the clock is set back', async () => {
  const image = await make.image()
  await expectStatus(admin.request('POST', `/api/v1/auth/users/${ann.userId}/reset-link`), 201)
  const future = formatTime(new Date(Date.now() + 3_600_000))
  const told = server.app.db.updateTable('account_openings').set({ until: future }).where('kind', '=', 'reset_link')
  expect((await told.executeTakeFirst()).numUpdatedRows).toBe(1n)
  expect(await seesImage(admin, image)).toBe(false)
  expect((await admin.request('GET', GLASS)).json).toMatchObject({ items: [] })
})

test('its owner is told at once, finds who, when, why and until when, and takes note', async () => {
  const listener = await listen(ann)
  const { id } = await openAnn()
  await listener.hear('access_log_changed')
  const log = async () => (await ann.request('GET', '/api/v1/auth/me/access-log')).json as AccountOpening[]
  expect((await log())[0]).toMatchObject({ id, opened_by_name: 'Display of admin', reason: REASON, noted_at: null })
  expect((await other.request('POST', `/api/v1/auth/me/access-log/${id}/noted`)).status).toBe(404)
  await expectStatus(ann.request('POST', `/api/v1/auth/me/access-log/${id}/noted`), 204)
  expect((await log())[0]?.noted_at).not.toBeNull()
  expect((await admin.request('GET', '/api/v1/auth/me/access-log')).json).toEqual([])
})

test('the audit log has the reason, and the end', async () => {
  const { id } = await openAnn()
  await expectStatus(admin.request('DELETE', `${GLASS}/${id}`), 204)
  const { items } = (await admin.request('GET', '/api/v1/audit?action=break_glass&limit=2')).json as { items: AuditEntry[] }
  expect(items.map(({ actor_id, target_type, target_id, details }) => ({ actor_id, target_type, target_id, details }))).toEqual([
    { actor_id: admin.userId, target_type: 'user', target_id: ann.userId, details: { opening_id: id, closed: true } },
    {
      actor_id: admin.userId,
      target_type: 'user',
      target_id: ann.userId,
      details: { opening_id: id, reason: REASON, minutes: 10 },
    },
  ])
})

test('sockets hear of private work while it is open, and no longer', async () => {
  const [first, second] = [await listen(admin), await listen(other)]
  expect([await hears(first), await hears(second)]).toEqual([false, false])
  const { id } = await openAnn()
  await expect.poll(() => hears(first)).toBe(true)
  expect(await hears(second)).toBe(false)
  await expectStatus(admin.request('DELETE', `${GLASS}/${id}`), 204)
  await expect.poll(() => hears(first)).toBe(false)
})

test('a socket hears nothing more when an opening ends by itself', async () => {
  const { id } = await openAnn()
  const soon = formatTime(new Date(Date.now() + 1500))
  await server.app.db.updateTable('account_openings').set({ until: soon }).where('opening_id', '=', id).execute()
  const listener = await listen(admin)
  await expect.poll(() => hears(listener), { timeout: 10_000 }).toBe(false)
  expect((await admin.request('GET', GLASS)).json).toMatchObject({ items: [] })
})

test('what runs and waits for others is redacted for administrators too, and they can still cancel it', async () => {
  const graph = makeGraph([{ id: 'n', type: 'string', value: 'a secret word' }])
  const { itemIds } = await enqueueAs(ann, graph, { origin: 'secret origin', destination: 'secret place' })
  const read = async (who: Person) => JSON.stringify((await who.request('GET', `/api/v1/queue/default/i/${itemIds[0]}`)).json)
  expect(await read(ann)).toContain('a secret word')
  expect(await read(admin)).not.toMatch(/secret|Display of ann/)
  const place = '/api/v1/queue/default/counts_by_destination?destination=secret%20place'
  expect((await admin.request('GET', place)).json).toMatchObject({ total: 0 })
  expect((await admin.request('PUT', `/api/v1/queue/default/i/${itemIds[0]}/cancel`)).status).toBe(200)
  await openAnn()
  expect(await read(admin)).toContain('a secret word')
})

test('public and shared things, those of system and those of deleted accounts stay in view', async () => {
  const board = await make.board()
  const image = await make.image(`&board_id=${board}`)
  expect(await seesImage(admin, image)).toBe(false)
  await expectStatus(ann.request('PATCH', `/api/v1/boards/${board}`, { json: { board_visibility: 'shared' } }), 201)
  expect(await seesImage(admin, image)).toBe(true)

  const leaver = await addPerson(server, admin, 'leaver')
  const left = await createMaker({ ...server, request: leaver.request }).image()
  expect(await seesImage(admin, left)).toBe(false)
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${leaver.userId}`), 204)
  expect(await seesImage(admin, left)).toBe(true)
})

test('a session of an administrator does not read what is closed', async () => {
  const image = await make.image()
  const graph = makeGraph([{ id: 'n', type: 'show_image', image: { image_name: image } }])
  const json = { batch: { graph, runs: 1 } }
  expect((await admin.request('POST', '/api/v1/queue/default/enqueue_batch', { json })).status).toBe(403)
  // allowed when it was enqueued, and closed when it ran
  const { id } = await openAnn()
  await expectStatus(admin.request('PUT', '/api/v1/queue/default/processor/pause'), 200)
  const { itemIds } = await enqueueAs(admin, graph)
  await expectStatus(admin.request('DELETE', `${GLASS}/${id}`), 204)
  await expectStatus(admin.request('PUT', '/api/v1/queue/default/processor/resume'), 200)
  const status = async () =>
    ((await admin.request('GET', `/api/v1/queue/default/i/${itemIds[0]}`)).json as { status: string; error_type?: string }).status
  await expect.poll(status, { timeout: 20_000 }).toBe('failed')
})

test('an opening takes a real reason and a short time, of an account whose work is closed', async () => {
  const ask = (json: object) =>
    admin.request('POST', GLASS, { json: { user_id: ann.userId, reason: REASON, minutes: 10, ...json } })
  expect((await ask({ reason: '   too     ' })).status).toBe(422)
  expect((await ask({ minutes: 241 })).status).toBe(422)
  expect((await ask({ minutes: 0 })).status).toBe(422)
  expect((await ask({ user_id: 'nobody' })).status).toBe(404)
  expect((await ask({ user_id: 'system' })).status).toBe(409)
  expect((await ask({ user_id: admin.userId })).status).toBe(409)
  await openAnn()
  expect((await ask({})).status).toBe(409)
  expect((await ann.request('POST', GLASS, { json: { user_id: other.userId, reason: REASON, minutes: 1 } })).status).toBe(403)
})

test('an archive of all that somebody owns is packed while the account is open, and fetched no longer than that', async () => {
  const path = `/api/v1/auth/users/${ann.userId}/export`
  expect(await admin.request('POST', path)).toMatchObject({ status: 403, json: { detail: ERRORS.private_work_closed.message } })
  const { id } = await openAnn()
  const { json } = await expectStatus(admin.request('POST', path), 202)
  const archive = `/api/v1/images/download/${(json as { bulk_download_item_name: string }).bulk_download_item_name}`
  await expect.poll(async () => (await admin.request('GET', archive)).status).toBe(200)
  expect((await other.request('GET', archive)).status).toBe(403)
  await admin.request('DELETE', `${GLASS}/${id}`)
  expect((await admin.request('GET', archive)).status).toBe(404)
})

test('what an administrator packed while an account was open cannot be fetched once it is closed', async () => {
  const image = await make.image()
  const opening = await openAnn()
  const fetchAll = (names: readonly string[]) =>
    Promise.all(
      names.map(async (name) => (await admin.request('GET', `/api/v1/images/download/${encodeURIComponent(name)}`)).status),
    )
  const all = await expectStatus(admin.request('POST', `/api/v1/auth/users/${ann.userId}/export`), 202)
  const some = await expectStatus(admin.request('POST', '/api/v1/images/download', { json: { image_names: [image] } }), 202)
  const names = [all, some].map(({ json }) => (json as { bulk_download_item_name: string }).bulk_download_item_name)
  await expect.poll(() => fetchAll(names)).toEqual([200, 200])
  await expectStatus(admin.request('DELETE', `${GLASS}/${opening.id}`), 204)
  const [ofAll, ofSome] = await fetchAll(names)
  expect([403, 404]).toContain(ofAll)
  expect([403, 404]).toContain(ofSome)
  expect((await admin.request('GET', '/api/v1/auth/me/exports')).json).toEqual([])
})

test('the list of hand-overs names no board that is closed to the administrator', async () => {
  const bert = await addPerson(server, admin, 'bert')
  const board = await make.board()
  const named = async (who: Person) => {
    const { items } = (await who.request('GET', '/api/v1/admin/transfers')).json as {
      items: { board_id: string; board_name: string | null }[]
    }
    return items.filter(({ board_id }) => board_id === board).map(({ board_name }) => board_name)
  }
  const body = { from_user_id: ann.userId, to_user_id: bert.userId, board_id: board }
  await expectStatus(admin.request('POST', '/api/v1/admin/transfers', { json: body }), 201)
  expect(await named(admin)).toEqual([null])
  const reason = 'Bert cannot find what he got'
  await expectStatus(admin.request('POST', GLASS, { json: { user_id: bert.userId, reason, minutes: 5 } }), 201)
  expect(await named(admin)).toEqual([expect.any(String)])
  expect(await named(other)).toEqual([null])
  const shared = { board_visibility: 'shared' }
  await expectStatus(bert.request('PATCH', `/api/v1/boards/${board}`, { json: shared }), 201)
  expect(await named(other)).toEqual([expect.any(String)])
})
