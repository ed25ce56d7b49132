import { CLIENT_MESSAGES, EVENTS } from '@bottega/contracts'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect, makeGraph, makePictureGraph } from '../testing/graphs.ts'
import { type Listener, openListener } from '../testing/listener.ts'
import { createMaker, WORKFLOW } from '../testing/make-things.ts'
import { openStudio, type Studio } from '../testing/studio.ts'

let studio: Studio
let listener: Listener
const opened: Listener[] = []

beforeAll(async () => {
  studio = await openStudio(inject('dist'))
  listener = studio.listener
})
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})
afterAll(() => studio.close())

async function open(options?: Parameters<typeof openListener>[1]): Promise<Listener> {
  const one = await openListener(studio.url, options)
  opened.push(one)
  return one
}

const add = (a: number, b: number) => makeGraph([{ id: 'sum', type: 'add', a, b }])
const chain = makeGraph(
  [
    { id: 'first', type: 'add', a: 2, b: 3 },
    { id: 'second', type: 'mul', b: 4 },
  ],
  [connect('first', 'value', 'second', 'a')],
)
const loop = makeGraph(
  [
    ...[
      { id: 'range', type: 'range_of_size', size: 4 },
      { id: 'each', type: 'iterate' },
    ],
    ...[
      { id: 'twice', type: 'mul', b: 2 },
      { id: 'all', type: 'collect' },
    ],
  ],
  [connect('range', 'collection', 'each'), connect('each', 'item', 'twice', 'a'), connect('twice', 'value', 'all', 'item')],
)
const failing = makeGraph(
  [
    { id: 'zero', type: 'integer', value: 0 },
    { id: 'broken', type: 'integer_math', operation: 'DIV' },
  ],
  [connect('zero', 'value', 'broken', 'b')],
)
const ofItem = (itemId: number) => (payload: Readonly<Record<string, unknown>>) => payload.item_id === itemId
const queue = (act: string, json?: unknown) =>
  studio.request('PUT', `/api/v1/queue/default/${act}`, json === undefined ? {} : { json })

describe('the story of an item', () => {
  test('is told in its order, each part once', async () => {
    const { itemIds, batchId } = await studio.enqueue(chain, { origin: 'me' })
    const { item_id } = await studio.finish(itemIds[0] ?? 0)
    await listener.settle()
    const story = listener
      .heard(undefined, (payload) => payload.item_id === item_id || payload.batch_id === batchId)
      .filter(({ name }) => name !== 'invocation_progress')
      .map(({ name, payload }) => [name, payload.status ?? payload.invocation_source_id ?? payload.enqueued])
    expect(story).toEqual([
      ['batch_enqueued', 1],
      ['queue_item_status_changed', 'in_progress'],
      ['invocation_started', 'first'],
      ['invocation_complete', 'first'],
      ['invocation_started', 'second'],
      ['invocation_complete', 'second'],
      ['queue_item_status_changed', 'completed'],
    ])
  })

  test('begins with how much was asked for, by whom and for what', async () => {
    const { itemIds, batchId } = await studio.enqueue(add(1, 1), { runs: 2, origin: 'me' })
    for (const itemId of itemIds) await studio.finish(itemId)
    const [enqueued] = listener.heard('batch_enqueued', ({ batch_id }) => batch_id === batchId)
    expect(enqueued?.payload).toEqual({
      ...{ timestamp: expect.any(Number), queue_id: 'default', batch_id: batchId, enqueued: 2, requested: 2 },
      ...{ priority: 0, origin: 'me', user_id: 'system' },
    })
  })

  test('carries what each node ran with and what came out', async () => {
    const { itemIds } = await studio.enqueue(add(20, 22), { destination: 'canvas' })
    const { batch_id, session_id, item_id } = await studio.finish(itemIds[0] ?? 0)
    const [complete] = listener.heard('invocation_complete', ofItem(item_id))
    expect(complete?.payload).toMatchObject({
      ...{ queue_id: 'default', batch_id, session_id, user_id: 'system', destination: 'canvas', invocation_source_id: 'sum' },
      ...{ invocation: { type: 'add', a: 20, b: 22 }, result: { type: 'integer_output', value: 42 } },
    })
  })

  test('carries the numbers of its batch and of the queue', async () => {
    const { item_id, batch_id, session_id } = await studio.run(add(1, 2))
    const [ended] = listener.heard('queue_item_status_changed', (said) => ofItem(item_id)(said) && said.status === 'completed')
    expect(ended?.payload).toMatchObject({
      ...{ batch_id, session_id, user_id: 'system', created_at: expect.any(String), completed_at: expect.any(String) },
      batch_status: { batch_id, completed: 1, total: 1, pending: 0 },
      queue_status: { queue_id: 'default', total: expect.any(Number), user_pending: 0, user_in_progress: 0 },
    })
  })

  test('tells of every copy of a node that is repeated', async () => {
    const { item_id } = await studio.run(loop)
    for (const name of ['invocation_started', 'invocation_complete']) {
      const copies = listener.heard(name, (said) => ofItem(item_id)(said) && said.invocation_source_id === 'twice')
      expect([name, copies.length]).toEqual([name, 4])
    }
  })

  test('tells why a node failed, and its item with it', async () => {
    const { item_id } = await studio.run(failing)
    const reason = { error_type: expect.stringMatching(/./), error_message: expect.stringMatching(/zero|0/) }
    const error = await listener.hear('invocation_error', ofItem(item_id))
    expect(error).toMatchObject({
      ...reason,
      invocation_source_id: 'broken',
      user_id: 'system',
      error_traceback: expect.any(String),
    })
    const [ended] = listener.heard('queue_item_status_changed', (said) => ofItem(item_id)(said) && said.status === 'failed')
    expect(ended?.payload).toMatchObject(reason)
  })

  test('ends with a cancellation, and nothing completes after it', async () => {
    const graph = makePictureGraph(await studio.getModel(), { steps: 900, scheduler: 'ddim' })
    const { itemIds } = await studio.enqueue(graph)
    const itemId = itemIds[0] ?? 0
    await listener.hear('queue_item_status_changed', (said) => ofItem(itemId)(said) && said.status === 'in_progress')
    await queue(`i/${itemId}/cancel`)
    await studio.finish(itemId)
    await studio.run(add(1, 1))
    const ends = listener.heard('queue_item_status_changed', ofItem(itemId)).map(({ payload }) => payload.status)
    expect(ends).toEqual(['in_progress', 'canceled'])
    expect(
      listener.heard('invocation_complete', (said) => ofItem(itemId)(said) && said.invocation_source_id === 'picture'),
    ).toEqual([])
  })
})

describe('acts on many items', () => {
  test('are told with the ids that they concern', async () => {
    await studio.pause()
    const { itemIds, batchId } = await studio.enqueue(add(1, 1), { runs: 2 })
    await queue('cancel_by_batch_ids', { batch_ids: [batchId] })
    const canceled = await listener.hear('queue_items_canceled')
    expect([...(canceled.canceled_item_ids as number[])].sort()).toEqual([...itemIds].sort())
    expect(canceled).toMatchObject({ queue_id: 'default', user_ids: ['system'] })
    await queue('retry_items_by_id', [itemIds[0]])
    expect(await listener.hear('queue_items_retried')).toMatchObject({ retried_item_ids: [itemIds[0]], user_ids: ['system'] })
    await queue('clear')
    expect(await listener.hear('queue_cleared')).toMatchObject({ queue_id: 'default', user_id: 'system' })
    await queue('clear?scope=all')
    expect(await listener.hear('queue_cleared', ({ user_id }) => user_id === null)).toMatchObject({ queue_id: 'default' })
    await studio.resume()
  })
})

test('archives and workflows are told of', async () => {
  const maker = createMaker(studio)
  const archive = await maker.archive()
  const isArchive = ({ bulk_download_item_name }: Readonly<Record<string, unknown>>) => bulk_download_item_name === archive
  expect(await listener.hear('bulk_download_started', isArchive)).toMatchObject({ user_id: 'system' })
  expect(await listener.hear('bulk_download_complete', isArchive)).toMatchObject({ user_id: 'system' })
  const { json } = await studio.request('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } })
  const { workflow_id }: { readonly workflow_id: string } = json
  const isOurs = (said: Readonly<Record<string, unknown>>) => said.workflow_id === workflow_id
  expect(await listener.hear('workflow_created', isOurs)).toMatchObject({ user_id: 'system', is_public: true })
  for (const is_public of [false, true]) {
    await studio.request('PATCH', `/api/v1/workflows/i/${workflow_id}/is_public`, { json: { is_public } })
    expect(await listener.hear('workflow_updated', (said) => isOurs(said) && said.new_is_public === is_public)).toMatchObject({
      old_is_public: !is_public,
    })
  }
  await listener.hear('workflow_access_revoked', isOurs)
  await studio.request('DELETE', `/api/v1/workflows/i/${workflow_id}`)
  await listener.hear('workflow_deleted', isOurs)
})

describe('sockets', () => {
  test.each([[['websocket']], [['polling']], [['polling', 'websocket']]])(
    'are let in without a token by %j',
    async (transports) => {
      const one = await open({ transports })
      const { item_id } = await studio.run(add(1, 2))
      expect(await one.hear('invocation_complete', ofItem(item_id))).toMatchObject({ user_id: 'system', result: { value: 3 } })
    },
  )

  test.each(['x.y.z', '', 5, { a: 1 }, null])('are let in whatever token they bring (%j)', async (token) => {
    expect((await open({ auth: { token } })).socket.connected).toBe(true)
  })

  test('of one person hear the same, each once', async () => {
    const two = [await open(), await open()]
    const { item_id } = await studio.run(add(3, 4))
    for (const one of two) {
      await one.hear('queue_item_status_changed', (said) => ofItem(item_id)(said) && said.status === 'completed')
      await one.settle()
      expect(one.heard('invocation_complete', ofItem(item_id))).toHaveLength(1)
    }
    expect(two[0]?.heard()).toEqual(two[1]?.heard())
  })

  test('that do not follow the queue hear of the work that is their own all the same', async () => {
    const deaf = await open({ follows: false })
    const { item_id } = await studio.run(add(5, 6))
    await deaf.hear('invocation_complete', ofItem(item_id))
  })

  test.each([
    ['https://foreign.example', false],
    ['null', false],
    ['http://127.0.0.1', false],
    ['own', true],
  ])('of a page of %s are let in: %s', async (origin, isLetIn) => {
    for (const transport of ['websocket', 'polling']) {
      const extraHeaders = { origin: origin === 'own' ? new URL(studio.url).origin : origin }
      const opening = open({ transports: [transport], extraHeaders })
      if (isLetIn) expect((await opening).socket.connected).toBe(true)
      else await expect(opening).rejects.toThrow()
    }
  })
})

describe('what clients send', () => {
  test('joins no room by its name, and a queue that does not exist is refused to the asker alone', async () => {
    const one = await open({ follows: false })
    for (const queue_id of ['elsewhere', 'admin', 'user:system', '', '__proto__']) {
      one.socket.emit('subscribe_queue', { queue_id })
      const refusal = await one.hear('subscription_error', (said) => said.queue_id === queue_id)
      expect(refusal).toEqual({ timestamp: expect.any(Number), queue_id, message: expect.stringMatching(/./) })
    }
    expect(one.socket.connected).toBe(true)
    await listener.settle()
    expect(listener.heard('subscription_error')).toEqual([])
  })

  test('is not passed on, be it named like an event', async () => {
    const one = await open()
    for (const name of Object.keys(EVENTS))
      one.socket.emit(name, { queue_id: 'default', item_id: 1, user_id: 'system', forged: true })
    await one.settle()
    await listener.settle()
    expect(JSON.stringify(listener.heard())).not.toContain('forged')
  })

  test('does no harm when it is malformed', async () => {
    const strange: unknown[] = [
      null,
      undefined,
      5,
      'x',
      {},
      [],
      [[]],
      { queue_id: 5 },
      { queue_id: null },
      { queue_id: {} },
      () => {},
    ]
    const one = await open()
    for (const name of Object.keys(CLIENT_MESSAGES)) {
      for (const message of strange) one.socket.emit(name, message)
      one.socket.emit(name)
      one.socket.emit(name, Buffer.from('x'), { queue_id: Buffer.from('default') })
    }
    await one.settle()
    expect(one.socket.connected).toBe(true)
    const large = await open()
    large.socket.emit('subscribe_queue', { queue_id: 'x'.repeat(100_000) })
    const { item_id } = await studio.run(add(1, 1))
    await one.hear('invocation_complete', ofItem(item_id))
  })
})

test('everything that was told fits its declaration and says no more', () => {
  const heard = listener.heard()
  expect(new Set(heard.map(({ name }) => name)).size).toBeGreaterThan(12)
  for (const { name, payload } of heard) {
    // what a server tells has a declared name, or this fails
    const declared = EVENTS[name as keyof typeof EVENTS]
    expect([name, declared?.payload.parse(payload)]).toEqual([name, payload])
  }
})
