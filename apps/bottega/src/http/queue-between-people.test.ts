import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { makeGraph, makePictureGraph, type TestModel } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { createMaker } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, listenAs, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let ann: Person
let bob: Person
let cid: Person
let listener: Listener

async function open(settings = ''): Promise<void> {
  server = await startTemporaryServer(inject('dist'), { settings: `multiuser: true\nlogin_throttle: false\n${settings}` })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  bob = await addPerson(server, admin, 'bob')
  cid = await addPerson(server, admin, 'cid')
  listener = await listenAs(server, admin)
  await queue(admin, 'PUT', 'processor/pause')
}
afterEach(async () => {
  listener.close()
  await server.close()
})

const queue = ({ request }: Person, method: string, act: string, json?: unknown) =>
  request(method, `/api/v1/queue/default/${act}`, json === undefined ? {} : { json })
const SUM = makeGraph([{ id: 'n', type: 'add', a: 1, b: 2 }])

/** Lets everything run, and tells in which order the items were taken. */
async function runAll(itemIds: readonly number[]): Promise<number[]> {
  await queue(admin, 'PUT', 'processor/resume')
  for (const itemId of itemIds) {
    await listener.hear('queue_item_status_changed', ({ item_id, status }) => item_id === itemId && status === 'completed')
  }
  const taken = listener.heard('queue_item_status_changed', ({ status }) => status === 'in_progress')
  return taken.map(({ payload }) => Number(payload.item_id))
}

interface Waiting {
  readonly item_id: number
  readonly position: number
  readonly waiting_reason: string
}

/** What somebody is told of the items that wait, in the order of their positions. */
async function showLine(person: Person): Promise<Waiting[]> {
  const { json } = await expectStatus(queue(person, 'GET', 'list_all'), 200)
  const items: Waiting[] = json
  return items
    .map(({ item_id, position, waiting_reason }) => ({ item_id, position, waiting_reason }))
    .sort((a, b) => a.position - b.position)
}

describe('whose turn it is', () => {
  /** A heavy user with four items, then two others. */
  async function fillLine(first: object = SUM) {
    const a = [...(await enqueueAs(ann, first)).itemIds, ...(await enqueueAs(ann, SUM, { runs: 3 })).itemIds]
    const b = (await enqueueAs(bob, SUM, { runs: 3 })).itemIds
    const c = (await enqueueAs(cid, SUM)).itemIds
    return { a, b, c, all: [...a, ...b, ...c] }
  }

  test('goes by users, and everybody sees their place and the reason for waiting', async () => {
    await open()
    const { a, b, c, all } = await fillLine()
    const expected = [a[0], b[0], c[0], a[1], b[1], a[2], b[2], a[3]]
    const line = expected.map((item_id, at) => ({ item_id, position: at + 1, waiting_reason: 'paused' }))
    for (const person of [ann, bob, cid, admin]) expect(await showLine(person)).toEqual(line)
    // how many of others come first is told to the owner, and to administrators
    const others = async (person: Person, itemId: number | undefined) =>
      ((await queue(person, 'GET', `i/${itemId}`)).json as { others_ahead?: number }).others_ahead
    expect(await Promise.all([a[0], a[1], a[3]].map((itemId) => others(ann, itemId)))).toEqual([0, 2, 4])
    expect(await Promise.all([bob, cid, admin].map((person) => others(person, b[1])))).toEqual([3, undefined, 3])
    expect((await queue(bob, 'GET', 'next')).json).toMatchObject({ item_id: a[0], user_id: 'redacted', position: 1 })
    expect(await runAll(all)).toEqual(expected)
  })

  test('goes first come, first served where the setting says so', async () => {
    await open('session_queue_mode: FIFO\n')
    const { all } = await fillLine()
    expect((await showLine(cid)).map(({ item_id }) => item_id)).toEqual(all)
    expect(await runAll(all)).toEqual(all)
  })

  test('goes by the time that each has had where the setting says so', async () => {
    await open('session_queue_mode: fair_time\n')
    const model = (await createMaker({ ...server, request: ann.request }).starterModel()) as TestModel
    const { a, b, c, all } = await fillLine(makePictureGraph(model, { steps: 30, scheduler: 'ddim' }))
    const order = await runAll(all)
    // who has had a picture waits until the others have had as much
    expect(order.slice(0, 3)).toEqual([a[0], b[0], c[0]])
    expect(order.slice(3, 5)).toEqual([b[1], b[2]])
    expect(order.slice(5)).toEqual([a[1], a[2], a[3]])
  })

  test('is brought forward within the own items alone', async () => {
    await open()
    const a = await enqueueAs(ann, SUM, { runs: 2 })
    const b = await enqueueAs(bob, SUM, { runs: 2 })
    const urgent = await enqueueAs(ann, SUM, { prepend: true })
    // nobody was served yet, so the oldest of those that come first in their lines is first
    const expected = [b.itemIds[0], urgent.itemIds[0], b.itemIds[1], a.itemIds[0], a.itemIds[1]]
    expect(await runAll([...a.itemIds, ...b.itemIds, ...urgent.itemIds])).toEqual(expected)
  })

  test('of a light user does not depend on how much a heavy one has enqueued', async () => {
    await open()
    await enqueueAs(ann, SUM, { runs: 500 })
    const { itemIds } = await enqueueAs(bob, SUM)
    expect((await queue(bob, 'GET', `i/${itemIds[0]}`)).json).toMatchObject({ position: 2 })
    await queue(ann, 'PUT', 'clear')
  })
})

describe('limits', () => {
  const counts = async (person: Person) => {
    const { json } = await queue(person, 'GET', 'status')
    const { pending, user_pending, total } = (json as { queue: Record<string, number> }).queue
    return { pending, user_pending, total }
  }

  test('of one person and of the server are told, and nothing is enqueued by halves', async () => {
    await open('max_queue_size: 5\nmax_queue_size_per_user: 3\n')
    const send = (person: Person, runs: number) => queue(person, 'POST', 'enqueue_batch', { batch: { graph: SUM, runs } })
    await enqueueAs(ann, SUM, { runs: 2 })
    const detail = expect.stringMatching(/./)
    expect(await send(ann, 2)).toMatchObject({
      status: 429,
      json: { detail, limit: 'max_queue_size_per_user', count: 2, requested: 2, maximum: 3 },
    })
    expect(await counts(ann)).toEqual({ pending: 2, user_pending: 2, total: 2 })
    // others are not held to what she has
    await enqueueAs(bob, SUM, { runs: 2 })
    expect(await send(cid, 2)).toMatchObject({
      status: 429,
      json: { limit: 'max_queue_size', count: 4, requested: 2, maximum: 5 },
    })
    const million = await send(cid, 1_000_000)
    expect(Object.keys(million.json).sort()).toEqual(['count', 'detail', 'limit', 'maximum', 'requested'])
    expect(await counts(cid)).toEqual({ pending: 4, user_pending: 0, total: 4 })
    expect(listener.heard('batch_enqueued')).toHaveLength(2)
    // of many at once no more than fit
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(cid, 1)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429, 429, 429, 429])
    // a retry counts as well, for whom it is
    await queue(bob, 'PUT', 'clear')
    const own = await enqueueAs(ann, SUM)
    await expectStatus(queue(ann, 'PUT', `i/${own.itemIds[0]}/cancel`), 200)
    await enqueueAs(ann, SUM)
    for (const person of [ann, admin]) {
      expect(await queue(person, 'PUT', 'retry_items_by_id', [own.itemIds[0]])).toMatchObject({
        status: 429,
        json: { limit: 'max_queue_size_per_user', count: 3, requested: 1 },
      })
    }
  })
})

describe('acts on items', () => {
  beforeEach(() => open())

  test('are for the owner and administrators, by id', async () => {
    const { itemIds, batchId } = await enqueueAs(ann, SUM, { runs: 4, destination: 'd' })
    const [first, second, third, fourth] = itemIds
    for (const [method, act, detail] of [
      ['PUT', `i/${first}/cancel`, 'You do not have permission to cancel this queue item'],
      ['DELETE', `i/${first}`, 'You do not have permission to delete this queue item'],
    ] as const) {
      expect(await queue(bob, method, act)).toMatchObject({ status: 403, json: { detail } })
    }
    expect(await queue(bob, 'PUT', 'retry_items_by_id', [first])).toMatchObject({
      status: 403,
      json: { detail: `You do not have permission to retry queue item ${first}` },
    })
    // one that is not theirs among their own refuses the whole call
    const own = await enqueueAs(bob, SUM)
    await queue(bob, 'PUT', `i/${own.itemIds[0]}/cancel`)
    expect((await queue(bob, 'PUT', 'retry_items_by_id', [...own.itemIds, first])).status).toBe(403)
    expect((await queue(bob, 'PUT', 'cancel_by_batch_ids', { batch_ids: [batchId] })).json).toEqual({ canceled: 0 })
    expect((await queue(ann, 'GET', `b/${batchId}/status`)).json).toMatchObject({ pending: 4, canceled: 0 })

    await expectStatus(queue(ann, 'PUT', `i/${first}/cancel`), 200)
    await expectStatus(queue(admin, 'PUT', `i/${second}/cancel`), 200)
    await expectStatus(queue(admin, 'DELETE', `i/${third}`), 200)
    const retried = await expectStatus(queue(admin, 'PUT', 'retry_items_by_id', [first]), 200)
    expect(retried.json).toMatchObject({ retried_item_ids: [first] })
    // what an administrator retries is still its owner's
    const { json } = await queue(ann, 'GET', 'status')
    expect((json as { queue: object }).queue).toMatchObject({ user_pending: 2, canceled: 3 })
    expect((await queue(admin, 'PUT', 'cancel_by_batch_ids', { batch_ids: [batchId] })).json).toEqual({ canceled: 2 })
    expect((await queue(ann, 'GET', `i/${fourth}`)).json).toMatchObject({ status: 'canceled' })
  })

  test.each([
    ['PUT', 'cancel_all_except_current', 'canceled'],
    ['PUT', 'delete_all_except_current', 'deleted'],
    ['PUT', 'cancel_by_destination?destination=d', 'canceled'],
    ['DELETE', 'd/d', 'deleted'],
    ['PUT', 'clear', 'deleted'],
  ])('by %s %s take the own ones, and everybody’s when an administrator says so', async (method, act, key) => {
    await enqueueAs(ann, SUM, { runs: 2, destination: 'd' })
    await enqueueAs(bob, SUM, { runs: 3, destination: 'd' })
    const all = `${act}${act.includes('?') ? '&' : '?'}scope=all`
    expect(await queue(bob, method, all)).toMatchObject({ status: 403, json: { detail: 'Admin privileges required' } })
    expect((await queue(admin, method, act)).json).toEqual({ [key]: 0 })
    expect((await queue(bob, method, act)).json).toEqual({ [key]: 3 })
    expect((await queue(ann, 'GET', 'status')).json).toMatchObject({ queue: { user_pending: 2, pending: 2 } })
    expect((await queue(admin, method, all)).json).toEqual({ [key]: 2 })
  })

  test('that have ended are pruned by whom they belong to', async () => {
    for (const person of [ann, bob]) await enqueueAs(person, SUM)
    await queue(admin, 'PUT', 'cancel_all_except_current?scope=all')
    expect((await queue(bob, 'PUT', 'prune?scope=all')).status).toBe(403)
    expect((await queue(admin, 'PUT', 'prune')).json).toEqual({ deleted: 0 })
    expect((await queue(bob, 'PUT', 'prune')).json).toEqual({ deleted: 1 })
    expect((await queue(admin, 'PUT', 'prune?scope=all')).json).toEqual({ deleted: 1 })
  })

  test('stop and go are told at once to everybody who follows the queue', async () => {
    const others = await Promise.all([ann, bob].map((person) => listenAs(server, person)))
    await queue(admin, 'PUT', 'processor/resume')
    const { json } = await queue(admin, 'PUT', 'processor/pause')
    const { paused_at }: { paused_at: string } = json
    for (const other of [listener, ...others]) {
      await other.hear('queue_pause_changed', (told) => told.paused_at === paused_at)
      expect(other.heard('queue_pause_changed').slice(-2)).toMatchObject([
        { payload: { queue_id: 'default', paused_by: null, paused_at: null } },
        { payload: { paused_by: 'Display of admin', paused_at } },
      ])
    }
    for (const other of others) other.close()
  })

  test('stop and go are for administrators, and everybody sees who stopped it', async () => {
    for (const act of ['processor/pause', 'processor/resume']) {
      expect(await queue(ann, 'PUT', act)).toMatchObject({ status: 403, json: { detail: 'Admin privileges required' } })
    }
    const { itemIds } = await enqueueAs(bob, SUM)
    for (const person of [ann, bob, admin]) {
      const { json } = await queue(person, 'GET', 'status')
      expect((json as { processor: object }).processor).toEqual({
        ...{ is_started: false, is_processing: false },
        ...{ paused_by: 'Display of admin', paused_at: expect.any(String) },
      })
      expect((await queue(person, 'GET', `i/${itemIds[0]}`)).json).toMatchObject({ waiting_reason: 'paused', position: 1 })
    }
    // one without a name is an administrator to others
    const { json } = await admin.request('POST', '/api/v1/auth/users', {
      json: { email: 'nameless@people.test', password: 'Correct-Horse-7', is_admin: true },
    })
    const { email } = json as { email: string }
    const nameless = await signIn(server, { email, password: 'Correct-Horse-7' })
    await queue(nameless, 'PUT', 'processor/resume')
    await queue(nameless, 'PUT', 'processor/pause')
    const status = await queue(ann, 'GET', 'status')
    expect(status.json).toMatchObject({ processor: { paused_by: 'administrator' } })
    expect(status.bytes.toString()).not.toContain(email)
  })
})

test('names of others are shown in the queue where the setting says so, and nothing else of them', async () => {
  await open('queue_show_names: true\n')
  const { itemIds, batchId } = await enqueueAs(ann, SUM, { destination: 'd' })
  const { json, bytes } = await queue(bob, 'GET', `i/${itemIds[0]}`)
  expect(json).toMatchObject({ user_display_name: 'Display of ann', user_id: 'redacted', batch_id: 'redacted' })
  for (const secret of [ann.userId, ann.email, batchId]) expect(bytes.toString()).not.toContain(secret)
})
