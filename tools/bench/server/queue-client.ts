import { io, type Socket } from 'socket.io-client'
import type { ServerProcess } from './server-process.ts'

/** How many items of the queue wait, run, and have ended. */
export interface QueueCounts {
  readonly pending: number
  readonly in_progress: number
  readonly completed: number
}

/** The queue of a server, over HTTP and a socket that follows it. */
export interface QueueClient {
  /** Enqueues that many items, each with a number of its own. */
  enqueue(items: number): Promise<unknown>
  pause(): Promise<unknown>
  resume(): Promise<unknown>
  clear(): Promise<unknown>
  counts(): Promise<QueueCounts>
  /** Waits until an item has this status. */
  hear(status: string): Promise<void>
  /** Waits until nothing is left to run. */
  hearEnd(): Promise<void>
  close(): void
}

interface StatusChange {
  readonly status: string
  readonly queue_status: QueueCounts
}

const QUEUE = '/api/v1/queue/default'

/** Opens a socket over a WebSocket that follows the queue. */
export async function openSocket(url: string, token?: string): Promise<Socket> {
  const auth = token === undefined ? {} : { token }
  const socket = io(url, { path: '/ws/socket.io', transports: ['websocket'], forceNew: true, reconnection: false, auth })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('connect_error', reject)
  })
  socket.emit('subscribe_queue', { queue_id: 'default' })
  return socket
}

/** Opens a client of the queue of a server. */
export async function openQueueClient(server: ServerProcess): Promise<QueueClient> {
  const socket = await openSocket(server.url)
  const hear = (fits: (change: StatusChange) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const take = (change: StatusChange) => {
        if (!fits(change)) return
        socket.off('queue_item_status_changed', take)
        resolve()
      }
      socket.on('queue_item_status_changed', take)
    })
  return {
    enqueue: (items) => server.askJson('POST', `${QUEUE}/enqueue_batch`, { batch: writeBatch(items) }),
    pause: () => server.askJson('PUT', `${QUEUE}/processor/pause`),
    resume: () => server.askJson('PUT', `${QUEUE}/processor/resume`),
    clear: () => server.askJson('PUT', `${QUEUE}/clear`),
    counts: async () => (await server.askJson<{ queue: QueueCounts }>('GET', `${QUEUE}/status`)).queue,
    hear: (status) => hear((change) => change.status === status),
    hearEnd: () => hear(({ queue_status }) => queue_status.pending + queue_status.in_progress === 0),
    close: () => socket.disconnect(),
  }
}

let last = 0

/** A graph of one node that passes a number on; no number comes twice, so that no result is found in the cache. */
export function writeBatch(items: number) {
  const values = Array.from({ length: items }, () => last++)
  return {
    graph: { id: 'trivial', nodes: { number: { id: 'number', type: 'integer', value: 0 } }, edges: [] },
    data: [[{ node_path: 'number', field_name: 'value', items: values }]],
    runs: 1,
  }
}
