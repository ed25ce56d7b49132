import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { createBoard } from '../data/repositories/boards.ts'
import { createImage } from '../data/repositories/images.ts'
import { beginTransfer, finishTransfers } from '../services/accounts/transfers.ts'
import { COMMAND_LINE } from '../services/audit/audit.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, expectStatus, listenAs, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let made = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
})
afterAll(() => server.close())

const makerOf = ({ request }: Person): Maker => createMaker({ ...server, request })
/** Two people that no other test knows. */
const addPair = async () =>
  [await addPerson(server, admin, `giver${++made}`), await addPerson(server, admin, `taker${made}`)] as const

interface Answer {
  readonly id: string
  readonly dry_run: boolean
  readonly boards: number
  readonly images: number
}

async function transfer(from: string, to: string, more: object = {}, status = 201): Promise<Answer> {
  const json = { from_user_id: from, to_user_id: to, ...more }
  return (await expectStatus(admin.request('POST', '/api/v1/admin/transfers', { json }), status)).json
}
const undo = (id: string) => admin.request('POST', `/api/v1/admin/transfers/${id}/undo`)
const countOwn = async ({ userId }: Person) => {
  const owners: { user_id: string; images: number; boards: number }[] = (
    await admin.request('GET', '/api/v1/admin/content-owners')
  ).json
  const { images, boards } = owners.find(({ user_id }) => user_id === userId) ?? { images: 0, boards: 0 }
  return { images, boards }
}
const findOwner = async (image: string) =>
  (await server.app.db.selectFrom('images').select('user_id').where('image_name', '=', image).executeTakeFirstOrThrow()).user_id
const readTransfers = async () =>
  (await admin.request('GET', '/api/v1/admin/transfers')).json as { items: { id: string }[]; total: number }

/** What the kept counts of images say, and what counting says. */
async function compareCounts() {
  const kept = await server.app.db.selectFrom('image_counts').selectAll().execute()
  const counted = await server.app.db
    .selectFrom('images')
    .select(({ fn }) => [
      sql<string>`coalesce(board_id, 'none')`.as('board_id'),
      'user_id',
      'shelf',
      'image_category',
      'image_origin',
      'starred',
      fn.countAll<number>().as('images'),
    ])
    .groupBy(['board_id', 'user_id', 'shelf', 'image_category', 'image_origin', 'starred'])
    .execute()
  const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort()
  expect(sorted(kept)).toEqual(sorted(counted))
}

test('a trial tells what would move, and changes and records nothing', async () => {
  const [giver, taker] = await addPair()
  const make = makerOf(giver)
  const board = await make.board()
  await make.image(`&board_id=${board}`)
  await make.image()
  await make.workflow()
  await make.stylePreset()
  await make.systemPrompt()
  await make.trashedImage()
  const before = (await readTransfers()).total
  expect(await transfer(giver.userId, taker.userId, { dry_run: true }, 200)).toEqual({
    ...{
      id: null,
      dry_run: true,
      boards: 1,
      images: 2,
      videos: 0,
      workflows: 1,
      style_presets: 1,
      system_prompts: 1,
      others_images: 0,
    },
  })
  expect(await countOwn(giver)).toEqual({ images: 2, boards: 1 })
  expect((await readTransfers()).total).toBe(before)
})

test('everything moves with its boards, the trash too, and goes back', async () => {
  const [giver, taker] = await addPair()
  const make = makerOf(giver)
  const board = await make.board()
  const image = await make.image(`&board_id=${board}`)
  const trashed = await make.trashedImage()
  const [workflow, preset, prompt] = [await make.workflow(), await make.stylePreset(), await make.systemPrompt()]
  const moved = await transfer(giver.userId, taker.userId)
  expect(moved).toMatchObject({ dry_run: false, boards: 1, images: 1, workflows: 1, style_presets: 1, system_prompts: 1 })

  expect((await taker.request('GET', `/api/v1/images/i/${image}`)).json).toMatchObject({ board_id: board })
  for (const path of [`images/i/${image}`, `boards/${board}`, `workflows/i/${workflow}`, `style_presets/i/${preset}`]) {
    expect((await giver.request('GET', `/api/v1/${path}`)).status).toBe(403)
    expect((await taker.request('GET', `/api/v1/${path}`)).status).toBe(200)
  }
  expect((await taker.request('GET', `/api/v1/system_prompts/i/${prompt}`)).status).toBe(200)
  const trash = (await taker.request('GET', '/api/v1/images/trash')).json as { items: { image_name: string }[] }
  expect(trash.items.map(({ image_name }) => image_name)).toEqual([trashed])
  await compareCounts()

  expect((await undo(moved.id)).json).toEqual({ ...moved, videos: 0 })
  expect(await countOwn(giver)).toEqual({ images: 1, boards: 1 })
  expect(await countOwn(taker)).toEqual({ images: 0, boards: 0 })
  const again = await undo(moved.id)
  expect([again.status, again.json]).toEqual([409, { detail: 'This transfer was undone before' }])
  await compareCounts()
})

test('a board takes the images of its owner along, not those of others', async () => {
  const [giver, taker] = await addPair()
  const guest = await addPerson(server, admin, `guest${made}`)
  const make = makerOf(giver)
  const [board, other] = [await make.board(), await make.board()]
  await giver.request('PATCH', `/api/v1/boards/${board}`, { json: { board_visibility: 'public' } })
  const own = await make.image(`&board_id=${board}`)
  const elsewhere = await make.image(`&board_id=${other}`)
  const ofGuest = await makerOf(guest).image(`&board_id=${board}`)
  await make.workflow()
  expect(await transfer(giver.userId, taker.userId, { board_id: board })).toMatchObject({ boards: 1, images: 1, workflows: 0 })
  expect(await Promise.all([own, elsewhere, ofGuest].map(findOwner))).toEqual([taker.userId, giver.userId, guest.userId])
  await compareCounts()
})

test('a span of time takes what was made in it', async () => {
  const [giver, taker] = await addPair()
  await transaction(server.app.db, async (tx) => {
    for (const [index, created_at] of [
      '2024-05-01 10:00:00.000',
      '2024-05-02 10:00:00.000',
      '2024-05-03 10:00:00.000',
    ].entries()) {
      await createImage(tx, {
        ...{ image_name: `span-${made}-${index}.png`, user_id: giver.userId, width: 8, height: 8, created_at },
        ...{ image_origin: 'external', image_category: 'general' },
      })
      await createBoard(tx, { board_id: `span-${made}-${index}`, board_name: 'b', user_id: giver.userId, created_at })
    }
  })
  const span = { created_from: '2024-05-02T12:00:00+02:00', created_to: '2024-05-02T23:59:59Z' }
  expect(await transfer(giver.userId, taker.userId, span)).toMatchObject({ boards: 1, images: 1 })
  expect(await transfer(giver.userId, taker.userId, { created_from: '2024-05-03T00:00:00Z' })).toMatchObject({
    boards: 1,
    images: 1,
  })
  expect(await countOwn(giver)).toEqual({ images: 1, boards: 1 })
})

test('what comes with the program stays where it is', async () => {
  const [, taker] = await addPair()
  const { json } = await admin.request('GET', '/api/v1/style_presets/')
  expect(json).not.toEqual([])
  expect(await transfer('system', taker.userId, { dry_run: true }, 200)).toMatchObject({
    ...{ boards: 0, workflows: 0, style_presets: 0, system_prompts: 0 },
  })
})

test('requests that make no sense are refused', async () => {
  const [giver, taker] = await addPair()
  const board = await makerOf(taker).board()
  const refuse = (json: object) => admin.request('POST', '/api/v1/admin/transfers', { json })
  for (const json of [
    {},
    { from_user_id: giver.userId },
    { from_user_id: giver.userId, to_user_id: giver.userId },
    { from_user_id: giver.userId, to_user_id: 'system' },
    { from_user_id: 5, to_user_id: taker.userId },
    { from_user_id: giver.userId, to_user_id: taker.userId, created_from: 'yesterday' },
    { from_user_id: giver.userId, to_user_id: taker.userId, dry_run: 'perhaps' },
  ]) {
    expect((await refuse(json)).status).toBe(422)
  }
  for (const json of [
    { from_user_id: 'nobody', to_user_id: taker.userId },
    { from_user_id: giver.userId, to_user_id: 'nobody' },
  ]) {
    const { status, json: body } = await refuse(json)
    expect([status, body]).toEqual([404, { detail: 'User not found' }])
  }
  for (const board_id of ['nothing', board]) {
    const { status, json: body } = await refuse({ from_user_id: giver.userId, to_user_id: taker.userId, board_id })
    expect([status, body]).toEqual([404, { detail: 'Board not found' }])
  }
  expect((await undo('nothing')).json).toEqual({ detail: 'Transfer not found' })
  expect((await giver.request('POST', '/api/v1/admin/transfers', { json: {} })).status).toBe(403)
})

test('what a deleted account has left goes to another', async () => {
  const [giver, taker] = await addPair()
  await makerOf(giver).image()
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${giver.userId}`), 204)
  const owners = (await admin.request('GET', '/api/v1/admin/content-owners')).json as { user_id: string }[]
  expect(owners.find(({ user_id }) => user_id === giver.userId)).toMatchObject({
    ...{ email: giver.email, state: 'deleted', images: 1, boards: 0 },
  })
  expect(await transfer(giver.userId, taker.userId)).toMatchObject({ images: 1 })
  await transfer(giver.userId, taker.userId, {}, 404)
})

test('only what is still there and still the receiver’s goes back', async () => {
  const [giver, taker] = await addPair()
  const third = await addPerson(server, admin, `third${made}`)
  const make = makerOf(giver)
  const [board, deletedBoard] = [await make.board(), await make.board()]
  const [kept, trashed, passedOn] = [await make.image(), await make.image(), await make.image(`&board_id=${board}`)]
  const moved = await transfer(giver.userId, taker.userId)
  await taker.request('DELETE', `/api/v1/images/i/${trashed}`)
  await taker.request('DELETE', `/api/v1/boards/${deletedBoard}`)
  const fresh = await makerOf(taker).image()
  await transfer(taker.userId, third.userId, { board_id: board })
  expect((await undo(moved.id)).json).toMatchObject({ boards: 0, images: 1 })
  expect(await Promise.all([kept, passedOn, fresh].map(findOwner))).toEqual([giver.userId, third.userId, taker.userId])
  await compareCounts()
})

test('a hand-over is undone although its receiver was deleted', async () => {
  const [giver, taker] = await addPair()
  await makerOf(giver).image()
  const moved = await transfer(giver.userId, taker.userId)
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${taker.userId}`), 204)
  expect((await undo(moved.id)).json).toMatchObject({ images: 1 })
  expect(await countOwn(giver)).toMatchObject({ images: 1 })
})

/** An image with its file, or nothing of it; never the one without the other. */
async function findTraces(image: string): Promise<{ readonly owner: string | undefined; readonly hasFile: boolean }> {
  const row = await server.app.db.selectFrom('images').select('user_id').where('image_name', '=', image).executeTakeFirst()
  const hasFile = await stat(join(server.root, 'outputs/images', image)).then(
    () => true,
    () => false,
  )
  return { owner: row?.user_id, hasFile }
}

test.each([
  ['its receiver is erased', 'taker', 'erase'],
  ['its giver is erased', 'giver', 'erase'],
  ['its receiver is deleted', 'taker', 'archive'],
  ['its giver is deleted', 'giver', 'archive'],
] as const)('what is undone while %s is either back or gone, each thing whole', async (_how, who, content) => {
  for (let round = 0; round < 6; round++) {
    const [giver, taker] = await addPair()
    const make = makerOf(giver)
    const images = await Promise.all(Array.from({ length: 12 }, () => make.image()))
    const workflow = await make.workflowWithPicture()
    const { id } = await transfer(giver.userId, taker.userId)
    const gone = who === 'taker' ? taker : giver
    const end = () => admin.request('DELETE', `/api/v1/auth/users/${gone.userId}?content=${content}`)
    // one or the other comes a little earlier
    const late = async <T>(act: () => Promise<T>, turns: number) => {
      for (let turn = 0; turn < turns; turn++) await admin.request('GET', '/health/live')
      return act()
    }
    const [undone, ended] = await Promise.all([late(() => undo(id), round % 3), late(end, Math.floor(round / 2))])
    // neither is done while the other is under way
    expect([undone.status, ended.status]).toEqual([expect.toBeOneOf([200, 409]), expect.toBeOneOf([204, 409])])
    expect([undone.status, ended.status]).not.toEqual([409, 409])
    const owner = undone.status === 200 ? giver.userId : taker.userId
    for (const image of images) {
      const { owner: found, hasFile } = await findTraces(image)
      const mayBeErased = content === 'erase' && ended.status === 204
      expect([round, found, hasFile]).toBeOneOf([[round, owner, true], ...(mayBeErased ? [[round, undefined, false]] : [])])
    }
    const { db } = server.app
    const kept = await db.selectFrom('workflows').select('user_id').where('workflow_id', '=', workflow).executeTakeFirst()
    const hasCover = await stat(join(server.app.root.workflowThumbnails, `${workflow}.webp`)).then(
      () => true,
      () => false,
    )
    expect([round, kept !== undefined]).toEqual([round, hasCover])
    await compareCounts()
  }
})

test('nothing is taken out of an account that is being erased, neither forward nor back', async () => {
  const [giver, taker] = await addPair()
  const workflow = await makerOf(giver).workflowWithPicture()
  const { id } = await transfer(giver.userId, taker.userId)
  const { workflows } = server.app.covers
  const answers: unknown[] = []
  const { delete: remove } = workflows
  workflows.delete = async (name) => {
    // its rows are still there
    const json = { from_user_id: taker.userId, to_user_id: giver.userId }
    for (const answer of [await undo(id), await admin.request('POST', '/api/v1/admin/transfers', { json })]) {
      answers.push([answer.status, answer.json])
    }
    return remove(name)
  }
  try {
    await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${taker.userId}?content=erase`), 204)
  } finally {
    workflows.delete = remove
  }
  const refusal = [409, { detail: 'The content of this account is being erased: wait until that is done, and try again' }]
  expect(answers).toEqual([refusal, refusal])
  expect((await giver.request('GET', `/api/v1/workflows/i/${workflow}`)).status).toBe(404)
  expect((await undo(id)).json).toMatchObject({ workflows: 0 })
})

test('of two who undo it at once one is told that it was undone', async () => {
  const [giver, taker] = await addPair()
  await makerOf(giver).image()
  const { id } = await transfer(giver.userId, taker.userId)
  const answers = await Promise.all([undo(id), undo(id), undo(id)])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
})

test('an owner who uploads meanwhile loses nothing, and each image has one owner', async () => {
  const [giver, taker] = await addPair()
  const make = makerOf(giver)
  for (let at = 0; at < 4; at++) await make.image()
  const [moved, ...uploaded] = await Promise.all([
    transfer(giver.userId, taker.userId),
    ...Array.from({ length: 6 }, () => make.image()),
  ])
  const [kept, taken] = [await countOwn(giver), await countOwn(taker)]
  expect(taken.images).toBe(moved.images)
  expect(kept.images + taken.images).toBe(4 + uploaded.length)
  await undo(moved.id)
  expect((await countOwn(giver)).images).toBe(4 + uploaded.length)
  await compareCounts()
})

test('a hand-over that a death cut short is finished at the next start', async () => {
  const [giver, taker] = await addPair()
  const board = await makerOf(giver).board()
  await makerOf(giver).image(`&board_id=${board}`)
  const request = { from_user_id: giver.userId, to_user_id: taker.userId }
  // what is stored when a process dies between the first transaction and the next
  const { transfer_id } = await transaction(server.app.db, (tx) => beginTransfer(tx, request, COMMAND_LINE))
  expect(await countOwn(taker)).toEqual({ images: 0, boards: 1 })
  await finishTransfers(server.app)
  expect(await countOwn(taker)).toEqual({ images: 1, boards: 1 })
  expect((await readTransfers()).items).toContainEqual(
    expect.objectContaining({ id: transfer_id, state: 'done', images: 1, begun_by: null }),
  )
})

test('neither of its two accounts is deleted while it is under way', async () => {
  const [giver, taker] = [await addPerson(server, admin, 'giver'), await addPerson(server, admin, 'taker')]
  await createMaker({ ...server, request: giver.request }).image()
  const json = { from_user_id: giver.userId, to_user_id: taker.userId }
  const { id } = (await expectStatus(admin.request('POST', '/api/v1/admin/transfers', { json }), 201)).json as { id: string }
  const setState = (state: 'moving' | 'done') =>
    server.app.db.updateTable('transfers').set({ state }).where('transfer_id', '=', id).execute()
  await setState('moving')
  for (const { userId } of [giver, taker]) {
    expect((await admin.request('DELETE', `/api/v1/auth/users/${userId}?content=erase`)).status).toBe(409)
  }
  await setState('done')
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${taker.userId}?content=erase`), 204)
})

test('what is undone before it is finished stops and goes back', async () => {
  const [giver, taker] = await addPair()
  await makerOf(giver).image()
  const request = { from_user_id: giver.userId, to_user_id: taker.userId }
  const { transfer_id } = await transaction(server.app.db, (tx) => beginTransfer(tx, request, COMMAND_LINE))
  await expectStatus(undo(transfer_id), 200)
  await finishTransfers(server.app)
  expect(await countOwn(giver)).toMatchObject({ images: 1 })
})

test('the audit log tells of it both ways', async () => {
  const [giver, taker] = await addPair()
  await makerOf(giver).image()
  const { id } = await transfer(giver.userId, taker.userId)
  await undo(id)
  const { json } = await admin.request('GET', '/api/v1/audit?action=content_transferred&limit=2')
  const [back, there] = (json as { items: object[] }).items
  const about = { actor_id: admin.userId, target_type: 'transfer', target_id: id, outcome: 'success' }
  expect(there).toMatchObject({ ...about, details: { from_user_id: giver.userId, to_user_id: taker.userId, images: 1 } })
  expect(back).toMatchObject({ ...about, details: { undo: true, boards: 0, others_images: 0 } })
})

const shareWith = (owner: Person, board: string, guest: Person, permission: string) =>
  expectStatus(owner.request('POST', `/api/v1/boards/${board}/share`, { json: { user_id: guest.userId, permission } }), 201)
const findBoardOf = async (image: string) =>
  (await server.app.db.selectFrom('images').select('board_id').where('image_name', '=', image).executeTakeFirstOrThrow()).board_id

test('pictures of others stay theirs, and what came to a board since leaves it when the board goes back', async () => {
  const [giver, taker] = await addPair()
  const [early, late] = await addPair()
  const board = await makerOf(giver).board()
  await shareWith(giver, board, early, 'write')
  const onBoard = `&board_id=${board}`
  const [own, before] = [await makerOf(giver).image(onBoard), await makerOf(early).image(onBoard)]
  const lying = await makerOf(late).image()

  expect(await transfer(giver.userId, taker.userId, { dry_run: true }, 200)).toMatchObject({ images: 1, others_images: 1 })
  const done = await transfer(giver.userId, taker.userId)
  expect(done).toMatchObject({ boards: 1, images: 1, others_images: 1 })

  await shareWith(taker, board, late, 'write')
  const link = await expectStatus(taker.request('POST', `/api/v1/boards/${board}/links`, { json: {} }), 201)
  const { token }: { token: string } = link.json
  const since = [await makerOf(taker).image(onBoard), await makerOf(late).image(onBoard)]
  await expectStatus(late.request('POST', '/api/v1/board_images/', { json: { board_id: board, image_name: lying } }), 201)

  const back = await expectStatus(undo(done.id), 200)
  expect(back.json).toMatchObject({ boards: 1, images: 1, others_images: 3 })
  expect(await Promise.all([own, before, ...since, lying].map(findOwner))).toEqual([
    ...[giver, early, taker, late, late].map(({ userId }) => userId),
  ])
  expect(await Promise.all([own, before, ...since, lying].map(findBoardOf))).toEqual([board, board, null, null, null])
  const shares = (await giver.request('GET', `/api/v1/boards/${board}/shares`)).json as { user_id: string }[]
  expect(shares.map(({ user_id }) => user_id)).toEqual([early.userId])
  expect((await late.request('GET', `/api/v1/boards/${board}`)).status).toBe(403)
  expect((await server.request('GET', `/api/v1/public/${token}`)).status).toBe(404)
  // each sees the own pictures, and the giver none of those that were not meant for them
  const seen = async (who: Person, image: string) => (await who.request('GET', `/api/v1/images/i/${image}`)).status
  expect(await Promise.all([seen(late, lying), seen(taker, since[0]!), seen(giver, lying)])).toEqual([200, 200, 403])
  await compareCounts()
})

test('a guest whom the receiver raises does not manage the board that goes back; one whom they confirm stays what they were', async () => {
  const [giver, taker] = await addPair()
  const [raised, kept] = await addPair()
  const board = await makerOf(giver).board()
  for (const guest of [raised, kept]) await shareWith(giver, board, guest, 'read')
  const { id } = await transfer(giver.userId, taker.userId)
  await shareWith(taker, board, raised, 'admin')
  await shareWith(taker, board, kept, 'read')
  await expectStatus(undo(id), 200)
  const shares = (await giver.request('GET', `/api/v1/boards/${board}/shares`)).json as { user_id: string }[]
  expect(shares).toMatchObject([{ user_id: kept.userId, permission: 'read' }])
  expect((await raised.request('POST', `/api/v1/boards/${board}/links`, { json: {} })).status).toBe(403)
})

test('whose work is handed over and back is told both times, and so is who gets it, and nobody of a trial or of what one does oneself', async () => {
  const [giver, taker] = await addPair()
  await makerOf(giver).image()
  await transfer(giver.userId, taker.userId, { dry_run: true }, 200)
  const toldTo = async ({ request }: Person) => (await request('GET', '/api/v1/auth/me/access-log')).json as object[]
  expect([await toldTo(giver), await toldTo(taker)]).toEqual([[], []])
  const listener = await listenAs(server, giver)
  const { id } = await transfer(giver.userId, taker.userId)
  await listener.hear('access_log_changed')
  listener.close()
  const about = { opened_by: admin.userId, opened_by_name: 'Display of admin', reason: '', noted_at: null }
  expect(await toldTo(giver)).toMatchObject([{ kind: 'hand_over', ...about }])
  await undo(id)
  const kindsOf = async (who: Person) => ((await toldTo(who)) as { kind: string }[]).map(({ kind }) => kind).sort()
  expect([await kindsOf(giver), await kindsOf(taker)]).toEqual([
    ['hand_back', 'hand_over'],
    ['received', 'returned'],
  ])
  await transfer(taker.userId, admin.userId)
  expect(await toldTo(admin)).toEqual([])
})

test('what was packed before a hand-over or before it is taken back cannot be fetched after it', async () => {
  const [giver, taker] = await addPair()
  const image = await makerOf(giver).image()
  const fetchBy = async (who: Person, name: string) =>
    (await who.request('GET', `/api/v1/images/download/${encodeURIComponent(name)}`)).status
  const pack = async (who: Person) => {
    const all = await expectStatus(who.request('POST', '/api/v1/auth/me/export'), 202)
    const some = await expectStatus(who.request('POST', '/api/v1/images/download', { json: { image_names: [image] } }), 202)
    const names = [all, some].map(({ json }) => (json as { bulk_download_item_name: string }).bulk_download_item_name)
    for (const name of names) await expect.poll(() => fetchBy(who, name)).toBe(200)
    return names
  }
  const fetchAll = (who: Person, names: readonly string[]) => Promise.all(names.map((name) => fetchBy(who, name)))
  const ofGiver = await pack(giver)
  const byAdmin = await expectStatus(admin.request('POST', `/api/v1/auth/users/${giver.userId}/export`), 202)
  const { bulk_download_item_name }: { bulk_download_item_name: string } = byAdmin.json
  await expect.poll(() => fetchBy(admin, bulk_download_item_name)).toBe(200)

  const { id } = await transfer(giver.userId, taker.userId)
  expect(await fetchAll(giver, ofGiver)).toEqual([404, 404])
  expect(await fetchBy(admin, bulk_download_item_name)).toBe(404)
  // be it that the clock steps back: what has ended has ended long ago
  const ends = server.app.db.selectFrom('bulk_downloads').select('expires_at').where('user_id', '=', giver.userId)
  expect((await ends.execute()).filter(({ expires_at }) => expires_at > '1970-01-02')).toEqual([])
  expect((await giver.request('GET', '/api/v1/auth/me/exports')).json).toEqual([])

  const ofTaker = await pack(taker)
  await expectStatus(undo(id), 200)
  expect(await fetchAll(taker, ofTaker)).toEqual([404, 404])
  expect(await fetchAll(giver, await pack(giver))).toEqual([200, 200])
})
