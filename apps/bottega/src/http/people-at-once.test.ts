import { execFile } from 'node:child_process'
import { request as plainRequest } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { connect, makeGraph, makePictureGraph, type TestModel } from '../testing/graphs.ts'
import type { Listener } from '../testing/listener.ts'
import { createMaker, pictureForm } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, listenAs, type Person, setUpAdministrator, signIn } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const AUTH = '/api/v1/auth'

let server: TemporaryServer
let admin: Person
let model: TestModel
let chief: Listener
let added = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  model = (await createMaker({ ...server, request: admin.request }).starterModel()) as TestModel
  chief = await listenAs(server, admin)
})
afterAll(async () => {
  chief.close()
  await server.close()
})

const addSomebody = () => addPerson(server, admin, `somebody-${++added}`)
const change = (by: Person, who: Person, json: object) => by.request('PATCH', `${AUTH}/users/${who.userId}`, { json })
const remove = (by: Person, who: Person) => by.request('DELETE', `${AUTH}/users/${who.userId}`)
const ofItem = (itemId: number | undefined, status?: string) => (said: Readonly<Record<string, unknown>>) =>
  said.item_id === itemId && (status === undefined || said.status === status)
const statusesOf = (itemId: number | undefined) =>
  chief.heard('queue_item_status_changed', ofItem(itemId)).map(({ payload }) => payload.status)
const imagesOf = async ({ userId }: Person) => {
  const { json } = await admin.request('GET', '/api/v1/images/?scope=all&limit=1000')
  return (json as { items: { owner: { user_id: string } }[] }).items.filter(({ owner }) => owner.user_id === userId)
}
/** Runs for longer than any test waits, unless it is stopped. */
const endless = () => makePictureGraph(model, { steps: 900, scheduler: 'ddim' })

test('of many setups at once one wins, and no account is left of the others', async () => {
  const fresh = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  try {
    const accounts = Array.from({ length: 20 }, (_, at) => ({ email: `admin-${at}@people.test`, password: 'Correct-Horse-7' }))
    const answers = await Promise.all(accounts.map((json) => fresh.request('POST', `${AUTH}/setup`, { json })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 400)])
    const winner = accounts[answers.findIndex(({ status }) => status === 200)]!
    const first = await signIn(fresh, winner)
    expect((await first.request('GET', `${AUTH}/users`)).json).toMatchObject([{ email: winner.email, is_admin: true }])
    for (const json of accounts.filter((account) => account !== winner)) {
      expect((await fresh.request('POST', `${AUTH}/login`, { json })).status).toBe(401)
    }
  } finally {
    await fresh.close()
  }
})

describe('the last administrator', () => {
  let own: TemporaryServer
  let four: Person[]
  beforeEach(async () => {
    own = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
    const first = await setUpAdministrator(own)
    four = [first]
    for (const name of ['b', 'c', 'd']) {
      const one = await addPerson(own, first, name)
      await expectStatus(change(first, one, { is_admin: true }), 200)
      four.push(one)
    }
  })
  afterEach(() => own.close())

  /** Has everybody act at once, and looks that somebody is left who can administer. */
  async function fight(acts: readonly (() => Promise<{ readonly status: number }>)[]): Promise<void> {
    const answers = await Promise.all(acts.map((act) => act()))
    for (const { status } of answers) expect([200, 204, 400, 401, 403, 404]).toContain(status)
    const { db } = own.app
    const left = await db.selectFrom('users').select('email').where('is_admin', '=', 1).where('is_active', '=', 1).execute()
    expect(left.length).toBeGreaterThan(0)
    const keeper = await signIn(own, four.find(({ email }) => email === left[0]?.email)!)
    expect((await keeper.request('GET', `${AUTH}/users`)).status).toBe(200)
  }

  test.each<[string, object]>([
    ['demoted', { is_admin: false }],
    ['deactivated', { is_active: false }],
    ['demoted and deactivated', { is_admin: false, is_active: false }],
  ])('stays one when all are %s by each other at once', async (_how, json) => {
    await fight(four.flatMap((by) => four.map((who) => () => change(by, who, json))))
  })

  test('stays one when all are deleted by each other at once', async () => {
    await fight(four.flatMap((by) => four.map((who) => () => remove(by, who))))
  })

  test('stays one when the interface and commands take them away at once', async () => {
    const command = (...args: string[]) =>
      new Promise<{ status: number }>((resolve) => {
        execFile(process.execPath, [join(inject('dist'), 'program.js'), ...args, '--root', own.root], (error) =>
          resolve({ status: error === null ? 200 : 400 }),
        )
      })
    const [a, b, c, d] = four as [Person, Person, Person, Person]
    await fight([
      () => remove(a, b),
      () => remove(b, c),
      () => change(c, d, { is_admin: false }),
      () => command('usermod', '--email', a.email, '--no-admin'),
      () => command('userdel', '--email', d.email, '--force'),
      () => command('usermod', '--email', c.email, '--deactivate'),
    ])
  })
})

test('of two administrators who change one account at once neither undoes what the other left alone', async () => {
  const [second, who] = [await addSomebody(), await addSomebody()]
  await change(admin, second, { is_admin: true })
  for (let round = 0; round < 5; round++) {
    const answers = await Promise.all([
      change(admin, who, { display_name: `Name ${round}` }),
      change(second, who, { is_admin: round % 2 === 0 }),
      change(admin, who, { is_active: true }),
      change(second, who, { display_name: `Name ${round}` }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const { json } = await admin.request('GET', `${AUTH}/users/${who.userId}`)
    expect(json).toMatchObject({ display_name: `Name ${round}`, is_admin: round % 2 === 0, is_active: true })
  }
  const made = await Promise.all(
    [admin, second].map((by) =>
      by.request('POST', `${AUTH}/users`, { json: { email: 'TWICE@people.test', password: 'Correct-Horse-7' } }),
    ),
  )
  expect(made.map(({ status }) => status).sort()).toEqual([201, 400])
  await change(admin, second, { is_admin: false })
})

describe('somebody who is gone while their session runs', () => {
  test.each<[string, (who: Person) => Promise<unknown>]>([
    ['deleted', (who) => remove(admin, who)],
    ['deactivated', (who) => change(admin, who, { is_active: false })],
  ])('because the account was %s loses it, gets nothing more, and holds nobody up', async (_how, act) => {
    const [who, next] = [await addSomebody(), await addSomebody()]
    const { itemIds } = await enqueueAs(who, endless(), { runs: 2 })
    const [running, waiting] = itemIds
    await chief.hear('queue_item_status_changed', ofItem(running, 'in_progress'))
    await act(who)
    await chief.hear('queue_item_status_changed', ofItem(running, 'canceled'))
    await chief.hear('queue_item_status_changed', ofItem(waiting, 'canceled'))
    const after = await enqueueAs(next, makeGraph([{ id: 'n', type: 'add', a: 1, b: 2 }]))
    await chief.hear('queue_item_status_changed', ofItem(after.itemIds[0], 'completed'))
    expect(statusesOf(running)).toEqual(['in_progress', 'canceled'])
    expect(await imagesOf(who)).toEqual([])
    await chief.settle()
    const told = chief.heard('invocation_complete', ofItem(running)).map(({ payload }) => payload.invocation_source_id)
    expect(told).not.toContain('picture')
  })

  test('goes on when they only sign out, or get another role or password', async () => {
    const who = await addSomebody()
    const { itemIds } = await enqueueAs(who, makePictureGraph(model, { steps: 40, scheduler: 'ddim' }))
    await chief.hear('queue_item_status_changed', ofItem(itemIds[0], 'in_progress'))
    await change(admin, who, { is_admin: true })
    await change(admin, who, { is_admin: false })
    await change(admin, who, { password: 'Another-Passage-8' })
    await chief.hear('queue_item_status_changed', ofItem(itemIds[0], 'completed'))
    expect(await imagesOf(who)).toHaveLength(1)
  })
})

describe('what is withdrawn while a session runs', () => {
  let owner: Person
  let guest: Person
  let boardId: string
  let image: string
  beforeEach(async () => {
    owner = await addSomebody()
    guest = await addSomebody()
    const maker = createMaker({ ...server, request: owner.request })
    boardId = await maker.board()
    image = await maker.image(`&board_id=${boardId}`)
    await show('public')
  })
  const show = (board_visibility: string) =>
    expectStatus(owner.request('PATCH', `/api/v1/boards/${boardId}`, { json: { board_visibility } }), 201)

  test('is not read by its later nodes, and the item says why', async () => {
    const painted = makePictureGraph(model, { steps: 40, scheduler: 'ddim' })
    const paste = { id: 'paste', type: 'img_paste', base_image: { image_name: image }, is_intermediate: false, use_cache: false }
    const graph = {
      ...painted,
      nodes: { ...painted.nodes, paste },
      edges: [...painted.edges, connect('picture', 'image', 'paste')],
    }
    const { itemIds } = await enqueueAs(guest, graph)
    await chief.hear('invocation_started', (said) => ofItem(itemIds[0])(said) && said.invocation_source_id === 'denoise')
    await show('private')
    await chief.hear('queue_item_status_changed', ofItem(itemIds[0], 'failed'))
    const { json } = await guest.request('GET', `/api/v1/queue/default/i/${itemIds[0]}`)
    expect(json).toMatchObject({
      error_type: 'PermissionError',
      error_message: 'Queue user is not authorized to access this image',
    })
  })

  test.each(['closed', 'deleted'])('such as a board that is %s costs nobody the picture', async (how) => {
    const { itemIds } = await enqueueAs(guest, makePictureGraph(model, { steps: 40, scheduler: 'ddim', board: boardId }))
    await chief.hear('invocation_started', (said) => ofItem(itemIds[0])(said) && said.invocation_source_id === 'denoise')
    if (how === 'closed') await show('private')
    else await owner.request('DELETE', `/api/v1/boards/${boardId}`)
    await chief.hear('queue_item_status_changed', ofItem(itemIds[0], 'completed'))
    const { json } = await guest.request('GET', '/api/v1/images/?board_id=none')
    expect(json).toMatchObject({ total: 1, items: [{ access: 'owner' }] })
  })
})

/** Sends a form in two halves, and does something in between, when the server has begun to read it. */
async function uploadInHalves(who: Person, path: string, field: string, between: () => Promise<unknown>): Promise<number> {
  const form = new Response(await pictureForm(field))
  const body = Buffer.from(await form.arrayBuffer())
  const { hostname, port } = new URL(server.url)
  const asked = plainRequest({
    ...{ hostname, port, path, method: path.includes('models') ? 'PATCH' : 'POST' },
    headers: {
      authorization: `Bearer ${who.token}`,
      'content-type': form.headers.get('content-type') ?? '',
      'content-length': body.length,
    },
  })
  const answered = new Promise<number>((resolve, reject) => {
    asked.on('response', (answer) => resolve(answer.resume().statusCode ?? 0))
    asked.on('error', reject)
  })
  const half = body.length >> 1
  await new Promise((resolve) => asked.write(body.subarray(0, half), resolve))
  // it has been let in when it has been seen
  while ((await server.app.db.selectFrom('user_sessions').select('session_id').execute()).length === 0) {}
  await between()
  asked.end(body.subarray(half))
  return answered
}

describe('an upload that takes its time', () => {
  const path = '/api/v1/images/upload?image_category=user&is_intermediate=false'

  test('is kept when nothing happens meanwhile', async () => {
    const who = await addSomebody()
    expect(await uploadInHalves(who, path, 'file', async () => {})).toBe(201)
    expect(await imagesOf(who)).toHaveLength(1)
  })

  test.each<[string, (who: Person) => Promise<unknown>]>([
    ['signs out', (who) => who.request('POST', `${AUTH}/logout`)],
    ['gets another password', (who) => change(admin, who, { password: 'Another-Passage-8' })],
    ['is deactivated', (who) => change(admin, who, { is_active: false })],
    ['is deleted', (who) => remove(admin, who)],
  ])('of somebody who %s meanwhile is refused and keeps nothing', async (_how, act) => {
    const who = await addSomebody()
    expect(await uploadInHalves(who, path, 'file', () => act(who))).toBe(401)
    expect(await imagesOf(who)).toEqual([])
  })

  test('of somebody who is no administrator any more does not do what is for administrators', async () => {
    const who = await addSomebody()
    await change(admin, who, { is_admin: true })
    const cover = `/api/v2/models/i/${model.key}/image`
    expect(await uploadInHalves(who, cover, 'image', () => change(admin, who, { is_admin: false }))).toBe(403)
    expect((await admin.request('GET', cover)).status).toBe(404)
  })
})

test('boards that go while images are put on them are missing, and no fault', async () => {
  const who = await addSomebody()
  const maker = createMaker({ ...server, request: who.request })
  for (let round = 0; round < 8; round++) {
    const [board_id, image_name] = [await maker.board(), await maker.image()]
    const body = await pictureForm('file')
    const [, ...answers] = await Promise.all([
      who.request('DELETE', `/api/v1/boards/${board_id}`),
      who.request('POST', '/api/v1/board_images/', { json: { board_id, image_name } }),
      who.request('POST', '/api/v1/board_images/batch', { json: { board_id, image_names: [image_name] } }),
      who.request('PATCH', `/api/v1/boards/${board_id}`, { json: { board_name: 'late' } }),
      who.request('POST', `/api/v1/images/upload?image_category=user&is_intermediate=false&board_id=${board_id}`, { body }),
    ])
    for (const { status } of answers) expect([201, 404]).toContain(status)
  }
})
