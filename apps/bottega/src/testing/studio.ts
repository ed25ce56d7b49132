import sharp from 'sharp'
import type { TestModel } from './graphs.ts'
import { type Listener, openListener } from './listener.ts'
import { startTemporaryServer, type TemporaryServer } from './temporary-server.ts'

/** A queue item, as far as tests look at it. */
export interface Item {
  readonly item_id: number
  readonly batch_id: string
  readonly session_id: string
  readonly status: string
  readonly error_type: string | null
  readonly error_message: string | null
  readonly waiting_reason?: string
  readonly session: {
    readonly results: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly source_prepared_mapping: Readonly<Record<string, readonly string[]>>
  }
}

/** A picture that was made, with its pixels. */
export interface Made {
  readonly item: Item
  readonly name: string
  readonly file: Buffer
  readonly width: number
  readonly height: number
  readonly pixels: Buffer
}

/** A server with somebody who works on it. */
export type Studio = Awaited<ReturnType<typeof openStudio>>

const ENDS = ['completed', 'failed', 'canceled']

/** Starts a server and opens a socket; graphs are enqueued over HTTP, and their end is heard. */
export async function openStudio(dist: string, options?: Parameters<typeof startTemporaryServer>[1]) {
  const server = await startTemporaryServer(dist, options)
  const listener = await openListener(server.url)
  async function close() {
    listener.close()
    await server.close()
  }
  return { ...server, ...createWorker(server, listener), listener, close }
}

function createWorker({ request }: TemporaryServer, listener: Listener) {
  /** Enqueues a graph; `batch` may vary it. */
  async function enqueue(graph: object, batch: object = {}) {
    const { status, json } = await request('POST', '/api/v1/queue/default/enqueue_batch', {
      json: { batch: { graph, runs: 1, ...batch }, prepend: false },
    })
    const answer: { item_ids: number[]; batch: { batch_id: string }; detail?: unknown } = json
    if (status >= 300) throw new Error(`${status} ${JSON.stringify(answer.detail)}`)
    // in the order of the work
    return { itemIds: [...answer.item_ids].reverse(), batchId: answer.batch.batch_id }
  }

  async function getItem(itemId: number): Promise<Item> {
    return (await request('GET', `/api/v1/queue/default/i/${itemId}`)).json
  }

  /** Waits until an item has ended. */
  async function finish(itemId: number): Promise<Item> {
    await listener.hear('queue_item_status_changed', ({ item_id, status }) => item_id === itemId && ENDS.includes(String(status)))
    return getItem(itemId)
  }

  /** Runs a graph to its end. */
  async function run(graph: object): Promise<Item> {
    const { itemIds } = await enqueue(graph)
    return finish(itemIds[0] ?? 0)
  }

  async function fetchPicture(item: Item): Promise<Made> {
    const [result] = resultsOf(item, 'picture')
    if (result === undefined) throw new Error(`${item.status}: ${item.error_type} ${item.error_message}`)
    const name = (result.image as { readonly image_name: string }).image_name
    const { bytes: file } = await request('GET', `/api/v1/images/i/${name}/full`)
    const { data: pixels, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true })
    return { item, name, file, width: info.width, height: info.height, pixels }
  }

  return {
    enqueue,
    getItem,
    finish,
    run,
    fetchPicture,
    /** Runs a graph whose node `picture` saves one, and fetches that. */
    make: async (graph: object) => fetchPicture(await run(graph)),
    /** The model that comes with the program. */
    async getModel(): Promise<TestModel> {
      const { json } = await request('GET', '/api/v2/models/?model_type=main')
      return (json as { readonly models: readonly TestModel[] }).models[0]!
    },
    pause: () => request('PUT', '/api/v1/queue/default/processor/pause'),
    resume: () => request('PUT', '/api/v1/queue/default/processor/resume'),
  }
}

/** What a node of a graph has put out, once for each of its copies. */
export function resultsOf({ session }: Item, node: string): Readonly<Record<string, unknown>>[] {
  const results = (session.source_prepared_mapping[node] ?? []).map((id) => session.results[id])
  return results.filter((result) => result !== undefined)
}

/** How far two pictures of one size lie apart, from 0 to 255. */
export function measureDistance(a: Made, b: Made): number {
  return a.pixels.reduce((sum, value, at) => sum + Math.abs(value - (b.pixels[at] ?? 0)), 0) / a.pixels.length
}
