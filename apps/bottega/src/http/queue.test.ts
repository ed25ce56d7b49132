import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { connect, makeGraph, makePictureGraph, type TestModel } from '../testing/graphs.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let socket: Socket
const heard: [string, Readonly<Record<string, unknown>>][] = []

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'max_queue_size: 5\n' })
  socket = io(server.url, { path: '/ws/socket.io', transports: ['websocket'] })
  socket.onAny((name, payload) => heard.push([name, payload]))
  await new Promise<void>((resolve) => socket.on('connect', resolve))
  socket.emit('subscribe_queue', { queue_id: 'default' })
})
afterAll(async () => {
  socket.close()
  await server.close()
})

async function ask(method: string, path: string, json?: unknown): Promise<{ status: number; json: never }> {
  return server.request(method, `/api/v1/queue/default/${path}`, json === undefined ? {} : { json })
}

const sum = makeGraph([{ id: 'sum', type: 'add', a: 2, b: 3 }])

async function hearEnd(itemId: number): Promise<unknown> {
  const find = () =>
    heard.find(
      ([name, { item_id, status }]) =>
        name === 'queue_item_status_changed' &&
        item_id === itemId &&
        ['completed', 'failed', 'canceled'].includes(String(status)),
    )
  await expect.poll(find, { timeout: 30_000 }).toBeDefined()
  return find()?.[1].status
}

test('a graph that is enqueued runs by itself, and its owner hears of it', async () => {
  const { status, json } = await ask('POST', 'enqueue_batch', { batch: { graph: sum, runs: 1 }, prepend: false })
  expect([status, json]).toMatchObject([200, { queue_id: 'default', enqueued: 1, requested: 1 }])
  const [itemId = 0] = (json as { readonly item_ids: number[] }).item_ids
  expect(await hearEnd(itemId)).toBe('completed')
  const item = (await ask('GET', `i/${itemId}`)).json as { readonly session: { readonly results: object } }
  expect(Object.values(item.session.results)).toEqual([{ type: 'integer_output', value: 5 }])
  expect((await ask('GET', 'status')).json).toMatchObject({ queue: { completed: 1 }, processor: { is_started: true } })
})

test('the starter model paints a picture over the wire', async () => {
  const { json } = await server.request('GET', '/api/v2/models/')
  const [model] = (json as { readonly models: TestModel[] }).models
  const enqueued = await ask('POST', 'enqueue_batch', { batch: { graph: makePictureGraph(model!), runs: 1 }, prepend: false })
  const [itemId = 0] = (enqueued.json as { readonly item_ids: number[] }).item_ids
  expect(await hearEnd(itemId)).toBe('completed')
  const images = await server.request('GET', '/api/v1/images/?image_origin=internal')
  expect(images.json).toMatchObject({ items: [{ width: 128, height: 128, is_intermediate: false }], total: 1 })
  expect(heard.map(([event]) => event)).toContain('invocation_progress')
})

test('an autoencoder that is installed from its file decodes latents and encodes pictures', async () => {
  const file = join(server.root, 'flat-vae.safetensors')
  await copyFile(join(server.app.projectRoot, 'models/starter/vae/diffusion_pytorch_model.safetensors'), file)
  const models = '/api/v2/models'
  const source = encodeURIComponent(file)
  const { json: job } = await server.request('POST', `${models}/install?source=${source}`, { json: {} })
  const look = async () => (await server.request('GET', `${models}/install/${(job as { readonly id: number }).id}`)).json
  await expect.poll(look).toMatchObject({ status: 'completed' })
  const found = await server.request('GET', `${models}/get_by_attrs?name=flat-vae&type=vae&base=sd-1`)
  expect(found.json).toMatchObject({ format: 'checkpoint' })
  const { key, hash, name, base, type } = found.json as Readonly<Record<string, string>>
  const nodes = [
    { id: 'vae', type: 'vae_loader', vae_model: { key, hash, name, base, type } },
    { id: 'blank', type: 'blank_image', width: 72, height: 64, is_intermediate: true },
    { id: 'latents', type: 'i2l' },
    { id: 'picture', type: 'l2i', is_intermediate: false },
  ]
  const edges = [
    connect('blank', 'image', 'latents'),
    connect('vae', 'vae', 'latents'),
    connect('latents', 'latents', 'picture'),
    connect('vae', 'vae', 'picture'),
  ]
  const enqueued = await ask('POST', 'enqueue_batch', { batch: { graph: makeGraph(nodes, edges), runs: 1 }, prepend: false })
  const [itemId = 0] = (enqueued.json as { readonly item_ids: number[] }).item_ids
  expect(await hearEnd(itemId)).toBe('completed')
  const images = await server.request('GET', '/api/v1/images/?is_intermediate=false&limit=1')
  expect(images.json).toMatchObject({ items: [{ width: 72, height: 64 }] })
})

test('a paused queue keeps its items, refuses what would pass its limit, and is emptied', async () => {
  expect((await ask('PUT', 'processor/pause')).json).toMatchObject({ paused_by: expect.any(String) })
  const enqueue = (runs: number) => ask('POST', 'enqueue_batch', { batch: { graph: sum, runs }, prepend: false })
  await enqueue(3)
  const refused = await enqueue(3)
  expect([refused.status, refused.json]).toMatchObject([
    429,
    { limit: 'max_queue_size', count: 3, requested: 3, maximum: 5, detail: expect.any(String) },
  ])
  expect((await ask('GET', 'next')).json).toMatchObject({ status: 'pending' })
  expect((await ask('PUT', 'cancel_all_except_current')).json).toEqual({ canceled: 3 })
  expect((await ask('PUT', 'prune')).json).toMatchObject({ deleted: expect.any(Number) })
  expect((await ask('GET', 'item_ids')).json).toEqual({ item_ids: [], total_count: 0 })
  await ask('PUT', 'processor/resume')
})

test('graphs and items that do not exist are told by what is wrong', async () => {
  const unknown = makeGraph([{ id: 'a', type: 'no_such_node' }])
  expect((await ask('POST', 'enqueue_batch', { batch: { graph: unknown, runs: 1 }, prepend: false })).status).toBe(422)
  expect((await ask('GET', 'i/99999')).json).toEqual({ detail: 'Queue item not found' })
  expect((await ask('GET', 'i/abc')).status).toBe(422)
  expect((await server.request('GET', '/api/v1/queue/other/status')).json).toEqual({ detail: 'Queue not found' })
})

test('the cache of outputs can be switched and cleared', async () => {
  const cache = '/api/v1/app/invocation_cache'
  const status = async () => (await server.request('GET', `${cache}/status`)).json
  expect(await status()).toMatchObject({ enabled: true, max_size: 512 })
  expect((await server.request('PUT', `${cache}/disable`)).json).toBeNull()
  expect(await status()).toMatchObject({ enabled: false })
  await server.request('PUT', `${cache}/enable`)
  await server.request('DELETE', cache)
  expect(await status()).toMatchObject({ enabled: true, size: 0 })
})

test('sockets of foreign pages are refused', async () => {
  const foreign = io(server.url, {
    path: '/ws/socket.io',
    transports: ['websocket'],
    extraHeaders: { origin: 'http://foreign.example' },
  })
  const refused = await new Promise<boolean>((resolve) => {
    foreign.on('connect_error', () => resolve(true))
    foreign.on('connect', () => resolve(false))
  })
  foreign.close()
  expect(refused).toBe(true)
})
