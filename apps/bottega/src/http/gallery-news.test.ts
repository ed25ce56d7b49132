import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { createImage } from '../data/repositories/images.ts'
import { makeGraph } from '../testing/graphs.ts'
import type { Listener, Told } from '../testing/listener.ts'
import { createMaker } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, listenAs, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
/** Ann has boards, bob looks at them, cleo has no part in it. */
let people: Record<'admin' | 'ann' | 'bob' | 'cleo', Person>
/** Everybody sees it: what is told of it comes after all that happened before. */
let plaza: string
const opened: Listener[] = []

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  const admin = await setUpAdministrator(server)
  const [ann, bob, cleo] = [
    await addPerson(server, admin, 'ann'),
    await addPerson(server, admin, 'bob'),
    await addPerson(server, admin, 'cleo'),
  ]
  people = { admin, ann, bob, cleo }
  plaza = await makeBoard('public')
})
afterEach(() => {
  for (const one of opened.splice(0)) one.close()
})
afterAll(() => server.close())

const make = (person: Person) => createMaker({ ...server, request: person.request })
const change = (boardId: string, json: object, headers = {}) =>
  expectStatus(people.ann.request('PATCH', `/api/v1/boards/${boardId}`, { json, headers }), 201)
const call = (person: Person, method: string, path: string, json?: object) =>
  person.request(method, `/api/v1${path}`, json === undefined ? {} : { json })

async function makeBoard(board_visibility = 'private'): Promise<string> {
  const boardId = await make(people.ann).board()
  if (board_visibility !== 'private') await change(boardId, { board_visibility })
  return boardId
}

async function listen(person: Person): Promise<Listener> {
  const one = await listenAs(server, person)
  opened.push(one)
  return one
}

let rounds = 0
const isNews = ({ name }: Told) => name === 'boards_changed' || name === 'gallery_changed'
const idsOf = (payload: Told['payload']) => payload.board_ids as readonly string[]
const isOf = (boardId: string) => (payload: Told['payload']) => idsOf(payload).includes(boardId)

/** Waits until all that has happened was told to those who listen. */
async function catchUp(...listeners: readonly Listener[]): Promise<void> {
  const count = (one: Listener) => one.heard('boards_changed', isOf(plaza)).length
  const known = listeners.map(count)
  await change(plaza, { board_name: `Plaza ${++rounds}` })
  await expect.poll(() => listeners.every((one, at) => count(one) > (known[at] ?? 0))).toBe(true)
}

/** What everybody hears of an act, without what is told of the plaza. */
async function hearAll(act: () => Promise<unknown>): Promise<Record<string, string[]>> {
  const names = Object.keys(people) as (keyof typeof people)[]
  const listeners = await Promise.all(names.map((name) => listen(people[name])))
  // what happened before is told
  await catchUp(...listeners)
  const before = listeners.map((listener) => listener.heard().length)
  await act()
  await catchUp(...listeners)
  return Object.fromEntries(
    names.map((name, at) => {
      const told = listeners[at]!.heard().slice(before[at]).filter(isNews)
      const mine = told
        .flatMap((one) => idsOf(one.payload).map((id) => `${one.name} ${id}`))
        .filter((text) => !text.endsWith(plaza))
      return [name, [...new Set(mine)].sort()]
    }),
  )
}

const give = (boardId: string, { userId }: Person, permission = 'read') =>
  expectStatus(call(people.ann, 'POST', `/boards/${boardId}/share`, { user_ids: [userId], permission }), 201)
const take = (boardId: string, { userId }: Person) =>
  expectStatus(call(people.ann, 'DELETE', `/boards/${boardId}/share/${userId}`), 204)

test.each<[string, 'boards' | 'gallery' | 'both', (boardId: string, image: string) => Promise<unknown>]>([
  ['its name', 'boards', (boardId) => change(boardId, { board_name: 'Other' })],
  ['its place in the archive', 'boards', (boardId) => change(boardId, { archived: true })],
  ['its cover', 'boards', (boardId, cover_image_name) => change(boardId, { cover_image_name })],
  ['an upload', 'gallery', (boardId) => make(people.ann).image(`&board_id=${boardId}`)],
  ['a star', 'gallery', (_, image) => call(people.ann, 'POST', '/images/star', { image_names: [image] })],
  ['a deletion', 'gallery', (_, image) => call(people.ann, 'DELETE', `/images/i/${image}`)],
  ['its closing', 'both', (boardId) => change(boardId, { board_visibility: 'private' })],
  ['its opening to all', 'both', (boardId) => change(boardId, { board_visibility: 'public' })],
  ['a grant', 'both', (boardId) => give(boardId, people.cleo)],
])('of a board that all see, %s is told to all', async (_, kind, act) => {
  const boardId = await makeBoard('shared')
  const image = await make(people.ann).image(`&board_id=${boardId}`)
  const names = { boards: ['boards_changed'], gallery: ['gallery_changed'], both: ['boards_changed', 'gallery_changed'] }[kind]
  const told = names.map((name) => `${name} ${boardId}`)
  expect(await hearAll(() => act(boardId, image))).toEqual({ admin: told, ann: told, bob: told, cleo: told })
})

test('of a private board its owner and those hear to whom it is granted, also that it is not any more', async () => {
  const boardId = await makeBoard()
  const both = [`boards_changed ${boardId}`, `gallery_changed ${boardId}`]
  const hidden = { admin: [], cleo: [] }
  expect(await hearAll(() => give(boardId, people.bob))).toEqual({ ...hidden, ann: both, bob: both })
  const renamed = [`boards_changed ${boardId}`]
  expect(await hearAll(() => change(boardId, { board_name: 'Ours' }))).toEqual({ ...hidden, ann: renamed, bob: renamed })
  const came = [`gallery_changed ${boardId}`]
  const upload = () => make(people.ann).image(`&board_id=${boardId}`)
  expect(await hearAll(upload)).toEqual({ ...hidden, ann: came, bob: came })
  expect(await hearAll(() => take(boardId, people.bob))).toEqual({ ...hidden, ann: both, bob: both })
  // from then on it is as if there were none
  expect(await hearAll(upload)).toEqual({ ...hidden, ann: came, bob: [] })
})

test('that a board is gone hear those who saw it', async () => {
  const shared = await makeBoard('shared')
  const granted = await makeBoard()
  await give(granted, people.bob)
  await make(people.ann).image(`&board_id=${granted}`)
  const gone = (boardId: string) => () => expectStatus(call(people.ann, 'DELETE', `/boards/${boardId}`), 200)
  const told = (boardId: string) => [`boards_changed ${boardId}`, `gallery_changed ${boardId}`]
  const all = told(shared)
  expect(await hearAll(gone(shared))).toEqual({ admin: all, ann: all, bob: all, cleo: all })
  // her image lies on no board now, which is nobody else's business
  const hers = [...told(granted), 'gallery_changed none'].sort()
  expect(await hearAll(gone(granted))).toEqual({ admin: [], ann: hers, bob: told(granted), cleo: [] })
})

test('what moves between boards is told of both, to each who sees the one or the other', async () => {
  const [from, to] = [await makeBoard('shared'), await makeBoard()]
  const image = await make(people.ann).image(`&board_id=${from}`)
  const json = { board_id: to, image_name: image }
  const left = [`gallery_changed ${from}`]
  const heard = await hearAll(() => expectStatus(call(people.ann, 'POST', '/board_images/', json), 201))
  expect(heard).toEqual({ admin: left, ann: [...left, `gallery_changed ${to}`].sort(), bob: left, cleo: left })
})

test('of images on no board only their owner hears, and of own ones on a closed board not where they are', async () => {
  const own = ['gallery_changed none']
  const hidden = { admin: [], bob: [], cleo: [] }
  expect(await hearAll(() => make(people.ann).image())).toEqual({ ...hidden, ann: own })
  const boardId = await makeBoard('public')
  const bobs = await make(people.bob).image(`&board_id=${boardId}`)
  await change(boardId, { board_visibility: 'private' })
  const starred = await hearAll(() => call(people.ann, 'POST', '/images/star', { image_names: [bobs] }))
  expect(starred).toEqual({ admin: [], ann: [`gallery_changed ${boardId}`], bob: own, cleo: [] })
})

test('that anybody has changed something hears an administrator, and nothing of whose it is', async () => {
  const boardId = await makeBoard()
  const [admin, bob] = [await listen(people.admin), await listen(people.bob)]
  await catchUp(admin, bob)
  const before = admin.heard('everyones_work_changed').length
  await make(people.ann).image(`&board_id=${boardId}`)
  const told = () => admin.heard('everyones_work_changed').slice(before)
  await expect
    .poll(() => told().map(({ payload: { of_images, only_added } }) => [of_images, only_added]))
    .toContainEqual([true, true])
  expect(JSON.stringify(told())).not.toMatch(new RegExp(`${boardId}|${people.ann.userId}`))
  await catchUp(admin, bob)
  expect(bob.heard('everyones_work_changed')).toEqual([])
})

test('what was deleted and comes back is told, and what goes from the trash for good is not', async () => {
  const boardId = await makeBoard('shared')
  const image = await make(people.ann).image(`&board_id=${boardId}`)
  await call(people.ann, 'DELETE', `/images/i/${image}`)
  const told = [`gallery_changed ${boardId}`]
  const all = { admin: told, ann: told, bob: told, cleo: told }
  expect(await hearAll(() => call(people.ann, 'POST', '/images/restore', { image_names: [image] }))).toEqual(all)
  await call(people.ann, 'DELETE', `/images/i/${image}`)
  const nothing = { admin: [], ann: [], bob: [], cleo: [] }
  const purge = () => server.app.db.deleteFrom('images').where('image_name', '=', image).execute()
  expect(await hearAll(purge)).toEqual(nothing)
})

test('a picture that is painted on a shared board is told to all who see it, an intermediate one to nobody', async () => {
  const boardId = await makeBoard('shared')
  const paint = (is_intermediate: boolean) => async () => {
    const node = { id: 'n', type: 'blank_image', width: 8, height: 8, is_intermediate, board: { board_id: boardId } }
    const { itemIds } = await enqueueAs(people.ann, makeGraph([node]))
    await expect
      .poll(async () => (await call(people.ann, 'GET', `/queue/default/i/${itemIds[0]}`)).json)
      .toMatchObject({ status: 'completed' })
  }
  const told = [`gallery_changed ${boardId}`]
  expect(await hearAll(paint(false))).toEqual({ admin: told, ann: told, bob: told, cleo: told })
  expect(await hearAll(paint(true))).toEqual({ admin: [], ann: [], bob: [], cleo: [] })
})

test('new images alone are told as such', async () => {
  const boardId = await makeBoard('shared')
  const bob = await listen(people.bob)
  await catchUp(bob)
  const image = await make(people.ann).image(`&board_id=${boardId}`)
  const count = (onlyAdded: boolean) =>
    bob.heard('gallery_changed', (said) => isOf(boardId)(said) && said.only_added === onlyAdded).length
  await expect.poll(() => count(true)).toBe(1)
  await call(people.ann, 'POST', '/images/star', { image_names: [image] })
  await expect.poll(() => count(false)).toBe(1)
})

test('a thousand images that move are a few events, and so are many changes after each other', async () => {
  const [from, to] = [await makeBoard('shared'), await makeBoard('shared')]
  const names = Array.from({ length: 1000 }, (_, at) => `bulk-${at}.png`)
  const bob = await listen(people.bob)
  await catchUp(bob)
  const heard = bob.heard('gallery_changed').length
  const place = { user_id: people.ann.userId, board_id: from, width: 8, height: 8 }
  await transaction(server.app.db, async (tx) => {
    for (const image_name of names) {
      await createImage(tx as never, { ...place, image_name, image_origin: 'internal', image_category: 'general' })
    }
  })
  await expectStatus(call(people.ann, 'POST', '/board_images/batch', { board_id: to, image_names: names }), 201)
  const before = performance.now()
  for (const name of names.slice(0, 200)) await call(people.ann, 'POST', '/images/star', { image_names: [name] })
  const windows = (performance.now() - before) / 300
  await catchUp(bob)
  expect(bob.heard('gallery_changed').length - heard).toBeLessThan(6 + windows)
  // the last one too: the sum is what all of it has touched
  expect(
    new Set(
      bob
        .heard('gallery_changed')
        .slice(heard)
        .flatMap(({ payload }) => idsOf(payload)),
    ),
  ).toEqual(new Set([from, to]))
})

test('what is rolled back is not told', async () => {
  const boardId = await makeBoard('shared')
  const fail = () =>
    transaction(server.app.db, async (tx) => {
      await tx.updateTable('boards').set({ board_name: 'Never' }).where('board_id', '=', boardId).execute()
      throw new Error('not today')
    }).catch(() => undefined)
  expect(await hearAll(fail)).toEqual({ admin: [], ann: [], bob: [], cleo: [] })
})

test('the page that does it need not be told, others of the same account are; nobody silences somebody else’s', async () => {
  const boardId = await makeBoard('shared')
  const [page, phone, bob] = [await listen(people.ann), await listen(people.ann), await listen(people.bob)]
  await catchUp(page, phone, bob)
  const counts = () => [page, phone, bob].map((listener) => listener.heard('boards_changed', isOf(boardId)).length)
  const before = counts()
  const askAs = ({ socket }: Listener) => ({ 'x-bottega-socket': socket.id ?? '' })
  await change(boardId, { board_name: 'By the page' }, askAs(page))
  await change(boardId, { archived: true }, askAs(bob))
  await catchUp(page, phone, bob)
  // the second change, by a request that names the socket of somebody else, is told to that one too
  expect(counts().map((count, at) => count - (before[at] ?? 0))).toEqual([1, 2, 2])
})
