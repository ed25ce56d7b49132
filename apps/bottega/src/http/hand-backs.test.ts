import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { createImage } from '../data/repositories/images.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, expectStatus, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

/** What the way back of a hand-over leaves with nobody for whom it is not. */

let server: TemporaryServer
let admin: Person
let made = 0

beforeAll(async () => {
  // administrators do not look at private work here, which makes a difference to what they take back to themselves alone
  const settings = 'multiuser: true\nlogin_throttle: false\nadmin_private_view: false\n'
  server = await startTemporaryServer(inject('dist'), { settings })
  admin = await setUpAdministrator(server)
})
afterAll(() => server.close())

const makerOf = ({ request }: Person): Maker => createMaker({ ...server, request })
/** A giver, a taker and a guest that no other test knows. */
async function addTrio(): Promise<readonly [Person, Person, Person]> {
  const add = (name: string) => addPerson(server, admin, `${name}${made}`)
  made += 1
  return [await add('giver'), await add('taker'), await add('guest')]
}

async function transfer(from: Person, to: Person, more: object = {}): Promise<string> {
  const json = { from_user_id: from.userId, to_user_id: to.userId, ...more }
  return ((await expectStatus(admin.request('POST', '/api/v1/admin/transfers', { json }), 201)).json as { id: string }).id
}
const undo = (id: string) => admin.request('POST', `/api/v1/admin/transfers/${id}/undo`)
const shareWith = (owner: Person, board: string, guest: Person, permission = 'write') =>
  expectStatus(owner.request('POST', `/api/v1/boards/${board}/share`, { json: { user_id: guest.userId, permission } }), 201)
const linkTo = async (owner: Person, board: string) =>
  ((await expectStatus(owner.request('POST', `/api/v1/boards/${board}/links`, { json: {} }), 201)).json as { token: string })
    .token
const putOn = (who: Person, board_id: string, image_name: string) =>
  expectStatus(who.request('POST', '/api/v1/board_images/', { json: { board_id, image_name } }), 201)
const look = async (who: Person, image: string) => (await who.request('GET', `/api/v1/images/i/${image}/full`)).status
const findBoardOf = async (image: string) =>
  (await server.app.db.selectFrom('images').select('board_id').where('image_name', '=', image).executeTakeFirstOrThrow()).board_id

test('a picture that the receiver has put on a board of theirs leaves it, and who sees that board sees it no more', async () => {
  const [giver, taker, guest] = await addTrio()
  const board = await makerOf(giver).board()
  const [onBoard, loose] = [await makerOf(giver).image(`&board_id=${board}`), await makerOf(giver).image()]
  const id = await transfer(giver, taker)
  const ofTaker = await makerOf(taker).board()
  for (const image of [onBoard, loose]) await putOn(taker, ofTaker, image)
  await shareWith(taker, ofTaker, guest)
  const token = await linkTo(taker, ofTaker)
  await expectStatus(undo(id), 200)
  for (const image of [onBoard, loose]) {
    expect([await look(giver, image), await look(taker, image), await look(guest, image)]).toEqual([200, 403, 403])
    expect((await server.request('GET', `/api/v1/public/${token}/images/${image}/full`)).status).toBe(404)
    expect((await guest.request('DELETE', `/api/v1/images/i/${image}`)).status).toBe(403)
  }
  expect(await Promise.all([onBoard, loose].map(findBoardOf))).toEqual([board, null])
})

test('a picture stays on the board of somebody else on which its giver had put it, and not on one that has gone on', async () => {
  const [giver, taker, other] = await addTrio()
  const open = await makerOf(other).board()
  await shareWith(other, open, giver)
  await shareWith(other, open, taker)
  const own = await makerOf(giver).board()
  const [lying, moved, gone] = [
    await makerOf(giver).image(`&board_id=${open}`),
    await makerOf(giver).image(),
    await makerOf(giver).image(`&board_id=${own}`),
  ]
  const id = await transfer(giver, taker)
  await putOn(taker, open, moved)
  // the board goes on to somebody else, the picture on it does not
  await server.app.db.updateTable('boards').set({ user_id: other.userId }).where('board_id', '=', own).execute()
  await expectStatus(undo(id), 200)
  expect(await Promise.all([lying, moved, gone].map(findBoardOf))).toEqual([open, null, null])
})

test('what was granted and linked since ends, wherever the clock has stepped', async () => {
  const [giver, taker, guest] = await addTrio()
  const friend = await addPerson(server, admin, `friend${made}`)
  const board = await makerOf(giver).board()
  const image = await makerOf(giver).image(`&board_id=${board}`)
  await shareWith(giver, board, friend, 'read')
  const former = await linkTo(giver, board)
  const id = await transfer(giver, taker)
  // as if the clock had stepped back by an hour since
  await sql`update transfers set created_at = strftime('%Y-%m-%d %H:%M:%f', 'now', '+1 hour')`.execute(server.app.db)
  await shareWith(taker, board, guest)
  const since = await linkTo(taker, board)
  await expectStatus(undo(id), 200)
  expect([await look(guest, image), await look(friend, image)]).toEqual([403, 200])
  const follow = async (token: string) => (await server.request('GET', `/api/v1/public/${token}`)).status
  expect([await follow(former), await follow(since)]).toEqual([200, 404])
})

test('a board comes back to no more people than it went from', async () => {
  const [giver, taker, guest] = await addTrio()
  const make = makerOf(giver)
  const [opened, closed, kept] = [await make.board(), await make.board(), await make.board()]
  const show = (who: Person, board: string, board_visibility: string) =>
    expectStatus(who.request('PATCH', `/api/v1/boards/${board}`, { json: { board_visibility } }), 201)
  for (const board of [closed, kept]) await show(giver, board, 'public')
  const id = await transfer(giver, taker)
  await show(taker, opened, 'public')
  await show(taker, closed, 'private')
  await expectStatus(undo(id), 200)
  const see = async (board: string) => (await guest.request('GET', `/api/v1/boards/${board}`)).status
  expect([await see(opened), await see(closed), await see(kept)]).toEqual([403, 403, 200])
})

test('nobody takes back to themselves what its receiver has written since and they may not look at', async () => {
  const [, taker] = await addTrio()
  const make = makerOf(admin)
  const [written, left] = [await make.systemPrompt(), await make.systemPrompt()]
  const board = await make.board()
  const image = await make.image(`&board_id=${board}`)
  const id = await transfer(admin, taker)
  const json = { content: 'a private sentence' }
  await expectStatus(taker.request('PATCH', `/api/v1/system_prompts/i/${written}`, { json }), 200)
  await expectStatus(taker.request('PATCH', `/api/v1/boards/${board}`, { json: { board_name: 'a private name' } }), 201)
  expect((await expectStatus(undo(id), 200)).json).toMatchObject({ boards: 0, images: 1, system_prompts: 1 })
  const read = async (who: Person, path: string) => (await who.request('GET', `/api/v1/${path}`)).status
  for (const path of [`system_prompts/i/${written}`, `boards/${board}`]) {
    expect([path, await read(admin, path), await read(taker, path)]).toEqual([path, 403, 200])
  }
  expect([await read(admin, `system_prompts/i/${left}`), await look(admin, image)]).toEqual([200, 200])
})

test('of several who take it back at once, whoever is answered is told of all that went back, and no note stays', async () => {
  const [giver, taker, guest] = await addTrio()
  const board = await makerOf(giver).board()
  await shareWith(giver, board, guest)
  await makerOf(guest).image(`&board_id=${board}`)
  await linkTo(giver, board)
  await transaction(server.app.db, async (tx) => {
    for (let at = 0; at < 1200; at++) {
      await createImage(tx, {
        ...{ image_name: `many-${made}-${at}.png`, user_id: giver.userId, width: 8, height: 8 },
        ...{ image_origin: 'external', image_category: 'general' },
      })
    }
  })
  const id = await transfer(giver, taker)
  const answers = await Promise.all([undo(id), undo(id), undo(id)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect(answers.find(({ status }) => status === 200)?.json).toMatchObject({ boards: 1, images: 1200 })
  const { db } = server.app
  for (const table of [
    'transfer_images',
    'transfer_neighbours',
    'transfer_things',
    'transfer_grants',
    'transfer_links',
  ] as const) {
    expect([table, await db.selectFrom(table).selectAll().where('transfer_id', '=', id).execute()]).toEqual([table, []])
  }
})
