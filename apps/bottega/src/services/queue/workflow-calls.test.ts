import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Actor, SYSTEM_ACTOR } from '@bottega/contracts'
import { buildTextToImageGraph } from '@bottega/graph'
import sharp from 'sharp'
import { expect, inject, test } from 'vitest'
import { createModel } from '../../data/repositories/models.ts'
import { createUser, updateUser } from '../../data/repositories/users.ts'
import { findProjectRoot } from '../../files/project-root.ts'
import { listItemIds } from '../../queue/list.ts'
import { publishWorkflow } from '../library/workflows.ts'
import { openSessionServer, workerFileIn } from '../testing/session-server.ts'
import { addWorkflow, makeGraph, returning, writeEdges } from '../testing/workflow-graphs.ts'
import { pauseProcessor, resumeProcessor, showItem, showItems } from './queue.ts'
import { cancelItem, cancelMany, clearQueue, deleteItem, pruneQueue, retryFailed } from './queue-acts.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const model = { key: 'starter', hash: 'h', name: 'Starter', base: 'sd-1', type: 'main' }

async function openServer(options: Partial<Parameters<typeof openSessionServer>[0]> = {}) {
  const server = await openSessionServer({ workerFile: workerFileIn(inject('dist')), ...options })
  await createModel(server.db, model.key, JSON.stringify({ ...model, format: 'diffusers', path: starter }))
  await server.sessions.start()
  return server
}

type Server = Awaited<ReturnType<typeof openServer>>

const show = (server: Server, itemId: number) => showItem(server.reads, SYSTEM_ACTOR, itemId)

/** The items that were called by one, in their order. */
async function listChildren(server: Server, parent: number) {
  return (await showItems(server.reads, SYSTEM_ACTOR, undefined)).filter(({ parent_item_id }) => parent_item_id === parent)
}

async function statusesOf(server: Server): Promise<string[]> {
  const items = await showItems(server.reads, SYSTEM_ACTOR, undefined)
  return items.toSorted((a, b) => a.item_id - b.item_id).map(({ status }) => status)
}

/** A workflow that adds 10 to its `a` and returns it as `sum`. */
function addTen(server: Server, options: Parameters<typeof addWorkflow>[2] = {}) {
  const back = returning('sum', 'n.value')
  const graph = makeGraph({ n: { type: 'add', a: 1, b: 10 }, ...back.nodes }, back.edges)
  return addWorkflow(server, graph, { form: [{ nodeId: 'n', fieldName: 'a' }], ...options })
}

/** A graph that calls a workflow with what it has added up, and adds 100 to what that returns. */
const callAndAdd = (workflowId: string, key = 'sum') =>
  makeGraph(
    {
      before: { type: 'add', a: 2, b: 3, use_cache: false },
      call: { type: 'call_saved_workflow', workflow_id: workflowId },
      get: { type: 'workflow_return_get', key },
      after: { type: 'add', b: 100 },
    },
    ['before.value -> call.saved_workflow_input::n::a', 'call.values -> get.values', 'get.value -> after.a'],
  )

/** A workflow that paints for a long time and returns nothing. */
function paintLong(server: Server) {
  const { graph } = buildTextToImageGraph({ ...form, steps: 900 }, randomUUID)
  return addWorkflow(server, { ...graph, nodes: { ...graph.nodes, back: { id: 'back', type: 'workflow_return' } } })
}

const form = {
  ...{ model, positivePrompt: 'a red apple', negativePrompt: '', seed: 1, steps: 2, guidanceScale: 2 },
  ...{ scheduler: 'ddim' as const, width: 128, height: 128 },
}

const callOnly = (workflowId: string) => makeGraph({ call: { type: 'call_saved_workflow', workflow_id: workflowId } })

test('a called workflow paints, and the one that called it goes on with the picture, running nothing twice', async () => {
  await using server = await openServer()
  const { graph, output } = buildTextToImageGraph(form, randomUUID)
  const seed = Object.values(graph.nodes).find(({ type }) => type === 'noise' || type === 'integer')!
  const back = returning('picture', `${output}.image`)
  const called = makeGraph({ ...graph.nodes, ...back.nodes }, [...writeEdges(graph), ...back.edges])
  const field = seed.type === 'noise' ? 'seed' : 'value'
  const workflowId = await addWorkflow(server, called, { name: 'Apple', form: [{ nodeId: seed.id, fieldName: field }] })
  const [parent = 0] = await server.enqueue(
    makeGraph(
      {
        chance: { type: 'rand_int', low: 0, high: 1000 },
        call: { type: 'call_saved_workflow', workflow_id: workflowId },
        get: { type: 'workflow_return_get', key: 'picture' },
        small: { type: 'img_resize', width: 64, height: 32 },
      },
      [
        `chance.value -> call.saved_workflow_input::${seed.id}::${field}`,
        'call.values -> get.values',
        'get.value -> small.image',
      ],
    ),
  )
  await server.hearStatus(parent, 'waiting')
  await server.hearStatus(parent, 'completed', 'failed')

  const item = await show(server, parent)
  const [child] = await listChildren(server, parent)
  expect(item).toMatchObject({ status: 'completed', session: { executed_history: ['chance', 'call', 'get', 'small'] } })
  expect(child).toMatchObject({
    ...{ status: 'completed', batch_id: item.batch_id, user_id: item.user_id, priority: item.priority },
    ...{ parent_item_id: parent, root_item_id: parent, parent_session_id: item.session_id, workflow_call_depth: 1 },
    ...{ called_workflow_name: 'Apple', workflow: { name: 'Apple' } },
    session: { workflow_call_parent: { workflow_call_id: child?.workflow_call_id, workflow_id: workflowId } },
  })
  const [chance] = Object.entries(item.session.prepared_source_mapping ?? {}).find(([, source]) => source === 'chance')!
  expect(child?.session.graph.nodes?.[seed.id]).toMatchObject({ [field]: item.session.results[chance]?.value })

  const started = server.told.flatMap(({ name, payload }) => (name === 'invocation_started' ? [payload] : []))
  const own = started.filter(({ item_id }) => item_id === parent).map(({ invocation_source_id }) => invocation_source_id)
  expect(own).toEqual(['chance', 'call', 'get', 'small'])
  const done = server.told.flatMap(({ name, payload }) => (name === 'invocation_complete' ? [payload] : []))
  expect(done.filter(({ item_id }) => item_id === parent)).toHaveLength(4)

  const images = await server.db.selectFrom('images').selectAll().where('session_id', '=', item.session_id).execute()
  expect(images).toMatchObject([{ width: 64, height: 32, user_id: 'system' }])
  const path = join(server.root.images, images[0]?.image_name ?? '')
  const { channels } = await sharp(path).stats()
  expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(5)
  const left = await server.db.selectFrom('workflow_calls').select(['state', 'things', 'returned', 'status']).execute()
  expect(left).toEqual([{ state: null, things: null, returned: null, status: 'completed' }])
})

test('while one item waits, its worker takes others, and it goes on before what was enqueued after it', async () => {
  await using server = await openServer()
  const workflowId = await addTen(server)
  await pauseProcessor(server.reads, SYSTEM_ACTOR)
  const [parent = 0] = await server.enqueue(callAndAdd(workflowId))
  const [other = 0] = await server.enqueue(makeGraph({ n: { type: 'add' } }))
  const [last = 0] = await server.enqueue(makeGraph({ n: { type: 'add' } }))
  await resumeProcessor(server.reads)
  await server.hearStatus(parent, 'completed', 'failed')
  const told = server.told.flatMap(({ name, payload }) =>
    name === 'queue_item_status_changed' ? [`${payload.item_id} ${payload.status}`] : [],
  )
  const [child] = await listChildren(server, parent)
  const order = [
    `${parent} waiting`,
    `${other} completed`,
    `${last} completed`,
    `${child?.item_id} completed`,
    `${parent} completed`,
  ]
  expect(told.filter((word) => order.includes(word))).toEqual(order)
  expect(await show(server, parent)).toMatchObject({ status: 'completed', attempt: 1 })
  const results = Object.values((await show(server, parent)).session.results)
  expect(results.map(({ value, values }) => value ?? values)).toEqual([5, { sum: 15 }, 15, 115])
})

test('a waiting item says for what it waits', async () => {
  await using server = await openServer()
  const [parent = 0] = await server.enqueue(callOnly(await paintLong(server)))
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  const [child] = await listChildren(server, parent)
  expect(await show(server, parent)).toMatchObject({
    status: 'waiting',
    session: {
      waiting_workflow_call: { source_call_node_id: 'call', depth: 1 },
      waiting_workflow_call_execution: { status: 'waiting_for_child', child_item_ids: [child?.item_id], expected_child_count: 1 },
    },
  })
})

test('lists of a called workflow make a session each, and what they return comes back as lists', async () => {
  await using server = await openServer({ workers: 2 })
  const back = returning('sum', 'n.value')
  const graph = makeGraph({ list: { type: 'integer_batch', integers: [1, 2, 3] }, n: { type: 'add', b: 10 }, ...back.nodes }, [
    'list.value -> n.a',
    ...back.edges,
  ])
  const [parent = 0] = await server.enqueue(callOnly(await addWorkflow(server, graph)))
  await server.hearStatus(parent, 'completed', 'failed')
  const { session } = await show(server, parent)
  expect(Object.values(session.results)).toMatchObject([{ values: { sum: [11, 12, 13] } }])
  expect(await listChildren(server, parent)).toHaveLength(3)
})

test('a workflow that calls itself ends at a depth of four', async () => {
  await using server = await openServer()
  const back = returning('got', 'call.values')
  const nodes = { call: { type: 'call_saved_workflow', workflow_id: '' }, ...back.nodes }
  const workflowId = await addWorkflow(server, makeGraph(nodes, back.edges), {
    name: 'Endless',
    form: [{ nodeId: 'call', fieldName: 'workflow_id' }],
  })
  // the same workflow with its own id in it
  const stored = await server.db
    .selectFrom('workflows')
    .select('workflow')
    .where('workflow_id', '=', workflowId)
    .executeTakeFirstOrThrow()
  const text = stored.workflow.replace(
    '"name":"workflow_id","label":"","description":"","value":""',
    `"name":"workflow_id","label":"","description":"","value":"${workflowId}"`,
  )
  expect(text).not.toBe(stored.workflow)
  await server.db.updateTable('workflows').set({ workflow: text }).where('workflow_id', '=', workflowId).execute()

  const [root = 0] = await server.enqueue(callOnly(workflowId))
  await server.hearStatus(root, 'failed', 'completed')
  const items = await showItems(server.reads, SYSTEM_ACTOR, undefined)
  expect(items.map(({ status, workflow_call_depth }) => [status, workflow_call_depth])).toEqual([
    ['failed', null],
    ['failed', 1],
    ['failed', 2],
    ['failed', 3],
    ['failed', 4],
  ])
  expect(items.at(-1)).toMatchObject({ error_type: 'WorkflowCallDepthError', error_message: expect.stringContaining('4 deep') })
})

test('an item that called fails with one that fails, says which, and what ran beside it is canceled', async () => {
  await using server = await openServer({ workers: 2 })
  const back = returning('ratio', 'n.value')
  const graph = makeGraph(
    {
      list: { type: 'integer_batch', integers: [1, 0, 2, 4, 5, 6] },
      by: { type: 'add' },
      n: { type: 'div', a: 10 },
      ...back.nodes,
    },
    ['list.value -> by.a', 'by.value -> n.b', ...back.edges],
  )
  const [parent = 0] = await server.enqueue(callOnly(await addWorkflow(server, graph, { name: 'Ratios' })))
  await server.hearStatus(parent, 'failed', 'completed')
  const children = await listChildren(server, parent)
  const failed = children.find(({ status }) => status === 'failed')
  expect(children.every(({ status }) => ['completed', 'failed', 'canceled'].includes(status))).toBe(true)
  expect(await show(server, parent)).toMatchObject({
    error_type: 'WorkflowCallError',
    error_message: expect.stringMatching(new RegExp(`^Workflow "Ratios" failed in item ${failed?.item_id}: `)),
    session: { errors: expect.anything(), workflow_call_history: [{ status: 'failed' }] },
  })
  expect(server.told.filter(({ name, payload }) => name === 'invocation_error' && payload.item_id === parent)).toMatchObject([
    { payload: { invocation_source_id: 'call', error_type: 'WorkflowCallError' } },
  ])
})

test.each(['parent', 'child'] as const)('canceling the %s cancels the whole chain', async (which) => {
  await using server = await openServer()
  const [parent = 0] = await server.enqueue(callOnly(await paintLong(server)))
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  const [child] = await listChildren(server, parent)
  await cancelItem(server.reads, SYSTEM_ACTOR, which === 'parent' ? parent : (child?.item_id ?? 0))
  expect(await statusesOf(server)).toEqual(['canceled', 'canceled'])
  const [next = 0] = await server.enqueue(makeGraph({ n: { type: 'add' } }))
  await server.hearStatus(next, 'completed')
  expect(await server.db.selectFrom('workflow_calls').select('state').execute()).toEqual([{ state: null }])
})

test('what runs is spared with the chain that it belongs to, and the rest is canceled', async () => {
  await using server = await openServer()
  const [parent = 0] = await server.enqueue(callOnly(await paintLong(server)))
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  await server.enqueue(makeGraph({ n: { type: 'add' } }))
  expect(await cancelMany(server.reads, SYSTEM_ACTOR, { kind: 'except_current' }, undefined)).toBe(1)
  expect(await statusesOf(server)).toEqual(['waiting', 'in_progress', 'canceled'])
  await deleteItem(server.reads, SYSTEM_ACTOR, parent)
  expect(await statusesOf(server)).toEqual(['canceled'])
  expect(await clearQueue(server.reads, SYSTEM_ACTOR, undefined)).toBe(1)
  expect(await server.db.selectFrom('workflow_calls').selectAll().execute()).toEqual([])
  expect(await server.db.selectFrom('batches').selectAll().execute()).toEqual([])
})

test('a retry of what was called runs the whole chain again', async () => {
  await using server = await openServer()
  const workflowId = await addTen(server)
  const [parent = 0] = await server.enqueue(callAndAdd(workflowId, 'misspelt'))
  await server.hearStatus(parent, 'failed', 'completed')
  expect(await show(server, parent)).toMatchObject({ error_message: expect.stringContaining('There are: sum') })
  const [child] = await listChildren(server, parent)
  const { retried_item_ids } = await retryFailed(server.reads, SYSTEM_ACTOR, [child?.item_id ?? 0])
  expect(retried_item_ids).toEqual([parent])
  await expect.poll(() => statusesOf(server)).toEqual(['failed', 'completed', 'failed', 'completed'])
})

test('pruning keeps what an item still waits with', async () => {
  await using server = await openServer()
  const { graph } = buildTextToImageGraph(form, randomUUID)
  const denoise = Object.values(graph.nodes).find(({ type }) => type === 'denoise_latents')
  const called = makeGraph(
    { list: { type: 'integer_batch', integers: [1, 900] }, ...graph.nodes, back: { type: 'workflow_return' } },
    [`list.value -> ${denoise?.id}.steps`, ...writeEdges(graph)],
  )
  const [parent = 0] = await server.enqueue(callOnly(await addWorkflow(server, called)))
  await expect.poll(() => statusesOf(server)).toEqual(['waiting', 'completed', 'in_progress'])
  expect(await pruneQueue(server, SYSTEM_ACTOR, undefined)).toBe(0)
  await cancelItem(server.reads, SYSTEM_ACTOR, parent)
  expect(await pruneQueue(server, SYSTEM_ACTOR, undefined)).toBe(3)
})

test('a call that the queue has no room for fails, and leaves nothing behind', async () => {
  await using server = await openServer({ settings: { max_queue_size: 2 } })
  const back = returning('n', 'n.value')
  const graph = makeGraph({ list: { type: 'integer_batch', integers: [1, 2, 3] }, n: { type: 'add' }, ...back.nodes }, [
    'list.value -> n.a',
    ...back.edges,
  ])
  const [parent = 0] = await server.enqueue(callOnly(await addWorkflow(server, graph, { name: 'Many' })))
  await server.hearStatus(parent, 'failed', 'completed')
  expect(await show(server, parent)).toMatchObject({
    error_type: 'WorkflowCallError',
    error_message: expect.stringMatching(/^The workflow cannot be called: .*max_queue_size/),
  })
  expect(await statusesOf(server)).toEqual(['failed'])
})

test.each([
  ['for a field that the form does not show', { 'saved_workflow_input::n::b': 1 }, /no field n::b in its form/],
  ['that does not fit', { 'saved_workflow_input::n::a': 'x' }, /must be/],
])('a value %s fails the call', async (_, workflow_inputs, message) => {
  await using server = await openServer()
  const nodes = { call: { type: 'call_saved_workflow', workflow_id: await addTen(server), workflow_inputs } }
  const [parent = 0] = await server.enqueue(makeGraph(nodes))
  await server.hearStatus(parent, 'failed', 'completed')
  expect(await show(server, parent)).toMatchObject({ status: 'failed', error_message: expect.stringMatching(message) })
})

/** Two people. */
async function addPeople(server: Server): Promise<readonly Actor[]> {
  const people = ['ann', 'bob'].map((userId): Actor => ({ ...SYSTEM_ACTOR, userId, role: 'user', isSystem: false }))
  for (const { userId } of people) {
    const email = `${userId}@example.com`
    await createUser(server.db, { user_id: userId, email, email_folded: email, password_hash: '' })
  }
  return people
}

test('a workflow of somebody else that is not public is refused at the enqueue, as is one that is not there', async () => {
  await using server = await openServer()
  const [ann, bob] = await addPeople(server)
  const workflowId = await addTen(server, { actor: bob! })
  const forbidden = { code: 'workflow_forbidden' }
  await expect(server.enqueue(callOnly(workflowId), { actor: ann! })).rejects.toMatchObject(forbidden)
  await expect(server.enqueue(callOnly('nowhere'), { actor: ann! })).rejects.toMatchObject({ code: 'workflow_not_found' })
  const data = [[{ node_path: 'call', field_name: 'workflow_id', items: [workflowId] }]] as never
  await expect(server.enqueue(callOnly(''), { actor: ann!, data })).rejects.toMatchObject(forbidden)
  // nor through a field of a workflow of one's own
  const outer = await addWorkflow(server, callOnly(workflowId), { actor: ann! })
  await expect(server.enqueue(callOnly(outer), { actor: ann! })).resolves.toHaveLength(1)
  const [itemId = 0] = await listItemIds(server.db, 'default', 'desc')
  await server.hearStatus(itemId, 'failed', 'completed')
  expect(await statusesOf(server)).toEqual(['failed'])
})

test('a workflow that was made private meanwhile fails the call', async () => {
  await using server = await openServer()
  const [ann, bob] = await addPeople(server)
  const workflowId = await addTen(server, { actor: bob! })
  await publishWorkflow(server, bob!, workflowId, true)
  await pauseProcessor(server.reads, SYSTEM_ACTOR)
  const [itemId = 0] = await server.enqueue(callOnly(workflowId), { actor: ann! })
  await publishWorkflow(server, bob!, workflowId, false)
  await resumeProcessor(server.reads)
  await server.hearStatus(itemId, 'failed', 'completed')
  expect(await showItem(server.reads, ann!, itemId)).toMatchObject({ status: 'failed', error_type: 'PermissionError' })
})

test('a public workflow that names an image of its owner shows it to nobody who calls it', async () => {
  await using server = await openServer()
  const [ann, bob] = await addPeople(server)
  const back = returning('picture', 'show.image')
  const [made = 0] = await server.enqueue(makeGraph({ n: { type: 'blank_image', width: 64, height: 64 } }), { actor: bob! })
  await server.hearStatus(made, 'completed')
  const { image_name } = await server.db.selectFrom('images').select('image_name').executeTakeFirstOrThrow()
  const graph = makeGraph({ show: { type: 'show_image', image: { image_name } }, ...back.nodes }, back.edges)
  const workflowId = await addWorkflow(server, graph, { actor: bob! })
  await publishWorkflow(server, bob!, workflowId, true)
  const [itemId = 0] = await server.enqueue(callOnly(workflowId), { actor: ann! })
  await server.hearStatus(itemId, 'failed', 'completed')
  expect(await showItem(server.reads, ann!, itemId)).toMatchObject({ status: 'failed', error_type: 'WorkflowCallError' })
})

test('what waits to be run for an account that is closed meanwhile is canceled with all that waits for it', async () => {
  await using server = await openServer()
  const [ann] = await addPeople(server)
  const workflowId = await addTen(server, { actor: ann! })
  const [blocking = 0] = await server.enqueue(buildTextToImageGraph({ ...form, steps: 900 }, randomUUID).graph)
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  const [parent = 0] = await server.enqueue(callAndAdd(workflowId), { actor: ann! })
  await cancelItem(server.reads, SYSTEM_ACTOR, blocking)
  await server.hearStatus(parent, 'waiting')
  await updateUser(server.db, 'ann', { is_active: false })
  await server.hearStatus(parent, 'canceled', 'completed')
  expect((await statusesOf(server)).slice(1).every((status) => status === 'canceled')).toBe(true)
})

test('at a start chains in which something waits are canceled, and nothing of them is left over', async () => {
  await using server = await openServer()
  const [parent = 0] = await server.enqueue(callOnly(await paintLong(server)))
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  await server.sessions.stop()
  expect(await statusesOf(server)).toEqual(['waiting', 'pending'])
  const next = server.open()
  await next.start()
  expect(await statusesOf(server)).toEqual(['canceled', 'canceled'])
  expect(await server.db.selectFrom('workflow_calls').select(['parent_item_id', 'state', 'things']).execute()).toEqual([
    { parent_item_id: parent, state: null, things: null },
  ])
  await next.stop()
})
