import type { Server as HttpServer, IncomingMessage } from 'node:http'
import {
  type Actor,
  AppError,
  type Audience,
  CLIENT_MESSAGES,
  DEFAULT_QUEUE_ID,
  EVENTS,
  type Listener,
  payloadFor,
  SOCKET_PATH,
} from '@bottega/contracts'
import { Server, type Socket } from 'socket.io'
import { isFromOwnPage, isOwnOrigin } from '../auth/own-origin.ts'
import type { EventBus } from './bus.ts'
import { type NewsForSome, type ServerEvent, type SocketEvent, serverEvent } from './server-event.ts'

/** What a socket shows of who opened it. */
export interface Handshake {
  /** `auth.token` of the handshake. */
  readonly token: string | undefined
  readonly authorization: string | undefined
  readonly cookie: string | undefined
  /** Opened by a page of the server itself. */
  readonly isFromOwnPage: boolean
}

/** How events reach sockets. */
export interface GatewayOptions {
  readonly server: HttpServer
  readonly bus: Pick<EventBus, 'subscribe'>
  /** Tells which host the browser of a request has asked. */
  readonly hostOf: (request: IncomingMessage) => string | undefined
  /** Tells under which name that is none of the server's a request has asked it. */
  readonly findStrangeHost: (request: IncomingMessage) => string | undefined
  /** Origins beside the server's own; `*` for all. */
  readonly allowedOrigins: readonly string[]
  /**
   * Tells for whom a socket listens, as of now.
   *
   * @throws AppError whose message the client gets
   */
  identify(handshake: Handshake): Promise<Sitter>
}

/** Who sits at a socket. */
export interface Sitter {
  readonly actor: Actor
  /** When the credential runs out; undefined for one that never does. */
  readonly until?: Date | undefined
}

/** Sockets and who sits at them. */
export interface Gateway {
  /** Looks anew at who the sockets of an account, or all sockets, are: rights are taken away at once, and sockets without any are closed. */
  recheck(userId?: string): Promise<void>
  /** How many sockets are open. */
  count(): number
  /** Closes all sockets; the HTTP server stays. */
  close(): Promise<void>
}

/** The most bytes of a client's message; the longest that is understood is short. */
const MAX_MESSAGE_BYTES = 16 * 1024
/** Timers that are to wait longer fire at once. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

/**
 * Tells events over Socket.IO. Each socket sits in one room, which stands for what its account may hear; clients name queues, never
 * rooms, and an event goes to each room as the copy that its listeners may see.
 */
export function createGateway({ server, bus, hostOf, findStrangeHost, allowedOrigins, identify }: GatewayOptions): Gateway {
  const mayConnect = (origin: string | undefined, host: string | undefined) =>
    origin === undefined || allowedOrigins.includes('*') || allowedOrigins.includes(origin) || isOwnOrigin(origin, host)
  const io = new Server(server, {
    path: SOCKET_PATH,
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    allowRequest: (request, answer) => {
      const isKnown = findStrangeHost(request) === undefined
      answer(isKnown ? 'Origin not allowed' : 'Host not allowed', isKnown && mayConnect(request.headers.origin, hostOf(request)))
    },
    // browsers of allowed origins are answered with leave to read; others were refused above
    cors: { origin: true, credentials: true },
  })
  const listeners = new Map<string, Listener>()
  /** When sockets are looked at again because something closes. */
  const reviews = new WeakMap<Socket, NodeJS.Timeout>()
  /** Counts how often somebody's rights may have changed: what was found out before counts no more. */
  let changes = 0

  function readHandshake(socket: Socket): Handshake {
    const { handshake, request } = socket
    const { authorization, cookie } = request.headers
    const token: unknown = handshake.auth.token
    return {
      token: typeof token === 'string' ? token : undefined,
      authorization,
      cookie,
      isFromOwnPage: isFromOwnPage(request.headers, hostOf(request)),
    }
  }

  /** Tells who sits at a socket, with no change in between. */
  async function findSitter(socket: Socket): Promise<Omit<Seat, 'room' | 'followsQueue'>> {
    for (;;) {
      const asOf = changes
      const sitter = await identify(readHandshake(socket))
      if (asOf === changes) return { ...sitter, asOf }
    }
  }

  function place(socket: Socket, { actor, until, asOf }: Omit<Seat, 'room' | 'followsQueue'>, followsQueue: boolean): void {
    const listener = {
      userId: actor.userId,
      isAdmin: actor.role === 'admin',
      opened: actor.oversight?.opened,
      followsQueue,
    }
    const room = roomOf(listener)
    const last = readSeat(socket)
    if (last !== undefined && last.room !== room) void socket.leave(last.room)
    listeners.set(room, listener)
    socket.data.seat = { actor, until, asOf, room, followsQueue } satisfies Seat
    void socket.join(room)
    if (last?.actor !== actor) reviewInTime(socket, actor)
  }

  /** Looks anew at who sits at a socket: it is placed as its account is now, or closed. */
  async function review(socket: Socket): Promise<void> {
    try {
      const sitter = await findSitter(socket)
      const last = readSeat(socket)
      place(socket, sitter, last?.followsQueue ?? false)
      if (last !== undefined && last.actor.role !== sitter.actor.role) tellRole(socket, sitter.actor)
    } catch {
      socket.disconnect(true)
    }
  }

  function tellRole(socket: Socket, { userId, role }: Actor): void {
    const { name, payload } = serverEvent('account_role_changed', { user_id: userId, is_admin: role === 'admin' })
    socket.emit(name, payload)
  }

  /** Ends the connection when its credential runs out. Clients come back by themselves from that, with a newer one if they have it. */
  function endInTime(socket: Socket, until: Date | undefined): void {
    if (until === undefined) return
    let timer: NodeJS.Timeout
    const wait = () => {
      const rest = Math.max(0, until.getTime() - Date.now())
      timer = rest > LONGEST_WAIT_MS ? setTimeout(wait, LONGEST_WAIT_MS) : setTimeout(() => socket.conn.close(), rest)
      timer.unref()
    }
    wait()
    socket.on('disconnect', () => clearTimeout(timer))
  }

  /** What was opened to an administrator closes by itself. */
  function reviewInTime(socket: Socket, actor: Actor): void {
    clearTimeout(reviews.get(socket))
    const end = actor.oversight?.until
    if (end === undefined) return
    const timer = setTimeout(() => void review(socket), Math.max(0, end.getTime() - Date.now()) + 1)
    timer.unref()
    reviews.set(socket, timer)
  }

  function tellSome({ event: { name, payload }, isFor, except }: NewsForSome['payload']): void {
    const rooms = [...listeners].filter(([, { userId }]) => isFor(userId)).map(([room]) => room)
    if (rooms.length === 0) return
    const asker = except && io.of('/').sockets.get(except.socketId)
    // a page silences no socket but its own
    const isOwn = asker !== undefined && readSeat(asker)?.actor.userId === except?.userId
    io.to(rooms)
      .except(isOwn ? asker.id : [])
      .emit(name, payload)
  }

  function tell(event: ServerEvent): void {
    if (event.name === 'account_changed') {
      void recheck(event.payload.user_id)
      return
    }
    for (const room of listeners.keys()) if (!io.of('/').adapter.rooms.has(room)) listeners.delete(room)
    if (event.name === 'news_for_some') {
      tellSome(event.payload)
      return
    }
    // the audience of the name is for the payload of the name
    const audience = EVENTS[event.name].audience as unknown as Audience<SocketEvent['payload']>
    const rooms = new Map<object, string[]>()
    let redacted: object | undefined
    for (const [room, listener] of listeners) {
      let copy: object | null = payloadFor(audience, event.payload, listener)
      if (copy === null) continue
      // a redacted copy is the same for everybody, so it is written once
      if (audience.to === 'queue' && copy !== event.payload) copy = redacted ??= copy
      const same = rooms.get(copy)
      if (same === undefined) rooms.set(copy, [room])
      else same.push(room)
    }
    for (const [copy, same] of rooms) io.to(same).emit(event.name, copy)
  }

  async function recheck(userId?: string): Promise<void> {
    changes++
    for (const socket of io.of('/').sockets.values()) {
      const seat = readSeat(socket)
      if (seat !== undefined && (userId === undefined || seat.actor.userId === userId)) await review(socket)
    }
  }

  io.use((socket, next) => {
    findSitter(socket).then(
      (sitter) => {
        place(socket, sitter, false)
        next()
      },
      // what else may go wrong is not for clients
      (error) => next(error instanceof AppError ? error : new Error('Authentication failed')),
    )
  })

  io.on('connection', (socket) => {
    const entered = readSeat(socket)
    endInTime(socket, entered?.until)
    socket.on('disconnect', () => clearTimeout(reviews.get(socket)))
    // between the door and here a recheck does not see it
    if (entered?.asOf !== changes) void review(socket)
    const follow = (isFollowing: boolean) => (message: unknown) => {
      const parsed = CLIENT_MESSAGES.subscribe_queue.safeParse(message)
      const seat = readSeat(socket)
      if (!parsed.success || seat === undefined) return
      const { queue_id } = parsed.data
      if (queue_id === DEFAULT_QUEUE_ID) return place(socket, seat, isFollowing)
      if (!isFollowing) return
      const { name, payload } = serverEvent('subscription_error', { queue_id, message: 'Queue not found' })
      socket.emit(name, payload)
    }
    socket.on('subscribe_queue', follow(true))
    socket.on('unsubscribe_queue', follow(false))
  })

  const unsubscribe = bus.subscribe(tell)

  return {
    recheck,
    count: () => io.of('/').sockets.size,
    async close() {
      unsubscribe()
      // the connections alone: a socket that is told to leave never comes back, and a server that stops may be a server that
      // starts again. Not `io.close`, which would end the HTTP server too
      io.engine.close()
    },
  }
}

interface Seat extends Sitter {
  /** How many changes there had been when it was found out. */
  readonly asOf: number
  readonly room: string
  readonly followsQueue: boolean
}

function readSeat(socket: Socket): Seat | undefined {
  // only `place` writes it
  return socket.data.seat as Seat | undefined
}

function roomOf({ userId, isAdmin, opened, followsQueue }: Listener): string {
  return JSON.stringify([userId, isAdmin, followsQueue, opened && [...opened].sort()])
}
