import { io, type ManagerOptions, type SocketOptions } from 'socket.io-client'

/** Something that a socket was told. */
export interface Told {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** A socket that writes down what it hears. */
export type Listener = Awaited<ReturnType<typeof openListener>>

/**
 * Opens a socket of a server that follows the queue.
 *
 * @param url  address of the server, with its sub-path
 * @throws when it is refused
 */
export async function openListener(
  url: string,
  { follows = true, ...options }: { follows?: boolean } & Partial<ManagerOptions & SocketOptions> = {},
) {
  const { origin, pathname } = new URL(url)
  const socket = io(origin, {
    path: `${pathname.replace(/\/$/, '')}/ws/socket.io`,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...options,
  })
  const heard: Told[] = []
  const listeners = new Set<() => void>()
  socket.onAny((name: string, payload: Told['payload']) => {
    heard.push({ name, payload })
    for (const look of listeners) look()
  })

  /** Waits until it has heard something that fits. */
  function hear(name: string, fits: (payload: Told['payload']) => boolean = () => true): Promise<Told['payload']> {
    return new Promise((resolve) => {
      const look = () => {
        const found = heard.find((told) => told.name === name && fits(told.payload))
        if (found === undefined) return
        listeners.delete(look)
        resolve(found.payload)
      }
      listeners.add(look)
      look()
    })
  }

  let settled = 0
  /** Waits until all that was sent before has been taken: messages of one socket are taken in order. */
  async function settle() {
    const queue_id = `settle ${++settled}`
    socket.emit('subscribe_queue', { queue_id })
    await hear('subscription_error', (payload) => payload.queue_id === queue_id)
  }

  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve)
    socket.on('connect_error', (error) => {
      socket.close()
      reject(error)
    })
  })
  if (follows) socket.emit('subscribe_queue', { queue_id: 'default' })
  await settle()
  return {
    socket,
    hear,
    settle,
    /** What it has heard so far, but for answers to itself. */
    heard: (name?: string, fits: (payload: Told['payload']) => boolean = () => true) =>
      heard.filter((told) => told.name !== 'subscription_error' && (name ?? told.name) === told.name && fits(told.payload)),
    close: () => void socket.close(),
  }
}
