import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { buildTextToImageGraph } from '@bottega/graph'
import sharp from 'sharp'
import { expect, inject, test } from 'vitest'
import type { Db } from '../../data/database.ts'
import { createModel } from '../../data/repositories/models.ts'
import { findProjectRoot } from '../../files/project-root.ts'
import { openSessionServer, workerFileIn } from '../testing/session-server.ts'
import { pauseProcessor, resumeProcessor, showItem, showItems, showQueueStatus } from './queue.ts'
import { cancelItem } from './queue-acts.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const model = { key: 'starter', hash: 'h', name: 'Starter', base: 'sd-1', type: 'main' }

const sum = (a: number, b: number) => ({
  id: 'g',
  nodes: { n: { id: 'n', type: 'add', a, b }, m: { id: 'm', type: 'add', b: 10 } },
  edges: [{ source: { node_id: 'n', field: 'value' }, destination: { node_id: 'm', field: 'a' } }],
})

async function openServer(options: Partial<Parameters<typeof openSessionServer>[0]> = {}) {
  const server = await openSessionServer({ workerFile: workerFileIn(inject('dist')), ...options })
  await createModel(server.db, model.key, JSON.stringify({ ...model, format: 'diffusers', path: starter }))
  await server.sessions.start()
  return server
}

const form = (seed: number, steps = 2) => ({
  model,
  positivePrompt: 'a red apple',
  negativePrompt: '',
  seed,
  steps,
  guidanceScale: 2,
  scheduler: 'ddim' as const,
  width: 128,
  height: 128,
})

test('a graph runs in the worker and its events come in order', async () => {
  await using server = await openServer()
  const [itemId = 0] = await server.enqueue(sum(1, 2))
  await server.hearStatus(itemId, 'completed')
  const names = server.told.map(({ name, payload }) => ('status' in payload ? `${name} ${payload.status}` : name))
  expect(names).toEqual([
    'batch_enqueued',
    'queue_item_status_changed in_progress',
    'invocation_started',
    'invocation_complete',
    'invocation_started',
    'invocation_complete',
    'queue_item_status_changed completed',
  ])
  const results = server.told.flatMap(({ name, payload }) => (name === 'invocation_complete' ? [payload] : []))
  expect(results.map(({ invocation_source_id, result }) => [invocation_source_id, result.value])).toEqual([
    ['n', 3],
    ['m', 13],
  ])
  const item = await showItem(server.reads, SYSTEM_ACTOR, itemId)
  expect(item).toMatchObject({ status: 'completed', device: 'cpu:0', session: { executed_history: ['n', 'm'] } })
})

test('a node that fails fails its item, which is told first', async () => {
  await using server = await openServer()
  const [itemId = 0] = await server.enqueue({
    id: 'g',
    nodes: { n: { id: 'n', type: 'sub', a: 1, b: 1 }, d: { id: 'd', type: 'div', a: 1 } },
    edges: [{ source: { node_id: 'n', field: 'value' }, destination: { node_id: 'd', field: 'b' } }],
  })
  await server.hear(({ name }) => name === 'invocation_error')
  expect(server.told.slice(-2)).toMatchObject([
    { name: 'queue_item_status_changed', payload: { status: 'failed', error_message: expect.any(String) } },
    { name: 'invocation_error', payload: { invocation_source_id: 'd', error_type: expect.any(String) } },
  ])
  expect(await showItem(server.reads, SYSTEM_ACTOR, itemId)).toMatchObject({
    status: 'failed',
    error_traceback: expect.stringContaining('node d'),
  })
})

test('a picture is painted, kept with all that made it, and shown step by step', async () => {
  await using server = await openServer()
  const recipe = buildTextToImageGraph(form(7), randomUUID)
  const [itemId = 0] = await server.enqueue(recipe.graph)
  await server.hearStatus(itemId, 'completed', 'failed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, itemId)).toMatchObject({ status: 'completed' })

  const images = await server.db.selectFrom('images').selectAll().where('is_intermediate', '=', 0).execute()
  expect(images).toMatchObject([{ user_id: 'system', width: 128, height: 128, image_category: 'general', board_id: null }])
  const [image] = images
  const path = join(server.root.images, image?.image_name ?? '')
  const { width, comments = [] } = await sharp(path).metadata()
  expect(width).toBe(128)
  const texts = new Map(comments.map(({ keyword, text }) => [keyword, JSON.parse(text)]))
  expect(texts.get('invokeai_metadata')).toMatchObject({ seed: 7, positive_prompt: 'a red apple' })
  expect(texts.get('invokeai_graph').nodes).toHaveProperty(recipe.output)
  const thumbnail = await readFile(join(server.root.images, 'thumbnails', (image?.image_name ?? '').replace('.png', '.webp')))
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: 128 })

  const loads = server.told.filter(({ name }) => name.startsWith('model_load'))
  expect(loads).toMatchObject([
    { name: 'model_load_started', payload: { user_id: 'system', config: { name: 'Starter' } } },
    { name: 'model_load_complete', payload: { user_id: 'system', config: { name: 'Starter' } } },
  ])

  const previews = server.told.flatMap(({ name, payload }) =>
    name === 'invocation_progress' && payload.image ? [payload.image] : [],
  )
  expect(previews.length).toBeGreaterThanOrEqual(2)
  expect(previews[0]).toMatchObject({ width: 128, height: 128, dataURL: expect.stringMatching(/^data:image\/jpeg;base64,/) })
})

test('the same graph again is answered from the cache, but for what saves', async () => {
  await using server = await openServer()
  const { graph, output } = buildTextToImageGraph(form(3), randomUUID)
  const [first = 0] = await server.enqueue(graph)
  await server.hearStatus(first, 'completed')
  const [second = 0] = await server.enqueue(graph)
  await server.hearStatus(second, 'completed')
  const cacheable = Object.values(graph.nodes).filter(({ type, use_cache }) => use_cache && type !== 'collect')
  expect(server.sessions.cache.counts).toEqual({ size: cacheable.length, hits: cacheable.length, misses: cacheable.length })
  expect(graph.nodes[output]?.use_cache).toBe(false)
  const images = await server.db.selectFrom('images').select('image_name').where('is_intermediate', '=', 0).execute()
  expect(images).toHaveLength(2)
})

test('a running item is canceled within a step, and the worker goes on with the next', async () => {
  await using server = await openServer()
  const [long = 0] = await server.enqueue(buildTextToImageGraph(form(1, 900), randomUUID).graph)
  const [next = 0] = await server.enqueue(sum(1, 1))
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  await cancelItem(server.reads, SYSTEM_ACTOR, long)
  await server.hearStatus(next, 'completed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, long)).toMatchObject({ status: 'canceled' })
  expect(await server.db.selectFrom('images').selectAll().execute()).toEqual([])
})

test('a stop puts the running item back, which costs no attempt', async () => {
  await using server = await openServer()
  const [itemId = 0] = await server.enqueue(buildTextToImageGraph(form(1, 900), randomUUID).graph)
  await server.hear(({ name, payload }) => name === 'invocation_progress' && payload.image !== null)
  await server.sessions.stop()
  expect(await showItem(server.reads, SYSTEM_ACTOR, itemId)).toMatchObject({ status: 'pending', attempt: 1 })
})

test('items of a batch put their values into the graph, and all of them run', async () => {
  await using server = await openServer({ workers: 2 })
  const ids = await server.enqueue(sum(1, 0), {
    data: [[{ node_path: 'n', field_name: 'b', items: [1, 2, 3] }]] as never,
    runs: 2,
  })
  for (const itemId of ids) await server.hearStatus(itemId, 'completed')
  const items = await showItems(server.reads, SYSTEM_ACTOR, undefined)
  const sums = items.map(({ session }) => Object.values(session.results).map(({ value }) => value))
  expect(sums).toEqual([
    [2, 12],
    [3, 13],
    [4, 14],
    [2, 12],
    [3, 13],
    [4, 14],
  ])
  const { queue, processor } = await showQueueStatus(server.reads, SYSTEM_ACTOR)
  expect(queue).toMatchObject({ completed: 6, pending: 0, total: 6, item_id: null })
  expect(processor).toMatchObject({ is_started: true, is_processing: false, paused_by: null })
})

/** Leaves room for so many pages in the database. @returns makes room for more */
function fillDisk({ sqlite }: Db<never>, pages: number): () => void {
  sqlite.execute(`create table filler as select zeroblob(${pages} * 8192) as bytes; drop table filler`)
  const limit = (count: unknown) => sqlite.prepare(`pragma max_page_count = ${count}`).all([])
  const [used] = sqlite.prepare('pragma page_count').all([])
  limit(used?.page_count)
  return () => limit(1_000_000)
}

test('an item whose end finds no room ends once there is some, and others go on meanwhile', async () => {
  await using server = await openServer()
  await pauseProcessor(server.reads, SYSTEM_ACTOR)
  const text = { id: 'n', type: 'string', value: 'x'.repeat(300_000) }
  const [large = 0] = await server.enqueue({ id: 'g', nodes: { n: text }, edges: [] })
  const [small = 0] = await server.enqueue(sum(1, 2))
  const makeRoom = fillDisk(server.db, 30)
  await resumeProcessor(server.reads)
  await server.hearStatus(small, 'completed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, large)).toMatchObject({ status: 'in_progress' })
  makeRoom()
  await server.hearStatus(large, 'completed')
  expect(server.logged).toEqual([expect.stringContaining('There is no space left')])
})

test('while nothing can be written items wait, and go on by themselves afterwards', async () => {
  await using server = await openServer()
  const [first = 0] = await server.enqueue(buildTextToImageGraph(form(1), randomUUID).graph)
  const [second = 0] = await server.enqueue(sum(1, 2))
  await server.hear(({ name }) => name === 'invocation_started')
  server.db.sqlite.execute('pragma query_only = on')
  await expect.poll(() => server.logged.filter((line) => line.includes('is stored later'))).toHaveLength(2)
  server.db.sqlite.execute('pragma query_only = off')
  await server.hearStatus(first, 'failed')
  await server.hearStatus(second, 'completed')
})

test('a stop does not wait for room: the item runs again at the next start', async () => {
  await using server = await openServer()
  await pauseProcessor(server.reads, SYSTEM_ACTOR)
  const text = { id: 'n', type: 'string', value: 'x'.repeat(300_000) }
  const [itemId = 0] = await server.enqueue({ id: 'g', nodes: { n: text }, edges: [] })
  const makeRoom = fillDisk(server.db, 30)
  await resumeProcessor(server.reads)
  await expect.poll(() => server.logged).toHaveLength(1)
  await server.sessions.stop()
  expect(server.logged.at(-1)).toContain('is not stored')
  makeRoom()
  const next = server.open()
  await next.start()
  expect(server.logged.at(-1)).toContain('items that ran then and run again 1, given up 0')
  await server.hearStatus(itemId, 'completed')
  expect(await showItem(server.reads, SYSTEM_ACTOR, itemId)).toMatchObject({ attempt: 2 })
  await next.stop()
})
