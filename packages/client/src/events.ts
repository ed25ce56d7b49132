import type { ClientMessage, ClientMessageName, DEFAULT_QUEUE_ID, EventName, EventPayload, SOCKET_PATH } from '@bottega/contracts'
import { io, type Socket } from 'socket.io-client'

// told by their types, since values of the contract would bring its schemas along
const PATH: typeof SOCKET_PATH = '/ws/socket.io'
const QUEUE: typeof DEFAULT_QUEUE_ID = 'default'

/** Where a server is and who listens. */
export interface EventOptions {
  /** As for `createClient`. */
  readonly baseUrl: string
  /** A session token or an API key; asked for at each connection when it is a function. */
  readonly token?: string | (() => string | undefined)
}

/**
 * How a connection is. What was told while it was not connected is not told again: read the state anew after each `connected`.
 * `willRetry` is false when the server refused or ended it.
 */
export type ConnectionState =
  | { readonly status: 'connected' }
  | { readonly status: 'disconnected'; readonly reason: string; readonly willRetry: boolean }

/** What a server tells, while it tells it. */
export interface EventConnection {
  readonly isConnected: boolean
  /** Names the socket to the server, in the header `X-Bottega-Socket` of calls: what they change is not told to it. */
  readonly socketId: string | undefined
  /** Hears of events of a name; returns what ends that. */
  on<Name extends EventName>(name: Name, listener: (payload: EventPayload<Name>) => void): () => void
  /** Hears of the connection itself, at once when it stands; returns what ends that. */
  onState(listener: (state: ConnectionState) => void): () => void
  /** Follows a queue: what others do there too. Lasts over reconnections. */
  subscribe(queueId?: string): void
  unsubscribe(queueId?: string): void
  close(): void
}

type Told = { [Name in EventName]: (payload: EventPayload<Name>) => void }
type Said = { [Name in ClientMessageName]: (message: ClientMessage<Name>) => void }

/** Connects to the events of a server, and again whenever the connection is lost, until it is closed. */
export function connectEvents({ baseUrl, token }: EventOptions): EventConnection {
  const [, origin = '', path = ''] = /^(\w+:\/\/[^/]+)?(.*?)\/*$/.exec(baseUrl) ?? []
  const options = {
    path: path + PATH,
    // a connection of its own, which `close` ends
    forceNew: true,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    auth: (answer: (data: object) => void) => {
      const credential = typeof token === 'function' ? token() : token
      answer(credential === undefined ? {} : { token: credential })
    },
  }
  // without an address it is that of the page
  const socket: Socket<Told, Said> = origin === '' ? io(options) : io(origin, options)
  const queues = new Set<string>()
  socket.on('connect', () => {
    for (const queue_id of queues) socket.emit('subscribe_queue', { queue_id })
  })

  return {
    get isConnected() {
      return socket.connected
    },
    get socketId() {
      return socket.id
    },
    on(name, listener) {
      // the library's types do not see through a name that is a parameter
      const untyped: Pick<Socket, 'on' | 'off'> = socket
      const anyName: string = name
      untyped.on(anyName, listener)
      return () => void untyped.off(anyName, listener)
    },
    onState(listener) {
      const onConnect = () => listener({ status: 'connected' })
      const onDisconnect = (reason: string) => listener({ status: 'disconnected', reason, willRetry: socket.active })
      const onFailure = (error: Error) => onDisconnect(error.message)
      socket.on('connect', onConnect).on('disconnect', onDisconnect).on('connect_error', onFailure)
      if (socket.connected) onConnect()
      return () => void socket.off('connect', onConnect).off('disconnect', onDisconnect).off('connect_error', onFailure)
    },
    subscribe(queueId = QUEUE) {
      queues.add(queueId)
      if (socket.connected) socket.emit('subscribe_queue', { queue_id: queueId })
    },
    unsubscribe(queueId = QUEUE) {
      queues.delete(queueId)
      if (socket.connected) socket.emit('unsubscribe_queue', { queue_id: queueId })
    },
    close: () => void socket.disconnect(),
  }
}
