import { expect, test } from 'vitest'
import { type Tx, transaction } from '../data/database.ts'
import { openTemporaryStore } from '../data/temporary-store.ts'
import { cancelItems } from './cancel.ts'
import { countBatch, countDestination, countQueue, findCurrent, totalOf } from './counts.ts'
import { endItem, keepSession } from './end.ts'
import type { Attempt } from './is-claimed.ts'
import { findBatchTexts, findItem, findItems, findSessions, listItemIds, listItems } from './list.ts'
import { findPause, pauseQueue, resumeQueue } from './pause.ts'
import { findPositions } from './positions.ts'
import { pruneHistory, pruneItems, removeItems } from './remove.ts'
import { findRetriable, retryItems } from './retry.ts'
import { returnDeadItem, returnLostItems, returnStoppedItem } from './return.ts'
import type { ItemSelection } from './selection.ts'
import { claim, enqueue } from './testing.ts'

const all: ItemSelection = { queueId: 'default', what: { kind: 'all' } }
const attemptOf = (item: Attempt | undefined): Attempt => item ?? { item_id: 0, claim_token: '' }

async function openQueue() {
  const store = await openTemporaryStore()
  const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(store.db, work)
  const statusOf = async (itemId: number) => (await findItem(store.db, 'default', itemId))?.status
  return { ...store, run, statusOf, [Symbol.asyncDispose]: store.close }
}

test('a batch stores its graph once and gives each item its own values', async () => {
  await using queue = await openQueue()
  const values = (at: number) => [{ node_path: 'n', field_name: 'seed', value: at / 2 }]
  const batch = await enqueue(queue.db, {
    count: 3,
    fieldValuesAt: values,
    graph: '{"a":1}',
    workflow: '{"w":1}',
    destination: 'd',
  })
  expect(batch).toMatchObject({ itemIds: [3, 2, 1], priority: 0 })
  const items = await findItems(queue.db, 'default', [3, 1, 9, 2])
  expect(items.map(({ item_id, field_values, destination }) => [item_id, JSON.parse(field_values ?? ''), destination])).toEqual([
    [3, values(2), 'd'],
    [1, values(0), 'd'],
    [2, values(1), 'd'],
  ])
  expect(new Set(items.map(({ session_id }) => session_id)).size).toBe(3)
  expect(await findBatchTexts(queue.db, [batch.batchId])).toEqual(
    new Map([[batch.batchId, { graph: '{"a":1}', workflow: '{"w":1}' }]]),
  )
})

test('an item without values of its own has none, and a batch of none leaves nothing behind', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  expect((await findItem(queue.db, 'default', 1))?.field_values).toBeNull()
  const { batchId, itemIds } = await enqueue(queue.db, { count: 0 })
  expect(itemIds).toEqual([])
  expect(await countBatch(queue.db, 'default', batchId)).toBeUndefined()
})

test('an enqueue beyond the limit of the server is refused whole, with the numbers', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2, userId: 'bert' })
  const refused = enqueue(queue.db, { count: 2 }, { maxPending: 3, maxPendingPerUser: null })
  await expect(refused).rejects.toMatchObject({
    code: 'queue_full',
    details: { limit: 'max_queue_size', count: 2, requested: 2, maximum: 3 },
  })
  expect(await listItemIds(queue.db, 'default', 'asc')).toEqual([1, 2])
  await enqueue(queue.db, { count: 1 }, { maxPending: 3, maxPendingPerUser: null })
})

test('the limit of a person counts what is pending of that person', async () => {
  await using queue = await openQueue()
  const limits = { maxPending: 100, maxPendingPerUser: 2 }
  await enqueue(queue.db, { count: 2, userId: 'bert' }, limits)
  await enqueue(queue.db, { count: 2 }, limits)
  await expect(enqueue(queue.db, {}, limits)).rejects.toMatchObject({
    details: { limit: 'max_queue_size_per_user', count: 2, requested: 1, maximum: 2 },
  })
  await claim(queue.db)
  await claim(queue.db)
  await enqueue(queue.db, {}, limits)
})

test('a million runs are refused without being made', async () => {
  await using queue = await openQueue()
  const refused = enqueue(
    queue.db,
    {
      count: 1_000_000,
      fieldValuesAt: () => {
        throw new Error('made')
      },
    },
    { maxPending: 10_000, maxPendingPerUser: null },
  )
  await expect(refused).rejects.toMatchObject({ code: 'queue_full' })
})

test('what is prepended comes before the other items of its user', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  expect((await enqueue(queue.db, { prepend: true })).priority).toBe(1)
  expect((await enqueue(queue.db, { prepend: true })).priority).toBe(2)
  const order = [await claim(queue.db), await claim(queue.db), await claim(queue.db), await claim(queue.db)]
  expect(order.map((item) => item?.item_id)).toEqual([4, 3, 1, 2])
})

test('a claimed item carries all that it takes to run it, and none is left at the end', async () => {
  await using queue = await openQueue()
  const { batchId } = await enqueue(queue.db, { origin: 'o', workflow: '{}' })
  expect(await claim(queue.db)).toEqual({
    item_id: 1,
    queue_id: 'default',
    batch_id: batchId,
    session_id: expect.any(String),
    user_id: 'ann',
    attempt: 1,
    claim_token: expect.any(String),
    origin: 'o',
    destination: null,
    priority: 0,
    root_item_id: null,
    workflow_call_id: null,
    workflow_call_depth: null,
    graph: expect.any(String),
    workflow: '{}',
    field_values: null,
  })
  expect(await claim(queue.db)).toBeUndefined()
  expect(await findItem(queue.db, 'default', 1)).toMatchObject({ status: 'in_progress', status_sequence: 1, device: 'cpu' })
  expect(await findCurrent(queue.db, 'default')).toMatchObject({ item_id: 1, user_id: 'ann' })
})

test('first come, first served takes the highest priority, then the oldest, whoever owns them', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  await enqueue(queue.db, { userId: 'bert' })
  await enqueue(queue.db, { prepend: true })
  const order = [1, 2, 3, 4].map(() => claim(queue.db, 'FIFO'))
  expect((await Promise.all(order)).map((item) => item?.item_id)).toEqual([4, 1, 2, 3])
})

test('by device time whoever had less of it is next', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 3 })
  await enqueue(queue.db, { count: 3, userId: 'bert' })
  await queue.db.updateTable('queue_users').set({ virtual_time: 10 }).where('user_id', '=', 'ann').execute()
  // until the other has had as much
  for (const userId of ['bert', 'bert']) expect((await claim(queue.db, 'fair_time'))?.user_id).toBe(userId)
  await queue.db.updateTable('queue_users').set({ virtual_time: 11 }).where('user_id', '=', 'bert').execute()
  expect((await claim(queue.db, 'fair_time'))?.user_id).toBe('ann')
})

test('by device time whoever stayed away has not saved any up', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  await queue.db.updateTable('queue_users').set({ virtual_time: 10 }).where('user_id', '=', 'ann').execute()
  await enqueue(queue.db, { count: 3, userId: 'bert' })
  // what one has saved while one waited stays, however often one enqueues
  await enqueue(queue.db, { userId: 'bert' })
  const times = await queue.db.selectFrom('queue_users').select(['user_id', 'virtual_time']).orderBy('user_id').execute()
  expect(times).toEqual([
    { user_id: 'ann', virtual_time: 10 },
    { user_id: 'bert', virtual_time: 10 },
  ])
  await queue.db.updateTable('queue_users').set({ virtual_time: 20 }).where('user_id', '=', 'ann').execute()
  await enqueue(queue.db, { userId: 'bert' })
  for (let at = 0; at < 5; at++) expect((await claim(queue.db, 'fair_time'))?.user_id).toBe('bert')
})

test('the time of an item is charged to its owner', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  const item = await claim(queue.db)
  await queue.db.updateTable('queue_items').set({ started_at: '2020-01-01 00:00:00.000' }).execute()
  await queue.run((tx) => endItem(tx, attemptOf(item), { status: 'completed' }))
  const { virtual_time } = await queue.db.selectFrom('queue_users').select('virtual_time').executeTakeFirstOrThrow()
  expect(virtual_time).toBeGreaterThan(1e8)
})

test('the time of an attempt whose worker died is charged too, whatever becomes of the item', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  const charged: number[] = []
  for (const outcome of ['pending', 'failed']) {
    const item = await claim(queue.db)
    await queue.db.updateTable('queue_items').set({ started_at: '2020-01-01 00:00:00.000' }).execute()
    expect(await queue.run((tx) => returnDeadItem(tx, attemptOf(item), 'It died'))).toBe(outcome)
    const user = await queue.db.selectFrom('queue_users').select('virtual_time').executeTakeFirstOrThrow()
    charged.push(user.virtual_time)
  }
  expect(charged).toEqual([expect.toSatisfy((first) => first > 1e8), expect.toSatisfy((both) => both > 2e8)])
})

test('an item ends once, with its error and session, for whoever has its token', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  const item = await claim(queue.db)
  const error = { type: 'E', message: 'm', traceback: 't' }
  const end = (claimToken: string) =>
    queue.run((tx) => endItem(tx, { item_id: 1, claim_token: claimToken }, { status: 'failed', error, session: '{}' }))
  expect(await end('another')).toBe(false)
  expect(await end(item?.claim_token ?? '')).toBe(true)
  expect(await end(item?.claim_token ?? '')).toBe(false)
  expect(await findItem(queue.db, 'default', 1)).toMatchObject({
    status: 'failed',
    status_sequence: 2,
    error_type: 'E',
    error_message: 'm',
    error_traceback: 't',
    completed_at: expect.any(String),
  })
  expect(await findSessions(queue.db, [1])).toEqual(new Map([[1, '{}']]))
})

test('a canceled item stays canceled, and keeps what its session came to', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  const item = await claim(queue.db)
  expect(await queue.run((tx) => cancelItems(tx, all))).toEqual({
    running: [{ item_id: 1, user_id: 'ann' }],
    others: [{ item_id: 2, user_id: 'ann' }],
  })
  expect(await queue.run((tx) => cancelItems(tx, all))).toEqual({ running: [], others: [] })
  expect(await queue.run((tx) => endItem(tx, attemptOf(item), { status: 'completed' }))).toBe(false)
  await queue.run((tx) => keepSession(tx, 1, '{"x":1}'))
  await queue.run((tx) => keepSession(tx, 99, '{"x":1}'))
  expect(await queue.statusOf(1)).toBe('canceled')
  expect(await findSessions(queue.db, [1, 99])).toEqual(new Map([[1, '{"x":1}']]))
})

test.each<[string, ItemSelection['what'], number[]]>([
  ['one item', { kind: 'item', itemId: 3 }, [3]],
  ['an unknown item', { kind: 'item', itemId: 77 }, []],
  ['a destination', { kind: 'destination', destination: 'there' }, [2, 3]],
  ['all but what runs', { kind: 'except_current' }, [2, 3, 4]],
  ['all', { kind: 'all' }, [1, 2, 3, 4]],
])('a selection can mean %s', async (_, what, meant) => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  await claim(queue.db)
  await enqueue(queue.db, { count: 2, destination: 'there' })
  await enqueue(queue.db, { userId: 'bert' })
  const { running, others } = await queue.run((tx) => cancelItems(tx, { queueId: 'default', what }))
  expect([...running, ...others].map(({ item_id }) => item_id)).toEqual(meant)
})

test('a selection can mean batches, and the items of one user', async () => {
  await using queue = await openQueue()
  const own = await enqueue(queue.db, { count: 2 })
  const other = await enqueue(queue.db, { userId: 'bert' })
  const what = { kind: 'batches', batchIds: [own.batchId, other.batchId] } as const
  const { others } = await queue.run((tx) => cancelItems(tx, { queueId: 'default', userId: 'bert', what }))
  expect(others).toEqual([{ item_id: 3, user_id: 'bert' }])
})

test('a batch goes with its last item', async () => {
  await using queue = await openQueue()
  const { batchId } = await enqueue(queue.db, { count: 2 })
  await queue.run((tx) => removeItems(tx, { ...all, what: { kind: 'item', itemId: 1 } }))
  expect(await countBatch(queue.db, 'default', batchId)).toMatchObject({ pending: 1 })
  await queue.run((tx) => removeItems(tx, all))
  expect(await queue.db.selectFrom('batches').selectAll().execute()).toEqual([])
  expect((await enqueue(queue.db)).itemIds).toEqual([3])
})

test('pruning deletes what has ended, of one user or of all', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  await enqueue(queue.db, { userId: 'bert' })
  await queue.run((tx) => cancelItems(tx, all))
  await enqueue(queue.db)
  expect(await queue.run((tx) => pruneItems(tx, { queueId: 'default', userId: 'bert' }))).toBe(1)
  expect(await queue.run((tx) => pruneItems(tx, { queueId: 'default' }))).toBe(2)
  expect(await listItemIds(queue.db, 'default', 'desc')).toEqual([4])
})

test('of the history the latest are kept', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 5 })
  for (const itemId of [4, 1, 3, 2]) {
    await queue.run((tx) => cancelItems(tx, { ...all, what: { kind: 'item', itemId } }))
    await queue.db
      .updateTable('queue_items')
      .set({ completed_at: `2026-01-01 00:00:0${9 - itemId}.000` })
      .where('item_id', '=', itemId)
      .execute()
  }
  expect(await queue.run((tx) => pruneHistory(tx, 'default', 2))).toBe(2)
  expect(await listItemIds(queue.db, 'default', 'asc')).toEqual([1, 2, 5])
})

test('a retry enqueues again what failed or was canceled, and remembers the first of its line', async () => {
  await using queue = await openQueue()
  const { batchId } = await enqueue(queue.db, { count: 3, prepend: true, fieldValuesAt: (at) => [at] })
  const retry = async (tx: Tx, itemIds: number[]) => retryItems(tx, await findRetriable(tx, 'default', itemIds))
  await queue.run((tx) => cancelItems(tx, { ...all, what: { kind: 'item', itemId: 2 } }))
  expect(await queue.run((tx) => retry(tx, [1, 2, 2, 44]))).toEqual([{ item_id: 4, user_id: 'ann' }])
  await queue.run((tx) => cancelItems(tx, { ...all, what: { kind: 'item', itemId: 4 } }))
  await queue.run((tx) => retry(tx, [4]))
  const [old, first, second] = await findItems(queue.db, 'default', [2, 4, 5])
  expect(old).toMatchObject({ status: 'canceled', retried_from_item_id: null })
  expect(first).toMatchObject({ retried_from_item_id: 2, status: 'canceled', batch_id: batchId })
  expect(second).toMatchObject({ retried_from_item_id: 2, status: 'pending', priority: 1, field_values: '[1]' })
  expect(second?.session_id).not.toBe(old?.session_id)
})

test('an item whose worker died runs once more, then fails with the reason', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  const first = await claim(queue.db)
  expect(await queue.run((tx) => returnDeadItem(tx, attemptOf(first), 'The worker ended'))).toBe('pending')
  expect(await queue.run((tx) => endItem(tx, attemptOf(first), { status: 'completed' }))).toBe(false)
  const second = await claim(queue.db)
  expect(second).toMatchObject({ item_id: 1, attempt: 2 })
  expect(await queue.run((tx) => returnDeadItem(tx, attemptOf(first), 'late'))).toBeUndefined()
  expect(await queue.run((tx) => returnDeadItem(tx, attemptOf(second), 'The worker ended'))).toBe('failed')
  expect(await findItem(queue.db, 'default', 1)).toMatchObject({
    status: 'failed',
    status_sequence: 4,
    error_type: 'WorkerDied',
    error_message: expect.stringContaining('The worker ended'),
  })
})

test('a stop costs no attempt', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  const item = await claim(queue.db)
  expect(await queue.run((tx) => returnStoppedItem(tx, attemptOf(item)))).toBe('pending')
  expect(await queue.run((tx) => returnStoppedItem(tx, attemptOf(item)))).toBeUndefined()
  expect(await findItem(queue.db, 'default', 1)).toMatchObject({ status: 'pending', attempt: 1, started_at: null, device: null })
})

test('at a start what was lost comes back, or fails when it was lost before', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 3 })
  await claim(queue.db)
  expect(await queue.run((tx) => returnLostItems(tx, 'default'))).toMatchObject({ returned: [{ item_id: 1 }], failed: [] })
  await claim(queue.db)
  await claim(queue.db)
  const { returned, failed } = await queue.run((tx) => returnLostItems(tx, 'default'))
  expect([returned, failed]).toMatchObject([[{ item_id: 2 }], [{ item_id: 1 }]])
  expect(await queue.statusOf(3)).toBe('pending')
})

test('a pause is stored with who made it, and nothing starts until it is over', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db)
  await pauseQueue(queue.db, 'default', 'Chief')
  await pauseQueue(queue.db, 'default', 'Somebody else')
  expect(await findPause(queue.db, 'default')).toEqual({ paused_by: 'Chief', paused_at: expect.any(String) })
  expect(await claim(queue.db)).toBeUndefined()
  await resumeQueue(queue.db, 'default')
  expect(await findPause(queue.db, 'default')).toEqual({ paused_by: null, paused_at: null })
  expect(await claim(queue.db)).toMatchObject({ item_id: 1 })
})

test('counts are there for queue, user, batch and destination', async () => {
  await using queue = await openQueue()
  const { batchId } = await enqueue(queue.db, { count: 3, destination: 'd' })
  await enqueue(queue.db, { userId: 'bert', destination: 'd' })
  await claim(queue.db)
  const { all: everybody, own } = await countQueue(queue.db, 'default', 'ann')
  expect([everybody, own]).toMatchObject([
    { pending: 3, in_progress: 1 },
    { pending: 2, in_progress: 1 },
  ])
  expect(totalOf(everybody)).toBe(4)
  expect((await countQueue(queue.db, 'default', 'nobody')).own).toMatchObject({ pending: 0 })
  expect(await countBatch(queue.db, 'default', batchId)).toMatchObject({ pending: 2, in_progress: 1, destination: 'd' })
  expect(await countDestination(queue.db, 'default', 'd', undefined)).toMatchObject({ pending: 3, in_progress: 1 })
  expect(await countDestination(queue.db, 'default', 'd', 'bert')).toMatchObject({ pending: 1, in_progress: 0 })
  expect(await countDestination(queue.db, 'default', 'elsewhere', undefined)).toMatchObject({ pending: 0 })
})

test('a list is by priority and age, for one destination too', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  await enqueue(queue.db, { destination: 'd', prepend: true })
  const idsOf = async (destination?: string) => (await listItems(queue.db, 'default', destination)).map(({ item_id }) => item_id)
  expect(await idsOf()).toEqual([3, 1, 2])
  expect(await idsOf('d')).toEqual([3])
  expect(await findItem(queue.db, 'elsewhere', 1)).toBeUndefined()
})

test('positions tell how many of others come first', async () => {
  await using queue = await openQueue()
  await enqueue(queue.db, { count: 2 })
  await enqueue(queue.db, { count: 2, userId: 'bert' })
  await claim(queue.db)
  const positions = await findPositions(queue, 'default', 'round_robin', [1, 2, 3, 4])
  expect(positions.toSorted((a, b) => a.item_id - b.item_id)).toEqual([
    { item_id: 2, position: 2, others: 1 },
    { item_id: 3, position: 1, others: 0 },
    { item_id: 4, position: 3, others: 1 },
  ])
})
