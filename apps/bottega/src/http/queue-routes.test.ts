import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

/*
 * Every route of the queue over the wire, on a queue that is paused unless a test lets it run.
 */

let server: TemporaryServer | undefined

beforeEach(async () => {
  server ??= await startTemporaryServer(inject('dist'))
  await ask('PUT', 'clear')
  await ask('PUT', 'processor/pause')
})
afterAll(() => server?.close())

/** An answer as tests look at it. */
type Json = Readonly<Record<string, never>> & readonly Readonly<Record<string, never>>[]

async function ask(method: string, path: string, json?: unknown): Promise<{ readonly status: number; readonly json: Json }> {
  return server!.request(method, `/api/v1/queue/default/${path}`, json === undefined ? {} : { json })
}

const graph = { id: 'g', nodes: { n: { id: 'n', type: 'integer', value: 1 } }, edges: [] }
const vary = (items: readonly number[]) => ({ node_path: 'n', field_name: 'value', items })

async function enqueue(batch: object = {}, prepend = false) {
  const { status, json } = await ask('POST', 'enqueue_batch', { batch: { graph, runs: 1, ...batch }, prepend })
  expect(status).toBe(200)
  return json as unknown as { item_ids: number[]; batch: { batch_id: string }; enqueued: number; priority: number }
}

/** Ids of new items, the oldest first. */
const make = async (runs: number, batch: object = {}) => (await enqueue({ runs, ...batch })).item_ids.toReversed()

const listIds = async () => (await ask('GET', 'item_ids?order_dir=ASC')).json.item_ids as unknown as number[]
const statusOf = async (itemId: number) => (await ask('GET', `i/${itemId}`)).json.status

async function drain() {
  await ask('PUT', 'processor/resume')
  const left = async () => {
    const { pending, in_progress } = (await ask('GET', 'status')).json.queue as never
    return [pending, in_progress]
  }
  await expect.poll(left, { timeout: 30_000 }).toEqual([0, 0])
}

test('the id of a batch is made by the server, and data of no items makes no items', async () => {
  const { batch } = await enqueue({ batch_id: 'mine' })
  expect(batch.batch_id).not.toBe('mine')
  expect((await ask('GET', 'b/mine/status')).json).toMatchObject({ total: 0, origin: null, destination: null })
  expect(await enqueue({ data: [] })).toMatchObject({ enqueued: 1 })
  expect(await enqueue({ data: [[vary([])]] })).toMatchObject({ enqueued: 0, item_ids: [] })
  expect(await enqueue({ data: [[vary([1, 2])]], runs: 2 })).toMatchObject({ enqueued: 4 })
  expect(await listIds()).toHaveLength(6)
})

test('ten thousand items are stored with their graph once, and one more is refused whole', async () => {
  const items = Array.from({ length: 100 }, (_, at) => at)
  const { item_ids, batch } = await enqueue({ data: [[vary(items)]], runs: 100, destination: 'many' })
  expect(item_ids).toHaveLength(10_000)
  expect((await ask('GET', `b/${batch.batch_id}/status`)).json).toMatchObject({ pending: 10_000, destination: 'many' })
  expect((await ask('GET', 'counts_by_destination?destination=many')).json).toMatchObject({ pending: 10_000, total: 10_000 })
  const refused = await ask('POST', 'enqueue_batch', { batch: { graph, runs: 1 }, prepend: false })
  expect(refused).toMatchObject({ status: 429, json: { limit: 'max_queue_size', count: 10_000, requested: 1, maximum: 10_000 } })
  const { batches } = server!.app.db.sqlite.prepare('select count(*) as batches from batches').all([])[0] ?? {}
  expect(batches).toBe(1)
  expect((await ask('GET', `i/${item_ids[0]}`)).json).toMatchObject({ position: 10_000, waiting_reason: 'paused' })
})

test('a million runs are refused by counting them', async () => {
  const refused = await ask('POST', 'enqueue_batch', {
    batch: { graph, runs: 1_000_000, data: [[vary([1, 2])]] },
    prepend: false,
  })
  expect(refused).toMatchObject({
    status: 429,
    json: { count: 0, requested: 2_000_000, maximum: 10_000, detail: expect.any(String) },
  })
  expect(await listIds()).toEqual([])
})

test('lists are by priority and age, for a destination too, and what is prepended stands first', async () => {
  const [a, b] = await make(2, { destination: 'x' })
  const { item_ids, priority } = await enqueue({ destination: 'y' }, true)
  expect(priority).toBe(1)
  const [c] = item_ids
  const idsIn = async (path: string) => (await ask('GET', path)).json.map(({ item_id }) => item_id)
  expect(await idsIn('list_all')).toEqual([c, a, b])
  expect(await idsIn('list_all?destination=x')).toEqual([a, b])
  expect((await ask('GET', 'item_ids')).json).toEqual({ item_ids: [c, b, a], total_count: 3 })
  expect((await ask('GET', 'next')).json).toMatchObject({ item_id: c, position: 1 })
  expect((await ask('GET', 'current')).json).toBeNull()
})

test('items are given in the order of their ids, without those that are not there, a thousand at most', async () => {
  const [a, b] = await make(2)
  for (const path of ['items_by_ids', 'item_summaries_by_ids']) {
    const { json } = await ask('POST', path, { item_ids: [b, 999_999, a] })
    expect(json.map(({ item_id }) => item_id)).toEqual([b, a])
    expect((await ask('POST', path, { item_ids: Array.from({ length: 1001 }, (_, at) => at) })).status).toBe(422)
  }
})

test('an item alone has no empty fields, says where it ran, and counts its changes', async () => {
  const [a = 0] = await make(1)
  const pending = (await ask('GET', `i/${a}`)).json
  expect(pending).toMatchObject({ status: 'pending', status_sequence: 0, position: 1, waiting_reason: 'paused' })
  expect(Object.values(pending)).not.toContain(null)
  await drain()
  const done = (await ask('GET', `i/${a}`)).json
  expect(done).toMatchObject({ status: 'completed', status_sequence: 2, device: 'cpu', attempt: 1 })
  expect(done).not.toHaveProperty('position')
})

test('what has ended stays as it is, whatever is asked of it', async () => {
  const [done = 0] = await make(1)
  await drain()
  const before = (await ask('GET', `i/${done}`)).json
  expect((await ask('PUT', `i/${done}/cancel`)).json).toEqual(before)
  expect((await ask('PUT', 'cancel_by_batch_ids', { batch_ids: [before.batch_id] })).json).toEqual({ canceled: 0 })
  expect((await ask('PUT', 'cancel_all_except_current')).json).toEqual({ canceled: 0 })
  // what completed is not retried, and what is unknown refuses all
  expect((await ask('PUT', 'retry_items_by_id', [done])).json).toEqual({ queue_id: 'default', retried_item_ids: [] })
  expect((await ask('PUT', 'retry_items_by_id', [done, 999_999])).status).toBe(404)
  expect((await ask('GET', `i/${done}`)).json).toEqual(before)
  expect(await listIds()).toEqual([done])
})

test('a retry keeps values, priority and batch, and names the first of its line', async () => {
  const { item_ids, batch } = await enqueue({ data: [[vary([7])]] }, true)
  const [first = 0] = item_ids
  await ask('PUT', `i/${first}/cancel`)
  await ask('PUT', 'retry_items_by_id', [first])
  const [, second = 0] = await listIds()
  await ask('PUT', `i/${second}/cancel`)
  await ask('PUT', 'retry_items_by_id', [second])
  const [, , third] = await listIds()
  expect((await ask('GET', `i/${third}`)).json).toMatchObject({
    status: 'pending',
    priority: 1,
    batch_id: batch.batch_id,
    retried_from_item_id: first,
    field_values: [{ node_path: 'n', field_name: 'value', value: 7 }],
    session: { graph: { nodes: { n: { value: 7 } } } },
  })
  expect([await statusOf(first), await statusOf(second)]).toEqual(['canceled', 'canceled'])
})

test('items go by their id, their batch, their destination, or all together', async () => {
  const [a = 0, b = 0] = await make(2, { destination: 'x' })
  const { item_ids, batch } = await enqueue({ destination: 'y' })
  const [c = 0] = item_ids
  const [d = 0] = await make(1)
  expect(await ask('DELETE', `i/${a}`)).toMatchObject({ status: 200, json: null })
  expect((await ask('GET', `i/${a}`)).status).toBe(404)
  expect((await ask('PUT', 'cancel_by_destination?destination=x')).json).toEqual({ canceled: 1 })
  expect((await ask('PUT', 'cancel_by_batch_ids', { batch_ids: [batch.batch_id, randomUUID()] })).json).toEqual({ canceled: 1 })
  expect([await statusOf(b), await statusOf(c), await statusOf(d)]).toEqual(['canceled', 'canceled', 'pending'])
  expect((await ask('DELETE', 'd/x')).json).toEqual({ deleted: 1 })
  expect((await ask('PUT', 'delete_all_except_current')).json).toEqual({ deleted: expect.any(Number) })
  expect((await ask('PUT', 'prune')).json).toEqual({ deleted: expect.any(Number) })
  expect(await listIds()).toEqual([])
  await make(3)
  expect((await ask('PUT', 'clear')).json).toEqual({ deleted: 3 })
})

test.each([
  ['GET', 'i/999999'],
  ['PUT', 'i/999999/cancel'],
  ['DELETE', 'i/999999'],
])('%s %s of an item that is not there is told so', async (method, path) => {
  expect(await ask(method, path)).toMatchObject({ status: 404, json: { detail: 'Queue item not found' } })
})

test('two hundred enqueues, cancels, retries and deletions at once leave counts that are right', async () => {
  await ask('PUT', 'processor/resume')
  const ids = await make(50)
  const acts = Array.from({ length: 200 }, (_, at) => {
    const itemId = ids[at % ids.length] ?? 0
    if (at % 4 === 0) return ask('POST', 'enqueue_batch', { batch: { graph, runs: 2 }, prepend: at % 8 === 0 })
    if (at % 4 === 1) return ask('PUT', `i/${itemId}/cancel`)
    if (at % 4 === 2) return ask('PUT', 'retry_items_by_id', [itemId])
    return ask('DELETE', `i/${itemId}`)
  })
  const answers = await Promise.all(acts)
  expect(answers.filter(({ status }) => status !== 200 && status !== 404)).toEqual([])
  await drain()
  const shown = (await ask('GET', 'list_all')).json.map(({ status }) => String(status))
  const counted = (status: string) => shown.filter((one) => one === status).length
  expect((await ask('GET', 'status')).json.queue).toMatchObject({
    pending: 0,
    in_progress: 0,
    completed: counted('completed'),
    canceled: counted('canceled'),
    failed: 0,
    total: shown.length,
  })
})
