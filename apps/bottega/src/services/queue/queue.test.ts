import { type Actor, SYSTEM_ACTOR } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { transaction } from '../../data/database.ts'
import { createBoard } from '../../data/repositories/boards.ts'
import { createImage } from '../../data/repositories/images.ts'
import { createUser } from '../../data/repositories/users.ts'
import { claim } from '../../queue/testing.ts'
import { openSessionServer, type SessionServerOptions } from '../testing/session-server.ts'
import {
  pauseProcessor,
  resumeProcessor,
  showBatchStatus,
  showCurrentItem,
  showDestinationCounts,
  showItem,
  showItemIds,
  showItemSummaries,
  showItems,
  showItemsByIds,
  showNextItem,
  showQueueStatus,
} from './queue.ts'
import {
  cancelBatches,
  cancelItem,
  cancelMany,
  clearQueue,
  deleteItem,
  deleteMany,
  pruneQueue,
  retryFailed,
} from './queue-acts.ts'

const person = (userId: string, role: Actor['role'] = 'user'): Actor => ({
  userId,
  role,
  isSystem: false,
  displayName: `Dr. ${userId}`,
})
const ann = person('ann')
const bert = person('bert')
const chief = person('chief', 'admin')

const graph = { id: 'g', nodes: { n: { id: 'n', type: 'add', a: 1, b: 2 } }, edges: [] }

async function openServer(settings: SessionServerOptions['settings'] = {}) {
  const server = await openSessionServer({ workerFile: undefined, settings })
  for (const { userId, displayName, role } of [ann, bert, chief]) {
    const email = `${userId}@here.test`
    await createUser(server.db, {
      user_id: userId,
      email,
      email_folded: email,
      display_name: displayName,
      password_hash: '',
      is_admin: role === 'admin',
    })
  }
  return server
}

test('an enqueue answers with the batch under the id that the server made, the newest item first', async () => {
  await using server = await openServer()
  expect(await server.enqueue(graph, { actor: ann, runs: 2 })).toEqual([2, 1])
  expect(server.told).toEqual([
    {
      name: 'batch_enqueued',
      payload: expect.objectContaining({ enqueued: 2, requested: 2, user_id: 'ann', queue_id: 'default' }),
    },
  ])
})

test.each([
  ['a node that does not exist', { id: 'g', nodes: { n: { id: 'n', type: 'nothing' } }, edges: [] }, {}, 'graph_invalid'],
  [
    'data for a field that does not exist',
    graph,
    { data: [[{ node_path: 'n', field_name: 'x', items: [1] }]] as never },
    'batch_invalid',
  ],
])('%s is refused, and nothing is enqueued', async (_, sent, more, code) => {
  await using server = await openServer()
  await expect(server.enqueue(sent, more)).rejects.toMatchObject({ code })
  expect(await showItemIds(server, ann, { order_dir: 'ASC' })).toEqual({ item_ids: [], total_count: 0 })
})

test('images and boards that a graph names have to be the caller’s to use, in batch data too', async () => {
  await using server = await openServer()
  const image = { image_origin: 'internal', image_category: 'general', width: 1, height: 1 } as const
  await transaction(server.db, (tx) => createImage(tx, { ...image, image_name: 'a.png', user_id: 'ann' }))
  await createBoard(server.db, { board_id: 'b', board_name: 'B', user_id: 'ann' })
  const naming = (image_name: string, board_id?: string) => ({
    id: 'g',
    nodes: { n: { id: 'n', type: 'image', image: { image_name }, ...(board_id && { board: { board_id } }) } },
    edges: [],
  })
  await expect(server.enqueue(naming('a.png'), { actor: bert })).rejects.toMatchObject({ code: 'image_forbidden' })
  await expect(server.enqueue(naming('x.png'), { actor: bert })).rejects.toMatchObject({ code: 'image_not_found' })
  const data = [[{ node_path: 'n', field_name: 'image', items: [{ image_name: 'x.png' }] }]] as never
  await expect(server.enqueue(naming('a.png'), { actor: ann, data })).rejects.toMatchObject({ code: 'image_not_found' })
  await server.enqueue(naming('a.png'), { actor: ann })
})

test.each([{ allow_nodes: ['sub'] }, { deny_nodes: ['add'] }])(
  'a node that the server does not allow is refused by %o',
  async (settings) => {
    await using server = await openServer(settings)
    await expect(server.enqueue(graph)).rejects.toMatchObject({
      code: 'graph_invalid',
      message: expect.stringContaining('type add'),
    })
  },
)

test('nodes that are named as allowed may be used', async () => {
  await using server = await openServer({ allow_nodes: ['add'], deny_nodes: ['sub'] })
  expect(await server.enqueue(graph)).toEqual([1])
})

test('a limit is told after the graph was found sound', async () => {
  await using server = await openServer({ max_queue_size_per_user: 1 })
  await expect(server.enqueue(graph, { actor: ann, runs: 2 })).rejects.toMatchObject({
    code: 'queue_full',
    details: { limit: 'max_queue_size_per_user', count: 0, requested: 2, maximum: 1 },
  })
  await expect(server.enqueue({ nodes: { n: { id: 'n', type: 'x' } } }, { actor: ann, runs: 2 })).rejects.toMatchObject({
    code: 'graph_invalid',
  })
})

test('a pending item shows its graph with its values, and where it stands', async () => {
  await using server = await openServer()
  const data = [[{ node_path: 'n', field_name: 'a', items: [7, 8] }]] as never
  await server.enqueue(graph, { actor: ann, data })
  const [first, second] = await showItems(server.reads, ann, undefined)
  expect(first).toMatchObject({
    item_id: 1,
    position: 1,
    waiting_reason: 'no_worker',
    user_display_name: 'Dr. ann',
    user_email: 'ann@here.test',
    field_values: [{ node_path: 'n', field_name: 'a', value: 7 }],
    session: { graph: { nodes: { n: { a: 7, b: 2 } } }, executed: [], results: {} },
  })
  expect(second).toMatchObject({ position: 2, session: { graph: { nodes: { n: { a: 8 } } } } })
  expect(await showItem(server.reads, ann, 1)).not.toHaveProperty('error_type')
})

test('items of others are shown without anything personal, but with their position', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, data: [[{ node_path: 'n', field_name: 'a', items: [777_777_777] }]] as never })
  for (const [item] of [await showItems(server.reads, bert, undefined), await showItemsByIds(server.reads, bert, [1])]) {
    expect(item).toMatchObject({ user_id: 'redacted', batch_id: 'redacted', session_id: 'redacted', position: 1, priority: 0 })
    expect(JSON.stringify(item)).not.toMatch(/ann|777777777/)
  }
  const [summary] = await showItemSummaries(server.reads, bert, [1])
  expect(summary).toMatchObject({ user_id: 'redacted', field_values: null, position: 1, status: 'pending' })
  expect(JSON.stringify(summary)).not.toMatch(/ann|777777777/)
  const [open] = await showItemSummaries(server.reads, chief, [1])
  expect(open).toMatchObject({ user_id: 'ann', user_display_name: 'Dr. ann' })
})

test('names of others are shown where the server shows them', async () => {
  await using server = await openServer({ queue_show_names: true })
  await server.enqueue(graph, { actor: ann })
  const [item] = await showItems(server.reads, bert, undefined)
  expect(item).toMatchObject({ user_id: 'redacted', user_display_name: 'Dr. ann', user_email: null })
})

test('the status counts all items and those of the caller, and hides whose item runs', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 2 })
  await server.enqueue(graph, { actor: bert })
  await claim(server.db)
  const statusFor = async (actor: Actor) => (await showQueueStatus(server.reads, actor)).queue
  expect(await statusFor(ann)).toMatchObject({
    item_id: 1,
    pending: 2,
    in_progress: 1,
    total: 3,
    user_pending: 1,
    user_in_progress: 1,
  })
  expect(await statusFor(bert)).toMatchObject({ item_id: null, session_id: null, batch_id: null, pending: 2, user_pending: 1 })
  expect(await statusFor(chief)).toMatchObject({ item_id: 1, user_pending: 0 })
  expect(await showCurrentItem(server.reads, bert)).toMatchObject({ item_id: 1, user_id: 'redacted' })
  expect(await showNextItem(server.reads, bert)).toMatchObject({ item_id: 3, user_id: 'bert', position: 1 })
})

test('a batch and a destination are counted for their owner and administrators', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 2 })
  const { batch_id } = await server.db.selectFrom('batches').select('batch_id').executeTakeFirstOrThrow()
  await server.db.updateTable('batches').set({ destination: 'd' }).execute()
  expect(await showBatchStatus(server, ann, batch_id)).toMatchObject({ pending: 2, total: 2, destination: 'd' })
  expect(await showBatchStatus(server, chief, batch_id)).toMatchObject({ total: 2 })
  expect(await showBatchStatus(server, bert, batch_id)).toMatchObject({ total: 0, destination: null })
  expect(await showBatchStatus(server, bert, 'unknown')).toMatchObject({ total: 0 })
  expect(await showDestinationCounts(server, ann, 'd')).toMatchObject({ pending: 2, total: 2 })
  expect(await showDestinationCounts(server, bert, 'd')).toMatchObject({ total: 0 })
  expect(await showDestinationCounts(server, chief, 'd')).toMatchObject({ total: 2 })
})

test('a pause is told with who made it, and is the reason for waiting', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann })
  expect(await pauseProcessor(server.reads, chief)).toMatchObject({
    is_started: false,
    paused_by: 'Dr. chief',
    paused_at: expect.any(String),
  })
  expect(await showItem(server.reads, ann, 1)).toMatchObject({ waiting_reason: 'paused' })
  expect(await resumeProcessor(server.reads)).toMatchObject({ paused_by: null, paused_at: null })
  expect(await pauseProcessor(server.reads, { ...chief, displayName: null })).toMatchObject({ paused_by: 'administrator' })
})

test('ids are listed of all items, of the own, and of those in some states', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 2 })
  await server.enqueue(graph, { actor: bert })
  await cancelItem(server.reads, ann, 1)
  const list = async (query: Partial<Parameters<typeof showItemIds>[2]>) =>
    (await showItemIds(server, ann, { order_dir: 'ASC', ...query })).item_ids
  expect(await list({})).toEqual([1, 2, 3])
  expect(await list({ own: true })).toEqual([1, 2])
  expect(await list({ status: ['pending', 'in_progress'] })).toEqual([2, 3])
  expect(await list({ status: ['canceled'] })).toEqual([1])
  expect(await list({ own: true, status: ['pending'] })).toEqual([2])
})

test('only its owner and administrators cancel, delete and retry an item', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 2 })
  await expect(cancelItem(server.reads, bert, 1)).rejects.toMatchObject({ code: 'queue_item_cancel_forbidden' })
  await expect(deleteItem(server.reads, bert, 1)).rejects.toMatchObject({ code: 'queue_item_delete_forbidden' })
  await expect(retryFailed(server.reads, bert, [1])).rejects.toMatchObject({ code: 'queue_item_retry_forbidden' })
  await expect(cancelItem(server.reads, bert, 9)).rejects.toMatchObject({ code: 'queue_item_not_found' })
  expect(await cancelItem(server.reads, ann, 1)).toMatchObject({ status: 'canceled' })
  await deleteItem(server.reads, chief, 2)
  expect((await showItemIds(server, ann, { order_dir: 'DESC' })).item_ids).toEqual([1])
})

test('canceling one item tells its status, canceling many tells them together by user', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 3 })
  await server.enqueue(graph, { actor: bert })
  await claim(server.db)
  server.told.length = 0
  await cancelItem(server.reads, ann, 2)
  expect(server.told).toMatchObject([{ name: 'queue_item_status_changed', payload: { item_id: 2, status: 'canceled' } }])
  server.told.length = 0
  expect(await cancelMany(server.reads, chief, { kind: 'all' }, 'all')).toBe(3)
  expect(server.told).toMatchObject([
    { name: 'queue_item_status_changed', payload: { item_id: 1, status: 'canceled' } },
    { name: 'queue_items_canceled', payload: { canceled_item_ids: [3, 4], canceled_item_ids_by_user: { ann: [3], bert: [4] } } },
  ])
})

test('acts on many items take the own ones, and everybody’s only for administrators who say so', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 2 })
  await server.enqueue(graph, { actor: chief })
  const what = { kind: 'except_current' } as const
  await expect(cancelMany(server.reads, ann, what, 'all')).rejects.toMatchObject({ code: 'admin_required' })
  expect(await cancelMany(server.reads, chief, what, undefined)).toBe(1)
  expect(await deleteMany(server.reads, bert, what, undefined)).toBe(0)
  expect(await cancelMany(server.reads, SYSTEM_ACTOR, what, undefined)).toBe(2)
  expect(await pruneQueue(server, ann, undefined)).toBe(2)
  expect((await showItemIds(server, ann, { order_dir: 'ASC' })).item_ids).toEqual([3])
})

test('batches are canceled by their owner, or by an administrator', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann, runs: 2 })
  const { batch_id } = await server.db.selectFrom('batches').select('batch_id').executeTakeFirstOrThrow()
  expect(await cancelBatches(server.reads, bert, [batch_id])).toBe(0)
  expect(await cancelBatches(server.reads, chief, [batch_id, 'unknown'])).toBe(2)
})

test('a queue that is cleared for all is told without a user', async () => {
  await using server = await openServer()
  await server.enqueue(graph, { actor: ann })
  await server.enqueue(graph, { actor: chief })
  expect(await clearQueue(server.reads, ann, undefined)).toBe(1)
  expect(server.told.at(-1)).toMatchObject({ name: 'queue_cleared', payload: { user_id: 'ann' } })
  expect(await clearQueue(server.reads, chief, 'all')).toBe(1)
  expect(server.told.at(-1)).toMatchObject({ name: 'queue_cleared', payload: { user_id: null } })
})

test('a retry is told by user, and refused whole beyond a limit', async () => {
  await using server = await openServer({ max_queue_size: 2 })
  await server.enqueue(graph, { actor: ann, runs: 2 })
  await cancelMany(server.reads, ann, { kind: 'all' }, undefined)
  await server.enqueue(graph, { actor: bert })
  await expect(retryFailed(server.reads, ann, [1, 2])).rejects.toMatchObject({
    code: 'queue_full',
    details: { count: 1, requested: 2 },
  })
  expect(await retryFailed(server.reads, ann, [1])).toEqual({ queue_id: 'default', retried_item_ids: [1] })
  expect((await showItemIds(server, ann, { order_dir: 'DESC' })).item_ids).toEqual([4, 3, 2, 1])
  expect(server.told.at(-1)).toMatchObject({ name: 'queue_items_retried', payload: { retried_item_ids_by_user: { ann: [1] } } })
})
