import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTokens } from '../auth/tokens.ts'
import { makeGraph } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { WORKFLOW } from '../testing/make-things.ts'
import {
  addPerson,
  enqueueAs,
  expectStatus,
  listenAs,
  type Person,
  setUpAdministrator,
  signIn,
  signInByCookie,
} from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const AUTH = '/api/v1/auth'

let server: TemporaryServer
let admin: Person
let ann: Person
let bob: Person
const opened: Listener[] = []
let added = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  bob = await addPerson(server, admin, 'bob')
})
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})
afterAll(() => server.close())

async function listen(person: Pick<Person, 'token'>, options?: Parameters<typeof listenAs>[2]): Promise<Listener> {
  const one = await listenAs(server, person, options)
  opened.push(one)
  return one
}
const addSomebody = () => addPerson(server, admin, `somebody-${++added}`)
const closing = ({ socket }: Listener) => new Promise<string>((resolve) => socket.on('disconnect', resolve))
const change = (person: Person, json: object) =>
  expectStatus(admin.request('PATCH', `${AUTH}/users/${person.userId}`, { json }), 200)
const SUM = makeGraph([{ id: 'n', type: 'add', a: 1, b: 2 }])

/** Makes something happen that administrators and its owner alone are told of, and waits until it was told. */
async function happen(): Promise<string> {
  const { json } = await expectStatus(ann.request('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } }), 200)
  return (json as { workflow_id: string }).workflow_id
}
async function hears(listener: Listener): Promise<boolean> {
  const id = await happen()
  await listener.settle()
  return listener.heard('workflow_created', ({ workflow_id }) => workflow_id === id).length === 1
}

/** Runs a command beside the server, in a process of its own. */
const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(inject('dist'), 'program.js'), ...args, '--root', server.root])

describe('a handshake', () => {
  test.each([
    ['no token', () => ({})],
    ['a word', () => ({ auth: { token: 'x.y.z' } })],
    ['an empty token', () => ({ auth: { token: '' } })],
    ['a token that is no text', () => ({ auth: { token: { toString: 'x' } } })],
    ['a token of another server', async () => ({ auth: { token: await forge({}, 'o'.repeat(64)) } })],
    ['a token that has run out', async () => ({ auth: { token: await forge({ exp: Math.floor(Date.now() / 1000) - 1 }) } })],
    ['a token that is good for files alone', async () => ({ auth: { token: await forge({ use: 'media' }) } })],
    ['an older token of its session', async () => ({ auth: { token: await forge({ token_epoch: 9 }) } })],
    ['a bad token and a good header', () => ({ auth: { token: 'x' }, extraHeaders: { authorization: `Bearer ${bob.token}` } })],
    ['another scheme', () => ({ extraHeaders: { authorization: `Basic ${bob.token}` } })],
  ])('with %s is refused', async (_title, options) => {
    for (const transports of [['websocket'], ['polling']]) {
      await expect(listen({ token: '' }, { auth: {}, ...(await options()), transports })).rejects.toThrow()
    }
  })

  test('with the token of a sign-in that has ended is refused', async () => {
    const again = await signIn(server, bob)
    await again.request('POST', `${AUTH}/logout`)
    await expect(listen(again)).rejects.toThrow()
  })

  test('with a header is as good as one with a token', async () => {
    await listen({ token: '' }, { auth: {}, extraHeaders: { authorization: `Bearer ${bob.token}` } })
  })

  test('with the cookie of the page counts for pages of the server alone', async () => {
    const { session, media } = await signInByCookie(server, bob)
    const origin = new URL(server.url).origin
    const own = await listen({ token: '' }, { auth: {}, extraHeaders: { cookie: session!, origin } })
    const { itemIds } = await enqueueAs(bob, SUM)
    await own.hear('invocation_complete', ({ item_id }) => item_id === itemIds[0])
    for (const extraHeaders of [
      { cookie: session! },
      { cookie: session!, origin: 'null' },
      { cookie: session!, origin: 'https://evil.example' },
      { cookie: media!, origin },
    ]) {
      await expect(listen({ token: '' }, { auth: {}, extraHeaders })).rejects.toThrow()
    }
  })

  /** A token like bob's with other claims, or signed with another secret. */
  async function forge(claims: object, secret?: string): Promise<string> {
    const { tokens } = server.app
    const own = (await tokens.read(bob.token))!
    const signer = secret === undefined ? tokens : await createTokens(secret)
    return signer.sign({ ...own, ...claims })
  }
})

test('nobody joins what is not theirs by naming it', async () => {
  const [chief, other] = [await listen(admin), await listen(bob, { follows: false })]
  const rooms = [
    ...['admin', `user:${ann.userId}`, ann.userId, 'workflows:shared', chief.socket.id ?? ''],
    JSON.stringify([ann.userId, false, true]),
    JSON.stringify([admin.userId, true, true]),
  ]
  for (const room of rooms) {
    other.socket.emit('subscribe_queue', { queue_id: room })
    other.socket.emit('subscribe_bulk_download', { bulk_download_id: room })
    other.socket.emit('subscribe_queue', { queue_id: 'default', user_id: ann.userId, room })
    other.socket.emit('unsubscribe_queue', { queue_id: 'default' })
    other.socket.emit('join', room)
  }
  await other.settle()
  const { itemIds } = await enqueueAs(ann, SUM)
  await chief.hear('queue_item_status_changed', ({ item_id, status }) => item_id === itemIds[0] && status === 'completed')
  expect(await hears(other)).toBe(false)
  expect(other.heard()).toEqual([])
})

describe('while a socket is open', () => {
  test.each([
    ['the interface', (who: Person, isAdmin: boolean) => change(who, { is_admin: isAdmin })],
    [
      'a command',
      (who: Person, isAdmin: boolean) => command('usermod', '--email', who.email, isAdmin ? '--admin' : '--no-admin'),
    ],
  ])('a promotion and a demotion by %s change what it hears', async (_way, setRole) => {
    const somebody = await addSomebody()
    const one = await listen(somebody, { follows: false })
    expect(await hears(one)).toBe(false)
    await setRole(somebody, true)
    while (!(await hears(one))) await one.settle()
    await setRole(somebody, false)
    while (await hears(one)) await one.settle()
    expect(one.socket.connected).toBe(true)
  })

  const pass = 'Another Passage 8'
  test.each<[string, (who: Person) => Promise<unknown>]>([
    ['a deactivation', (who) => change(who, { is_active: false })],
    ['a deletion', (who) => admin.request('DELETE', `${AUTH}/users/${who.userId}`)],
    ['a new password that an administrator sets', (who) => change(who, { password: pass })],
    [
      'a new password of its own',
      (who) => who.request('PATCH', `${AUTH}/me`, { json: { current_password: who.password, new_password: pass } }),
    ],
    ['a logout', (who) => who.request('POST', `${AUTH}/logout`)],
    [
      'an administrator who ends the session',
      async (who) => {
        const { json } = await admin.request('GET', `${AUTH}/users/${who.userId}/sessions`)
        for (const { id } of json as { id: string }[]) await admin.request('DELETE', `${AUTH}/sessions/${id}`)
      },
    ],
    ['another session that ends all others', async (who) => (await signIn(server, who)).request('DELETE', `${AUTH}/sessions`)],
    ['a deactivation by a command', (who) => command('usermod', '--email', who.email, '--deactivate')],
    ['a deletion by a command', (who) => command('userdel', '--email', who.email, '--force')],
    ['a new password by a command', (who) => command('usermod', '--email', who.email, '--password', pass)],
  ])('%s closes it', async (_title, act) => {
    const somebody = await addSomebody()
    const one = await listen(somebody)
    const bystander = await listen(bob)
    const closed = closing(one)
    await act(somebody)
    expect(await closed).toBe('io server disconnect')
    await expect(listen(somebody)).rejects.toThrow()
    await bystander.settle()
    expect(bystander.socket.connected).toBe(true)
    expect((await somebody.request('GET', '/api/v1/boards/?all=true')).status).toBe(401)
  })

  test('the logout of one sign-in leaves the sockets of the others open', async () => {
    const [first, second] = [await signIn(server, bob), await signIn(server, bob)]
    const [one, other] = [await listen(first), await listen(second)]
    const closed = closing(one)
    await first.request('POST', `${AUTH}/logout`)
    await closed
    await other.settle()
    expect(other.socket.connected).toBe(true)
  })
})

describe('what others hear of the queue', () => {
  /** Everything of a kind that somebody has heard, without the time. */
  const heard = (one: Listener, name: string) => one.heard(name).map(({ payload: { timestamp, ...said } }) => said)

  test('is redacted field by field, and counts stay', async () => {
    await admin.request('PUT', '/api/v1/queue/default/processor/pause')
    const [own, other, chief] = [await listen(ann), await listen(bob), await listen(admin)]
    const { itemIds, batchId } = await enqueueAs(ann, SUM, { runs: 2, origin: 'o', destination: 'd' })
    await admin.request('PUT', '/api/v1/queue/default/processor/resume')
    const isEnd = ({ item_id, status }: Readonly<Record<string, unknown>>) => item_id === itemIds[1] && status === 'completed'
    for (const one of [own, other, chief]) await one.hear('queue_item_status_changed', isEnd)

    expect(heard(chief, 'queue_item_status_changed')).toEqual(heard(own, 'queue_item_status_changed'))
    expect(heard(other, 'batch_enqueued')).toEqual([
      { ...heard(own, 'batch_enqueued')[0], user_id: 'redacted', batch_id: 'redacted', origin: null },
    ])
    type Change = { batch_status: object; queue_status: object }
    const changes = heard(own, 'queue_item_status_changed') as unknown as Change[]
    expect(changes).toHaveLength(4)
    expect(changes[0]).toMatchObject({ user_id: ann.userId, batch_id: batchId, origin: 'o', destination: 'd' })
    expect(changes[0]).toMatchObject({ queue_status: { user_pending: 1, user_in_progress: 1 } })
    expect(heard(other, 'queue_item_status_changed')).toEqual(
      changes.map(({ batch_status, queue_status, ...rest }) => ({
        ...rest,
        ...{ user_id: 'redacted', batch_id: 'redacted', session_id: 'redacted' },
        ...{ origin: null, destination: null, error_type: null, error_message: null, error_traceback: null },
        batch_status: { ...batch_status, batch_id: 'redacted', origin: null, destination: null },
        queue_status: {
          ...queue_status,
          ...{ item_id: null, session_id: null, batch_id: null, user_pending: null, user_in_progress: null },
        },
      })),
    )
    const names = (one: Listener) => [...new Set(one.heard().map(({ name }) => name))].sort()
    expect(names(other)).toEqual(['batch_enqueued', 'queue_item_status_changed', 'queue_pause_changed'])
    expect(names(chief)).toEqual(names(own).filter((name) => name !== 'invocation_progress'))
  })

  test('of many items at once says who heard: each their own, administrators all, others that something was', async () => {
    await admin.request('PUT', '/api/v1/queue/default/processor/pause')
    const [a, b] = [await enqueueAs(ann, SUM, { runs: 2 }), await enqueueAs(bob, SUM)]
    const third = await addSomebody()
    const [own, other, chief, stranger] = [await listen(ann), await listen(bob), await listen(admin), await listen(third)]
    await expectStatus(admin.request('PUT', '/api/v1/queue/default/cancel_all_except_current?scope=all'), 200)
    await expectStatus(
      admin.request('PUT', '/api/v1/queue/default/retry_items_by_id', { json: [...a.itemIds, ...b.itemIds] }),
      200,
    )
    for (const [act, name] of [
      ['canceled', 'queue_items_canceled'],
      ['retried', 'queue_items_retried'],
    ] as const) {
      const share = (ids: readonly number[], by: Readonly<Record<string, readonly number[]>>) => ({
        queue_id: 'default',
        [`${act}_item_ids`]: ids,
        user_ids: Object.keys(by),
        [`${act}_item_ids_by_user`]: by,
      })
      for (const one of [own, other, chief, stranger]) await one.hear(name)
      expect(heard(own, name)).toEqual([share(a.itemIds, { [ann.userId]: a.itemIds })])
      expect(heard(other, name)).toEqual([share(b.itemIds, { [bob.userId]: b.itemIds })])
      expect(heard(stranger, name)).toEqual([share([], {})])
      const everything = { [ann.userId]: a.itemIds, [bob.userId]: b.itemIds }
      expect(heard(chief, name)).toEqual([share([...a.itemIds, ...b.itemIds], everything)])
    }
    await expectStatus(ann.request('PUT', '/api/v1/queue/default/clear'), 200)
    await expectStatus(admin.request('PUT', '/api/v1/queue/default/clear?scope=all'), 200)
    for (const one of [own, other, chief, stranger]) await one.hear('queue_cleared', ({ user_id }) => user_id === null)
    const users = (one: Listener) => heard(one, 'queue_cleared').map(({ user_id }) => user_id)
    expect([own, other, chief, stranger].map(users)).toEqual([
      [ann.userId, null],
      ['redacted', null],
      [ann.userId, null],
      ['redacted', null],
    ])
    await admin.request('PUT', '/api/v1/queue/default/processor/resume')
  })

  test('is also in the badge: mine and all', async () => {
    await admin.request('PUT', '/api/v1/queue/default/processor/pause')
    await enqueueAs(ann, SUM, { runs: 3 })
    await enqueueAs(bob, SUM, { runs: 2 })
    const badge = async ({ request }: Person) => {
      const { json } = await request('GET', '/api/v1/queue/default/status')
      const { queue }: { queue: Record<string, number> } = json
      return `${queue.user_pending! + queue.user_in_progress!}/${queue.pending! + queue.in_progress!}`
    }
    expect([await badge(ann), await badge(bob), await badge(admin)]).toEqual(['3/5', '2/5', '0/5'])
    await admin.request('PUT', '/api/v1/queue/default/clear?scope=all')
    await admin.request('PUT', '/api/v1/queue/default/processor/resume')
  })
})
