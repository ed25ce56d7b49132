import type { AccountOpening, BoardLink } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, expectStatus, makeKey, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

/** What owners are told of that administrators do with their work, and what of it ends with the role. */

let server: TemporaryServer
let admin: Person
let made = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
})
afterAll(() => server.close())

const makerOf = ({ request }: Person): Maker => createMaker({ ...server, request })
const add = (name: string) => addPerson(server, admin, `${name}${++made}`)
const setRole = (who: Person, is_admin: boolean) =>
  expectStatus(admin.request('PATCH', `/api/v1/auth/users/${who.userId}`, { json: { is_admin } }), 200)
const readLog = async ({ request }: Person) => (await request('GET', '/api/v1/auth/me/access-log')).json as AccountOpening[]
const kindsOf = async (who: Person) => (await readLog(who)).map(({ kind }) => kind).sort()
const share = (who: Person, board: string, guest: Person, permission = 'read') =>
  expectStatus(who.request('POST', `/api/v1/boards/${board}/share`, { json: { user_id: guest.userId, permission } }), 201)
const linkTo = async (who: Person, board: string) =>
  (await expectStatus(who.request('POST', `/api/v1/boards/${board}/links`, { json: {} }), 201)).json as BoardLink & {
    token: string
  }
const change = (who: Person, board: string, json: object) =>
  expectStatus(who.request('PATCH', `/api/v1/boards/${board}`, { json }), 201)
const follow = async ({ token }: { readonly token: string }) => (await server.request('GET', `/api/v1/public/${token}`)).status

test('an owner is told when an administrator shows a board to others, and not of what they do or let others do themselves', async () => {
  const [owner, guest, other] = [await add('owner'), await add('guest'), await add('other')]
  const board = await makerOf(owner).board()
  await share(owner, board, guest, 'admin')
  await linkTo(owner, board)
  await change(owner, board, { board_visibility: 'shared' })
  await change(owner, board, { board_visibility: 'private' })
  await share(guest, board, other)
  await linkTo(guest, board)
  await change(admin, board, { board_name: 'another name' })
  // that the board has another name is told as such, and shows it to nobody
  expect(await kindsOf(owner)).toEqual(['changed'])

  await share(admin, board, other, 'write')
  const link = await linkTo(admin, board)
  await change(admin, board, { board_visibility: 'public' })
  await change(admin, board, { board_visibility: 'private' })
  const shown = (await readLog(owner)).filter(({ kind }) => kind === 'shown')
  expect(shown).toMatchObject(Array(3).fill({ kind: 'shown', opened_by: admin.userId, noted_at: null }))
  expect([await readLog(guest), await readLog(admin)]).toEqual([[], []])
  const links = (await owner.request('GET', `/api/v1/boards/${board}/links`)).json as BoardLink[]
  expect(links.map(({ made_by }) => made_by?.user_id ?? null)).toEqual([null, guest.userId, admin.userId])
  expect(link.made_by).toEqual({ user_id: admin.userId, display_name: 'Display of admin' })
})

test('the link of an administrator ends with the role or the account, unless the board is theirs to show', async () => {
  const [owner, helper, leaver] = [await add('owner'), await add('helper'), await add('leaver')]
  for (const who of [helper, leaver]) await setRole(who, true)
  const make = makerOf(owner)
  const [foreign, granted, withdrawn] = [await make.board(), await make.board(), await make.board()]
  const own = await makerOf(helper).board()
  for (const board of [granted, withdrawn]) await share(owner, board, helper, 'admin')
  const links = [await linkTo(helper, foreign), await linkTo(helper, granted), await linkTo(helper, own)]
  const ofGuest = await linkTo(helper, withdrawn)
  const ofLeaver = await linkTo(leaver, foreign)
  await expectStatus(owner.request('DELETE', `/api/v1/boards/${withdrawn}/share/${helper.userId}`), 204)
  expect(await follow(ofGuest)).toBe(404)
  await setRole(helper, false)
  expect(await Promise.all(links.map(follow))).toEqual([404, 200, 200])
  await setRole(helper, true)
  expect(await follow(links[0]!)).toBe(404)
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${leaver.userId}`), 204)
  expect(await follow(ofLeaver)).toBe(404)
  const { items } = (await admin.request('GET', '/api/v1/audit?action=link_revoked&limit=1')).json as { items: object[] }
  expect(items).toMatchObject([{ target_id: foreign, details: { link_id: links[0]?.id, made_by: helper.userId } }])
})

test('whose pictures an administrator packs that only the role shows is told, and the audit log has it', async () => {
  const [owner, open] = [await add('owner'), await add('open')]
  const [board, shown] = [await makerOf(owner).board(), await makerOf(open).board()]
  await change(open, shown, { board_visibility: 'shared' })
  await makerOf(owner).image(`&board_id=${board}`)
  const image = await makerOf(open).image(`&board_id=${shown}`)
  const pack = (json: object) => expectStatus(admin.request('POST', '/api/v1/images/download', { json }), 202)
  await pack({ board_id: board })
  await pack({ image_names: [image] })
  await expectStatus(owner.request('POST', '/api/v1/images/download', { json: { board_id: board } }), 202)
  expect([await kindsOf(owner), await kindsOf(open)]).toEqual([['pictures_packed'], []])
  const { items } = (await admin.request('GET', '/api/v1/audit?action=content_exported')).json as { items: object[] }
  expect(items).toMatchObject([{ actor_id: admin.userId, target_id: owner.userId, details: { images: 1 } }])
})

test('who takes note of one thing takes note of those of its kind before it, and of nothing else', async () => {
  const [owner, helper] = [await add('owner'), await add('helper')]
  await setRole(helper, true)
  const pack = (who: Person) => expectStatus(who.request('POST', `/api/v1/auth/users/${owner.userId}/export`), 202)
  const board = await makerOf(owner).board()
  for (let night = 0; night < 2; night++) {
    await pack(admin)
    const isPacked = async () => JSON.stringify((await admin.request('GET', '/api/v1/auth/me/exports')).json).includes('complete')
    await expect.poll(isPacked).toBe(true)
  }
  await pack(helper)
  await share(admin, board, helper)
  const [latest] = (await readLog(owner)).filter(({ kind, opened_by }) => kind === 'export' && opened_by === admin.userId)
  const key = await makeKey(server, owner, ['manage'])
  const note = (by: Pick<Person, 'request'>) => by.request('POST', `/api/v1/auth/me/access-log/${latest?.id}/noted`)
  // a script that holds the key would hide it from its owner
  expect((await note(key)).status).toBe(403)
  await expectStatus(note(owner), 204)
  const open = (await readLog(owner)).filter(({ noted_at }) => noted_at === null)
  expect(open.map(({ kind, opened_by }) => [kind, opened_by]).sort()).toEqual([
    ['export', helper.userId],
    ['shown', admin.userId],
  ])
})

test('a notice is no opening, and cannot be closed as one', async () => {
  const owner = await add('owner')
  await expectStatus(admin.request('POST', `/api/v1/auth/users/${owner.userId}/reset-link`), 201)
  const [{ id } = { id: '' }] = await readLog(owner)
  // as the clock would have it that was set back since
  await server.app.db
    .updateTable('account_openings')
    .set({ until: '9999-01-01 00:00:00.000' })
    .where('opening_id', '=', id)
    .execute()
  expect((await admin.request('DELETE', `/api/v1/admin/break-glass/${id}`)).status).toBe(404)
  expect((await readLog(owner))[0]?.closed_at).toBeNull()
})
