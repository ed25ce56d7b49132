import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Actor, AppError, SYSTEM_ACTOR } from '@bottega/contracts'
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createEventBus } from './bus.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { serverEvent } from './server-event.ts'

const accounts = new Map<string, Actor>()
/** When credentials run out. */
const ends = new Map<string, Date>()
/** What happens while somebody is being found out, one after the other. */
const before: (() => unknown)[] = []
const person = (userId: string, role: Actor['role'] = 'user'): Actor => ({ userId, role, isSystem: false, displayName: null })

let http: Server
let gateway: Gateway
let bus: ReturnType<typeof createEventBus>
const clients: Socket[] = []

beforeEach(async () => {
  accounts.clear()
  ends.clear()
  before.length = 0
  for (const actor of [person('ann'), person('bert'), person('chief', 'admin')]) accounts.set(actor.userId, actor)
  bus = createEventBus()
  http = createServer((_request, response) => response.end('page'))
  gateway = createGateway({
    server: http,
    bus,
    hostOf: ({ headers }) => headers.host,
    findStrangeHost: () => undefined,
    allowedOrigins: ['https://friend.example'],
    async identify({ token }) {
      const actor = token === 'none' ? undefined : token === undefined ? SYSTEM_ACTOR : accounts.get(token)
      if (token === 'broken') throw new Error('SQLITE_IOERR: /secret/path')
      if (actor === undefined) throw new AppError('authentication_required')
      await before.shift()?.()
      return { actor, until: ends.get(actor.userId) }
    },
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.disconnect()
  await gateway.close()
  await new Promise((resolve) => http.close(resolve))
})

function open(token?: string, options: Partial<ManagerOptions & SocketOptions> = {}) {
  const { port } = http.address() as AddressInfo
  const client = io(`http://127.0.0.1:${port}`, {
    path: '/ws/socket.io',
    forceNew: true,
    reconnection: false,
    transports: ['websocket'],
    ...(token !== undefined && { auth: { token } }),
    ...options,
  })
  clients.push(client)
  return client
}

/** A client that is connected, follows the queue where it is told to, and keeps what it hears. */
async function connect(
  token?: string,
  { follows = true, ...options }: { follows?: boolean } & Partial<ManagerOptions & SocketOptions> = {},
) {
  const client = open(token, options)
  const heard: [string, Record<string, unknown>][] = []
  client.onAny((name, payload) => heard.push([name, payload]))
  await new Promise<void>((resolve, reject) => {
    client.on('connect', resolve)
    client.on('connect_error', reject)
  })
  if (follows) client.emit('subscribe_queue', { queue_id: 'default' })
  await settle(client)
  return { client, heard }
}

/** Waits until all that the client has sent before was taken: messages of one socket are taken in order. */
async function settle(client: Socket) {
  const answered = new Promise<void>((resolve) => {
    const take = (name: string, payload: { queue_id?: string }) => {
      if (name !== 'subscription_error' || payload.queue_id !== 'settle') return
      client.offAny(take)
      resolve()
    }
    client.onAny(take)
  })
  client.emit('subscribe_queue', { queue_id: 'settle' })
  await answered
}

const namesOf = (heard: readonly [string, Record<string, unknown>][]) =>
  heard.map(([name]) => name).filter((name) => name !== 'subscription_error')

const enqueued = (userId: string) =>
  serverEvent('batch_enqueued', {
    queue_id: 'default',
    batch_id: 'b',
    enqueued: 1,
    requested: 1,
    priority: 0,
    origin: 'o',
    user_id: userId,
  })

test.each(['websocket', 'polling'])(
  'an owner hears in full, an administrator too, others who follow the queue without names, by %s',
  async (transport) => {
    const transports = [transport]
    const all = await Promise.all(['ann', 'bert', 'chief'].map((name) => connect(name, { transports })))
    const deaf = await connect('bert', { transports, follows: false })
    bus.publish(enqueued('ann'))
    await Promise.all([...all, deaf].map(({ client }) => settle(client)))
    const users = [...all, deaf].map(({ heard }) => heard.find(([name]) => name === 'batch_enqueued')?.[1].user_id)
    expect(users).toEqual(['ann', 'redacted', 'ann', undefined])
  },
)

test('an event comes once to each socket, and to all sockets of an account', async () => {
  const both = [await connect('ann'), await connect('ann', { follows: false })]
  both[0]?.client.emit('subscribe_queue', { queue_id: 'default' })
  await settle(both[0]!.client)
  bus.publish(enqueued('ann'))
  for (const { client } of both) await settle(client)
  expect(both.map(({ heard }) => namesOf(heard))).toEqual([['batch_enqueued'], ['batch_enqueued']])
})

test('a client cannot join the room of somebody else by naming it', async () => {
  const { client, heard } = await connect('bert', { follows: false })
  const rooms = ['admin', 'user:ann', JSON.stringify(['ann', false, true]), JSON.stringify(['chief', true, true])]
  for (const queue_id of rooms) client.emit('subscribe_queue', { queue_id })
  for (const nonsense of [null, 5, 'default', {}, [], { queue_id: 7 }]) client.emit('subscribe_queue', nonsense)
  client.emit('join', 'admin')
  await settle(client)
  bus.publish(enqueued('ann'))
  await settle(client)
  expect(namesOf(heard)).toEqual([])
  expect(heard[1]).toEqual([
    'subscription_error',
    { timestamp: expect.any(Number), queue_id: 'admin', message: 'Queue not found' },
  ])
  expect(client.connected).toBe(true)
})

test('who follows the queue no longer hears no more of others', async () => {
  const { client, heard } = await connect('bert')
  client.emit('unsubscribe_queue', { queue_id: 'default' })
  await settle(client)
  bus.publish(enqueued('ann'))
  await settle(client)
  expect(namesOf(heard)).toEqual([])
})

test('without credentials there is no socket in multi-user mode', async () => {
  await expect(connect('none')).rejects.toThrow('Authentication required')
})

test('in single-user mode every socket is the system account', async () => {
  const { client, heard } = await connect()
  bus.publish(enqueued('system'))
  await settle(client)
  expect(heard.at(-2)).toMatchObject(['batch_enqueued', { user_id: 'system' }])
})

test('demotion counts at once and is told, and an account that is gone loses its sockets', async () => {
  const chief = await connect('chief', { follows: false })
  const bert = await connect('bert', { follows: false })
  accounts.set('chief', person('chief'))
  accounts.delete('bert')
  const closed = new Promise((resolve) => bert.client.on('disconnect', resolve))
  await gateway.recheck()
  await closed
  bus.publish(enqueued('ann'))
  await settle(chief.client)
  expect(namesOf(chief.heard)).toEqual(['account_role_changed'])
  expect(chief.heard.at(-2)?.[1]).toMatchObject({ user_id: 'chief', is_admin: false })
})

test('an account that changes while it is let in has the rights of afterwards', async () => {
  before.push(() => {
    accounts.set('chief', person('chief'))
    void gateway.recheck('chief')
  })
  const chief = await connect('chief', { follows: false })
  bus.publish(enqueued('ann'))
  await settle(chief.client)
  expect(namesOf(chief.heard)).toEqual([])
})

test('of two rechecks that overlap the later one counts', async () => {
  const chief = await connect('chief', { follows: false })
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  // the first has read the old role, and is held up
  before.push(() => held)
  const first = gateway.recheck('chief')
  accounts.set('chief', person('chief'))
  await gateway.recheck('chief')
  letGo()
  await first
  bus.publish(enqueued('ann'))
  await settle(chief.client)
  expect(namesOf(chief.heard)).toEqual(['account_role_changed'])
})

test('a socket ends with its credential, and comes back with a newer one', async () => {
  ends.set('ann', new Date(Date.now() + 50))
  const { client } = await connect('ann', { reconnection: true, reconnectionDelay: 1 })
  await new Promise((resolve) => client.on('disconnect', resolve))
  ends.clear()
  await new Promise((resolve) => client.on('connect', () => resolve(undefined)))
})

test('a recheck of one account leaves others alone', async () => {
  const bert = await connect('bert')
  accounts.delete('bert')
  await gateway.recheck('ann')
  expect(bert.client.connected).toBe(true)
})

test.each([
  ['a foreign page', 'http://evil.example', false],
  ['no page at all', 'null', false],
  ['a page that was allowed', 'https://friend.example', true],
])('a socket of %s is judged by its origin', async (_, origin, isAllowed) => {
  for (const transport of ['websocket', 'polling']) {
    const opened = connect('ann', { transports: [transport], extraHeaders: { origin } })
    if (isAllowed) await opened
    else await expect(opened).rejects.toThrow()
  }
})

test('a page of the server itself may connect', async () => {
  const { port } = http.address() as AddressInfo
  await connect('ann', { extraHeaders: { origin: `http://127.0.0.1:${port}` } })
})

test('closing it leaves the server as it is, and its clients wait for it to come back', async () => {
  const { client } = await connect('ann', { reconnection: true })
  const closed = new Promise((resolve) => client.on('disconnect', resolve))
  await gateway.close()
  await closed
  expect(client.active).toBe(true)
  const { port } = http.address() as AddressInfo
  expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('page')
})

test('what goes wrong inside is not told to clients', async () => {
  await expect(connect('broken')).rejects.toThrow('Authentication failed')
})
