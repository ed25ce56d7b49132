import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createModel } from '../../data/repositories/models.ts'
import { openSessionServer } from '../testing/session-server.ts'
import { pauseProcessor, resumeProcessor, showItem } from './queue.ts'
import { cancelItem, deleteItem } from './queue-acts.ts'

/*
 * Workers that die, on the real port but without an engine: each point of a session is a chance for that.
 */

/** Runs sessions that save one image each; it dies at the point that stands in `deaths`, as often as it stands there. */
const script = (folder: string) => `
import { readFileSync, writeFileSync } from 'node:fs'
process.on('disconnect', () => process.exit(0))
const path = ${JSON.stringify(join(folder, 'deaths.json'))}
function pass(point) {
  const deaths = JSON.parse(readFileSync(path, 'utf8'))
  if (deaths[0] !== point) return
  writeFileSync(path, JSON.stringify(deaths.slice(1)))
  process.kill(process.pid, 'SIGKILL')
  for (;;);
}
const say = (message) => new Promise((resolve) => process.send(message, resolve))
let id
process.on('message', async (message) => {
  if (message.type === 'run') {
    id = message.id
    pass('run')
    await say({ type: 'report', id, report: { kind: 'started', node: { id: 'p', type: 'blank_image' }, sourceId: 'n' } })
    pass('started')
    await say({ type: 'report', id, report: { kind: 'progress', message: 'half', percentage: 0.5 } })
    pass('progress')
    if (JSON.parse(readFileSync(path, 'utf8'))[0] === 'disobey') {
      writeFileSync(path, '[]')
      writeFileSync(${JSON.stringify(join(folder, 'hanging.txt'))}, String(process.pid))
      for (;;);
    }
    const image = { bytes: Buffer.from('picture'), thumbnail: Buffer.from('small'), placeholder: 'AAAA', width: 8, height: 8, category: 'general', isIntermediate: false,
      boardId: null, metadata: null, nodeId: 'p' }
    await say({ type: 'call', id, call: 1, name: 'saveImage', argument: image })
    pass('saving')
  }
  if (message.type === 'answer') {
    pass('saved')
    await say({ type: 'report', id, report: { kind: 'completed', result: { type: 'image_output', image: { image_name: message.value } } } })
    pass('completed')
    await say({ type: 'session', id, result: { outcome: 'completed', session: '{}', cache: { size: 0, hits: 0, misses: 0 }, modelKeys: ['held'] } })
    pass('ended')
  }
  if (message.type === 'refusal') await say({ type: 'session', id, result: { outcome: 'canceled', session: '{}', cache: { size: 0, hits: 0, misses: 0 }, modelKeys: ['held'] } })
})
`

const graph = { id: 'g', nodes: { n: { id: 'n', type: 'add' } }, edges: [] }

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-deaths-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function openServer(deaths: readonly string[] = [], workers = 1) {
  const workerFile = join(folder, `${randomUUID()}.mjs`)
  await writeFile(workerFile, script(folder))
  await writeFile(join(folder, 'deaths.json'), JSON.stringify(deaths))
  const server = await openSessionServer({ workerFile, workers, obeyWithinMs: 50 })
  await server.sessions.start()
  return server
}

test.each(['run', 'started', 'progress', 'saving', 'saved', 'completed'])(
  'an item whose worker dies at "%s" runs once more and has one image',
  async (point) => {
    await using server = await openServer([point])
    const [itemId = 0] = await server.enqueue(graph)
    await server.hearStatus(itemId, 'completed', 'failed')
    const item = await showItem(server.reads, SYSTEM_ACTOR, itemId)
    expect(item).toMatchObject({ status: 'completed', attempt: 2, status_sequence: 4 })
    const images = await server.db.selectFrom('images').selectAll().execute()
    expect(images).toMatchObject([{ session_id: item.session_id, is_intermediate: 0 }])
    const { pending, in_progress, completed } = await server.db.selectFrom('queue_users').selectAll().executeTakeFirstOrThrow()
    expect([pending, in_progress, completed]).toEqual([0, 0, 1])
    const statuses = server.told.flatMap(({ name, payload }) => (name === 'queue_item_status_changed' ? [payload.status] : []))
    expect(statuses).toEqual(['in_progress', 'pending', 'in_progress', 'completed'])
  },
)

test('a worker that dies after the result costs nothing', async () => {
  await using server = await openServer(['ended'])
  const [first = 0] = await server.enqueue(graph)
  await server.hearStatus(first, 'completed')
  const [second = 0] = await server.enqueue(graph)
  await server.hearStatus(second, 'completed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, first)).toMatchObject({ status: 'completed', attempt: 1 })
})

test('an item whose worker dies twice fails with the reason, and the next one runs', async () => {
  await using server = await openServer(['started', 'saved'])
  const [itemId = 0] = await server.enqueue(graph)
  await server.hearStatus(itemId, 'failed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, itemId)).toMatchObject({
    status: 'failed',
    attempt: 2,
    error_type: 'WorkerDied',
    error_message: expect.stringContaining('SIGKILL'),
  })
  const [next = 0] = await server.enqueue(graph)
  await server.hearStatus(next, 'completed')
})

test('a worker that does not obey a cancel is killed, and the next item runs in a new one', async () => {
  await using server = await openServer(['disobey'])
  const [itemId = 0] = await server.enqueue(graph)
  const [next = 0] = await server.enqueue(graph)
  await server.hear(({ name }) => name === 'invocation_progress')
  await cancelItem(server.reads, SYSTEM_ACTOR, itemId)
  await server.hearStatus(next, 'completed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, itemId)).toMatchObject({ status: 'canceled', attempt: 1 })
})

test('an item that is deleted while it runs leaves no image behind', async () => {
  await using server = await openServer(['disobey'])
  const [itemId = 0] = await server.enqueue(graph)
  await server.hear(({ name }) => name === 'invocation_progress')
  await deleteItem(server.reads, SYSTEM_ACTOR, itemId)
  const [next = 0] = await server.enqueue(graph)
  await server.hearStatus(next, 'completed')
  const images = await server.db.selectFrom('images').selectAll().execute()
  const items = await server.db.selectFrom('queue_items').selectAll().execute()
  expect(items.map(({ item_id }) => item_id)).toEqual([next])
  expect(images.map(({ session_id }) => session_id)).toEqual(items.map(({ session_id }) => session_id))
})

test('a worker that has a model loaded takes what needs it first, and one that has just started does not', async () => {
  await using server = await openServer()
  const model = { hash: 'h', name: 'M', base: 'sd-1', type: 'main' }
  for (const key of ['held', 'other']) {
    await createModel(server.db, key, JSON.stringify({ ...model, format: 'diffusers', path: `/nowhere/${key}` }))
  }
  const needing = (key: string) => ({
    id: 'g',
    nodes: { n: { id: 'n', type: 'main_model_loader', model: { key, ...model } } },
    edges: [],
  })
  await pauseProcessor(server.reads, SYSTEM_ACTOR)
  for (const key of ['other', 'other', 'held', 'other', 'held']) await server.enqueue(needing(key))
  await resumeProcessor(server.reads)
  for (const itemId of [1, 2, 3, 4, 5]) await server.hearStatus(itemId, 'completed')
  const started = server.told.flatMap(({ name, payload }) =>
    name === 'queue_item_status_changed' && payload.status === 'in_progress' ? [payload.item_id] : [],
  )
  expect(started).toEqual([1, 3, 5, 2, 4])
})

test('of two workers each takes items of its own, and when one dies the other goes on', async () => {
  await using server = await openServer(['disobey'], 2)
  const [first = 0] = await server.enqueue(graph)
  await server.hear(({ name }) => name === 'invocation_progress')
  const [second = 0] = await server.enqueue(graph)
  await server.hearStatus(second, 'completed')
  const hanging = await showItem(server.reads, SYSTEM_ACTOR, first)
  const done = await showItem(server.reads, SYSTEM_ACTOR, second)
  expect([hanging, done]).toMatchObject([{ status: 'in_progress' }, { status: 'completed', attempt: 1 }])
  expect([hanging.device, done.device].sort()).toEqual(['cpu:0', 'cpu:1'])
  // the one that hangs is killed from outside
  process.kill(Number(await readFile(join(folder, 'hanging.txt'), 'utf8')), 'SIGKILL')
  await server.hearStatus(first, 'completed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, first)).toMatchObject({ status: 'completed', attempt: 2 })
  const images = await server.db.selectFrom('images').select('session_id').execute()
  expect(new Set(images.map(({ session_id }) => session_id)).size).toBe(2)
  expect(images).toHaveLength(2)
})
