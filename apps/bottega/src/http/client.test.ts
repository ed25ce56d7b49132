import { ApiError, type ConnectionState, connectEvents, createClient } from '@bottega/client'
import sharp from 'sharp'
import { afterEach, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const dist = inject('dist')
const closing: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function start(options?: Parameters<typeof startTemporaryServer>[1]): Promise<TemporaryServer> {
  const server = await startTemporaryServer(dist, options)
  closing.push(() => server.close())
  return server
}

/** Events of a server, connected. */
async function listen(baseUrl: string) {
  const events = connectEvents({ baseUrl })
  closing.push(() => events.close())
  const states: ConnectionState[] = []
  await new Promise<void>((resolve) => {
    events.onState((state) => {
      states.push(state)
      if (state.status === 'connected') resolve()
    })
  })
  return { events, states }
}

const params = { queue_id: 'default' }
const blank = { id: 'blank', type: 'blank_image', width: 32, height: 16, is_intermediate: false }

test.each([
  ['at the root', undefined],
  ['below a sub-path', '/studio'],
])('a program enqueues a graph, hears how it goes and fetches its image, %s', async (_, base_url) => {
  const { url } = await start({ flags: { base_url } })
  const client = createClient({ baseUrl: url })
  const { events } = await listen(url)
  const heard: string[] = []
  events.on('invocation_complete', ({ invocation_source_id }) => heard.push(invocation_source_id))
  const ended = new Promise<number>((resolve) => {
    events.on('queue_item_status_changed', ({ status, item_id }) => {
      heard.push(status)
      if (status === 'completed') resolve(item_id)
    })
  })
  const graph = { id: 'g', nodes: { blank }, edges: [] }
  const { item_ids } = await client.enqueueBatch({ params, body: { batch: { graph, runs: 1 } } })
  expect([await ended]).toEqual(item_ids)
  expect(heard).toEqual(['pending', 'in_progress', 'blank', 'completed'].slice(-3))

  const { items } = await client.listImages()
  expect(items).toMatchObject([{ width: 32, height: 16, image_category: 'general' }])
  const file = await client.getImageFull({ params: { image_name: items[0]?.image_name ?? '' } })
  expect(await sharp(await file.arrayBuffer()).metadata()).toMatchObject({ format: 'png', width: 32, height: 16 })
})

test('a program uploads a picture, and is refused with the words of the server', async () => {
  const { url } = await start()
  const client = createClient({ baseUrl: url })
  const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  const query = { image_category: 'user', is_intermediate: true } as const
  const image = await client.uploadImage({ query, form: { file: new Blob([png], { type: 'image/png' }) } })
  expect(image).toMatchObject({ width: 3, height: 2, is_intermediate: true })
  const refused = client.uploadImage({ query, form: { file: new Blob(['no picture'], { type: 'image/png' }) } })
  await expect(refused).rejects.toThrow(ApiError)
  await expect(refused).rejects.toMatchObject({ status: 415 })
  await expect(client.getBoard({ params: { board_id: 'none' } })).rejects.toMatchObject({
    status: 404,
    message: 'Board not found',
  })
  // @ts-expect-error a type that a program without types would send
  await expect(client.enqueueBatch({ params, body: { batch: 7 } })).rejects.toMatchObject({ status: 422 })
})

test('a connection tells that it is lost, and stands again with its subscriptions when the server is back', async () => {
  const first = await start()
  const { events, states } = await listen(first.url)
  events.subscribe()
  const { port } = new URL(first.url)
  await closing.splice(0, 1)[0]?.()
  const again = new Promise<void>((resolve) => {
    events.onState(({ status }) => status === 'connected' && resolve())
  })
  expect(events.isConnected).toBe(false)
  const second = await start({ flags: { port } })
  await again
  expect(states.at(0)).toEqual({ status: 'connected' })
  expect(states.at(1)).toMatchObject({ status: 'disconnected' })
  const enqueued = new Promise((resolve) => events.on('batch_enqueued', resolve))
  await createClient({ baseUrl: second.url }).enqueueBatch({
    params,
    body: { batch: { graph: { id: 'g', nodes: { blank }, edges: [] } } },
  })
  expect(await enqueued).toMatchObject({ queue_id: 'default', enqueued: 1 })
})
