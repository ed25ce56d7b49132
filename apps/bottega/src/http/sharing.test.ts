import { readdir } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { connect, makeGraph } from '../testing/graphs.ts'
import { createMaker, type Maker, pictureForm } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let owner: Person
let guest: Person
let other: Person
let make: Maker
let makeGuests: Maker
/** A fresh board of the owner with an image on it. */
let board: string
let image: string

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  owner = await addPerson(server, admin, 'owner')
  guest = await addPerson(server, admin, 'guest')
  other = await addPerson(server, admin, 'other')
  make = createMaker({ ...server, request: owner.request })
  makeGuests = createMaker({ ...server, request: guest.request })
})
beforeEach(async () => {
  board = await make.board()
  image = await make.image(`&board_id=${board}`)
})
afterEach(() => admin.request('PUT', '/api/v1/queue/default/processor/resume'))
afterAll(() => server.close())

type Level = 'read' | 'write' | 'admin'
const boardPath = () => `/api/v1/boards/${board}`
const share = (who: Person, json: object) => who.request('POST', `${boardPath()}/share`, { json })
const grant = (permission: Level) => expectStatus(share(owner, { user_id: guest.userId, permission }), 201)
const withdraw = (who = owner, from = guest) => who.request('DELETE', `${boardPath()}/share/${from.userId}`)
const showImage = () => makeGraph([{ id: 'n', type: 'show_image', image: { image_name: image } }])
const statusOf = async (asked: Promise<{ status: number }>) => (await asked).status
const add = (image_name: string) => guest.request('POST', '/api/v1/board_images/', { json: { board_id: board, image_name } })
async function upload(who = guest) {
  const path = `/api/v1/images/upload?image_category=general&is_intermediate=false&board_id=${board}`
  return who.request('POST', path, { body: await pictureForm('file') })
}

describe.each<Level>(['read', 'write', 'admin'])('whoever has %s on a private board', (level) => {
  beforeEach(() => grant(level))
  const writes = level !== 'read'
  const manages = level === 'admin'

  test('sees it in every list and by every path, with its images and files', async () => {
    expect((await guest.request('GET', boardPath())).json).toMatchObject({
      access: level,
      board_visibility: 'private',
      owner: { user_id: owner.userId, display_name: 'Display of owner' },
      granted: level,
      ...(manages && { share_count: 1, link_count: 0 }),
    })
    expect((await owner.request('GET', boardPath())).json).toMatchObject({ access: 'owner', share_count: 1, link_count: 0 })
    expect((await owner.request('GET', boardPath())).json).not.toHaveProperty('granted')
    for (const path of [
      ...['/boards/?all=true', '/images/?limit=1000', '/images/names', '/gallery/items/?limit=1000', '/gallery/items/names'],
      ...[`/images/?board_id=${board}`, `/boards/${board}/image_names`, `/gallery/item_names?board_id=${board}`],
    ]) {
      const answer = await guest.request('GET', `/api/v1${path}`)
      expect([path, answer.status, answer.bytes.includes(path.includes('/boards/?') ? board : image)]).toEqual([path, 200, true])
      const others = await other.request('GET', `/api/v1${path}`)
      expect([path, others.bytes.includes(board) || others.bytes.includes(image)]).toEqual([path, false])
    }
    for (const part of ['', '/metadata', '/workflow', '/full', '/thumbnail', '/urls']) {
      expect([part, await statusOf(guest.request('GET', `/api/v1/images/i/${image}${part}`))]).toEqual([part, 200])
      expect([part, await statusOf(other.request('GET', `/api/v1/images/i/${image}${part}`))]).toEqual([part, 403])
    }
    await enqueueAs(guest, showImage())
    const archive = await guest.request('POST', '/api/v1/images/download', { json: { board_id: board } })
    expect(archive.status).toBe(202)
  })

  test(`${writes ? 'adds' : 'does not add'} own images to it`, async () => {
    const own = await makeGuests.image()
    expect(await statusOf(add(own))).toBe(writes ? 201 : 403)
    expect(await statusOf(upload())).toBe(writes ? 201 : 403)
    const json = { board_id: board, image_names: [own] }
    expect(await statusOf(guest.request('POST', '/api/v1/board_images/batch', { json }))).toBe(writes ? 201 : 403)
    // nobody puts images of somebody else anywhere
    const foreign = await make.image()
    expect(await statusOf(add(foreign))).toBe(403)
  })

  test(`${writes ? 'changes, takes off and deletes' : 'neither changes, takes off nor deletes'} any image on it`, async () => {
    const second = await make.image(`&board_id=${board}`)
    expect((await guest.request('GET', `/api/v1/images/i/${image}`)).json).toMatchObject({ access: level })
    for (const [method, path, json] of [
      ['PATCH', `/images/i/${image}`, { starred: true }],
      ['POST', '/images/unstar', { image_names: [image] }],
      ['DELETE', '/board_images/', { image_name: second }],
    ] as const) {
      const { status } = await guest.request(method, `/api/v1${path}`, { json })
      expect([path, status]).toEqual([path, writes ? (method === 'DELETE' ? 201 : 200) : 403])
    }
    const deletion = await guest.request('POST', '/api/v1/images/delete', { json: { image_names: [image] } })
    expect(deletion.json).toMatchObject(writes ? { deleted_images: [image] } : { failed_images: [image] })
    // what is deleted is in the trash of its owner
    const { json } = await owner.request('GET', '/api/v1/images/trash')
    expect((json as { items: { image_name: string }[] }).items.some(({ image_name }) => image_name === image)).toBe(writes)
    // which its owner alone may look at, and nobody before it lies there
    const thumbnail = `/api/v1/images/trash/${image}/thumbnail`
    for (const [who, status] of [
      [owner, writes ? 200 : 404],
      [guest, 404],
      [other, 404],
      [admin, 404],
    ] as const) {
      const answer = await who.request('GET', thumbnail)
      expect([who.email, answer.status]).toEqual([who.email, status])
      if (status === 200) expect(answer.headers.get('cache-control')).toBe('private, no-store')
      else expect(answer.json).toEqual({ detail: 'Image not found' })
    }
  })

  test(`${manages ? 'names, archives, shows, grants and links' : 'does not manage'} it, and never deletes it`, async () => {
    const links = `${boardPath()}/links`
    for (const [method, path, json, done] of [
      ['PATCH', boardPath(), { board_name: 'Theirs' }, 201],
      ['PATCH', boardPath(), { archived: true }, 201],
      ['PATCH', boardPath(), { board_visibility: 'shared' }, 201],
      ['POST', `${boardPath()}/share`, { user_id: other.userId, permission: 'read' }, 201],
      ['GET', `${boardPath()}/shares`, undefined, 200],
      ['DELETE', `${boardPath()}/share/${other.userId}`, undefined, 204],
      ['POST', links, {}, 201],
      ['GET', links, undefined, 200],
      ['DELETE', `${links}/unknown`, undefined, 404],
      ['DELETE', `${boardPath()}?include_images=true`, undefined, 403],
    ] as const) {
      const { status } = await guest.request(method, path, json === undefined ? {} : { json })
      expect([method, path, status]).toEqual([method, path, manages ? done : 403])
    }
    expect(await statusOf(owner.request('GET', boardPath()))).toBe(200)
  })

  test('gives it up without the right to share, and sees nothing of it from then on', async () => {
    expect(await statusOf(withdraw(guest))).toBe(204)
    expect(await statusOf(guest.request('GET', boardPath()))).toBe(403)
    expect(await withdraw()).toMatchObject({ status: 404, json: { detail: 'Share not found' } })
  })

  test('has nothing of it any more with the next request after it was taken back', async () => {
    const own = await makeGuests.image(writes ? `&board_id=${board}` : '')
    const { json: asked } = await guest.request('POST', '/api/v1/images/download', { json: { board_id: board } })
    const { bulk_download_item_name: name }: { bulk_download_item_name: string } = asked
    const archive = `/api/v1/images/download/${name}`
    await expect.poll(() => statusOf(guest.request('GET', archive))).toBe(200)

    expect(await statusOf(withdraw())).toBe(204)
    for (const path of [boardPath(), `/api/v1/images/i/${image}`, `/api/v1/images/i/${image}/full`]) {
      expect([path, await statusOf(guest.request('GET', path))]).toEqual([path, 403])
    }
    expect((await guest.request('GET', '/api/v1/boards/?all=true')).bytes.includes(board)).toBe(false)
    expect((await guest.request('GET', '/api/v1/images/?limit=1000')).bytes.includes(image)).toBe(false)
    expect(await statusOf(upload())).toBe(403)
    const json = { batch: { graph: showImage(), runs: 1 } }
    expect(await statusOf(guest.request('POST', '/api/v1/queue/default/enqueue_batch', { json }))).toBe(403)
    // an archive that holds what may not be seen any more is not given out either
    expect(await statusOf(guest.request('GET', archive))).toBe(404)
    // what the guest put there stays the guest's, and on the board
    const { json: dto } = await guest.request('GET', `/api/v1/images/i/${own}`)
    expect(dto).toMatchObject({ access: 'owner', ...(writes && { board_id: board }) })
    if (writes) expect((await owner.request('GET', `${boardPath()}/image_names`)).json).toContain(own)
  })
})

test('a board is granted to several at once, a grant is replaced in its place, and the list is in the order of the grants', async () => {
  const first = await share(owner, { user_id: other.userId, permission: 'read' })
  expect(first).toMatchObject({
    status: 201,
    json: { board_id: board, shares: [{ user_id: other.userId, display_name: 'Display of other', permission: 'read' }] },
  })
  const both = await share(owner, { user_ids: [guest.userId, other.userId, guest.userId], permission: 'write' })
  const { shares }: { shares: { user_id: string; permission: string; granted_by: string; created_at: string }[] } = both.json
  expect(shares.map(({ user_id, permission }) => [user_id, permission])).toEqual([
    [other.userId, 'write'],
    [guest.userId, 'write'],
  ])
  expect(shares[0]).toMatchObject({ granted_by: owner.userId })
  expect(shares[0]?.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
  expect((await admin.request('GET', `${boardPath()}/shares`)).json).toEqual(shares)
})

test('grants are made whole or not at all', async () => {
  for (const [json, status, detail] of [
    [{ user_ids: [guest.userId, 'nobody'], permission: 'read' }, 404, 'User not found'],
    [{ user_ids: [guest.userId, owner.userId], permission: 'read' }, 400, expect.stringContaining('its owner')],
    [{ user_id: 'system', permission: 'read' }, 400, expect.stringContaining('system')],
    [{ user_ids: [], permission: 'read' }, 422, expect.anything()],
    [{ permission: 'read' }, 422, expect.anything()],
    [{ user_id: guest.userId, user_ids: [guest.userId], permission: 'read' }, 422, expect.anything()],
    [{ user_id: guest.userId, permission: 'own' }, 422, expect.anything()],
    [{ user_id: guest.userId }, 422, expect.anything()],
  ] as const) {
    expect(await share(owner, json)).toMatchObject({ status, json: { detail } })
  }
  expect((await owner.request('GET', `${boardPath()}/shares`)).json).toEqual([])
  expect(
    await statusOf(owner.request('POST', '/api/v1/boards/nowhere/share', { json: { user_id: 'a', permission: 'read' } })),
  ).toBe(404)
})

test('a grant ends with the account, and waits for one that is disabled', async () => {
  const late = await addPerson(server, admin, 'late')
  await expectStatus(share(owner, { user_id: late.userId, permission: 'read' }), 201)
  const account = `/api/v1/auth/users/${late.userId}`
  await expectStatus(admin.request('PATCH', account, { json: { is_active: false } }), 200)
  expect(await statusOf(late.request('GET', boardPath()))).toBe(401)
  expect((await owner.request('GET', `${boardPath()}/shares`)).json).toMatchObject([{ user_id: late.userId }])
  await expectStatus(admin.request('PATCH', account, { json: { is_active: true } }), 200)
  expect(await statusOf(late.request('GET', boardPath()))).toBe(200)
  await expectStatus(admin.request('DELETE', account), 204)
  expect((await owner.request('GET', `${boardPath()}/shares`)).json).toEqual([])
})

test('grants and their end stand in the audit log, with who did it', async () => {
  await grant('admin')
  await withdraw(guest)
  const { json } = await admin.request('GET', '/api/v1/audit?limit=2')
  const { items }: { items: object[] } = json
  expect(items).toMatchObject([
    { action: 'board_unshared', actor_id: guest.userId, target_type: 'board', target_id: board },
    {
      action: 'board_shared',
      actor_id: owner.userId,
      target_type: 'board',
      target_id: board,
      details: { user_ids: [guest.userId], permission: 'admin' },
    },
  ])
})

test('a grant that is withdrawn while a picture is uploaded keeps it off the board', async () => {
  await grant('write')
  const { app } = server
  const { prepare } = app.pictures
  let isWithdrawn = false
  app.pictures.prepare = async (...read) => {
    const prepared = await prepare(...read)
    isWithdrawn = (await withdraw()).status === 204
    return prepared
  }
  try {
    expect(await upload()).toMatchObject({ status: 403, json: { detail: 'Not authorized to upload to this board' } })
  } finally {
    app.pictures.prepare = prepare
  }
  expect(isWithdrawn).toBe(true)
  expect((await owner.request('GET', `${boardPath()}/image_names`)).json).toEqual([image])
})

test('of many uploads that race with the withdrawal those land on the board that came before it, and no others', async () => {
  for (let round = 0; round < 5; round++) {
    const place = await make.board()
    const shares = `/api/v1/boards/${place}/share`
    await expectStatus(owner.request('POST', shares, { json: { user_id: guest.userId, permission: 'write' } }), 201)
    const path = `/api/v1/images/upload?image_category=general&is_intermediate=false&board_id=${place}`
    const send = async () => guest.request('POST', path, { body: await pictureForm('file') })
    const early = Array.from({ length: 6 }, send)
    for (let turn = 0; turn < round; turn++) await server.request('GET', '/health/live')
    const [withdrawn, ...middle] = await Promise.all([
      owner.request('DELETE', `${shares}/${guest.userId}`),
      ...Array.from({ length: 6 }, send),
    ])
    expect(withdrawn.status).toBe(204)
    // the next request is refused
    expect((await send()).status).toBe(403)
    const answers = [...(await Promise.all(early)), ...middle]
    expect(answers.filter(({ status }) => ![201, 403].includes(status))).toEqual([])
    const taken = answers.filter(({ status }) => status === 201).map(({ json }) => (json as { image_name: string }).image_name)
    const lying: string[] = (await owner.request('GET', `/api/v1/boards/${place}/image_names`)).json
    expect(lying.toSorted()).toEqual(taken.toSorted())
    // what was refused has left nothing
    const { db } = server.app
    const files = await readdir(server.app.root.images)
    const rows = await db.selectFrom('images').select('image_name').execute()
    expect(files.filter((name) => name.endsWith('.png')).toSorted()).toEqual(rows.map(({ image_name }) => image_name).toSorted())
  }
})

test('a grant that is withdrawn before a session reads ends the session, and what it makes does not land there', async () => {
  await grant('write')
  await admin.request('PUT', '/api/v1/queue/default/processor/pause')
  const {
    itemIds: [reading],
  } = await enqueueAs(guest, showImage())
  const blank = { id: 'n', type: 'blank_image', width: 8, height: 8, is_intermediate: false, board: { board_id: board } }
  const {
    itemIds: [writing],
  } = await enqueueAs(guest, makeGraph([blank]))
  await expectStatus(withdraw(), 204)
  await admin.request('PUT', '/api/v1/queue/default/processor/resume')
  const itemOf = async (id: number | undefined) => (await guest.request('GET', `/api/v1/queue/default/i/${id}`)).json as object
  await expect.poll(() => itemOf(reading), { timeout: 30_000 }).toMatchObject({ status: 'failed', error_type: 'PermissionError' })
  await expect.poll(() => itemOf(writing), { timeout: 30_000 }).toMatchObject({ status: 'completed' })
  expect((await owner.request('GET', `${boardPath()}/image_names`)).json).toEqual([image])
})

test('a grant that is withdrawn while a session runs stops its next read', async () => {
  await grant('read')
  const { images } = server.app
  const { open } = images
  let reads = 0
  images.open = async (place, kind) => {
    const file = await open(place, kind)
    // the first node has got the image, the second will ask for it again
    if (place.image_name === image && ++reads === 1) await expectStatus(withdraw(), 204)
    return file
  }
  try {
    const nodes = [
      { id: 'first', type: 'img_blur', image: { image_name: image } },
      { id: 'second', type: 'img_paste', image: { image_name: image } },
    ]
    const graph = makeGraph(nodes, [connect('first', 'image', 'second', 'base_image')])
    const {
      itemIds: [item],
    } = await enqueueAs(guest, graph)
    const look = async () => (await guest.request('GET', `/api/v1/queue/default/i/${item}`)).json as object
    await expect.poll(look, { timeout: 30_000 }).toMatchObject({ status: 'failed', error_type: 'PermissionError' })
    expect(reads).toBe(1)
  } finally {
    images.open = open
  }
})

test('the directory tells active accounts by a part of their name, and no addresses', async () => {
  const gone = await addPerson(server, admin, 'gone')
  await admin.request('PATCH', `/api/v1/auth/users/${gone.userId}`, { json: { is_active: false } })
  const ask = async (query: string) =>
    (await other.request('GET', `/api/v1/auth/directory?query=${encodeURIComponent(query)}`)).json as object[]
  expect(await ask('OF GUE')).toEqual([{ user_id: guest.userId, display_name: 'Display of guest' }])
  expect(await ask('of gone')).toEqual([])
  expect(await ask('people.test')).toEqual([])
  const all = await other.request('GET', '/api/v1/auth/directory')
  expect(all.bytes.includes('people.test') || all.bytes.includes('"system"')).toBe(false)
  await admin.request('PATCH', `/api/v1/auth/users/${guest.userId}`, { json: { display_name: 'Émile Zoë' } })
  expect(await ask('ÉMILE Z')).toMatchObject([{ user_id: guest.userId }])
  await admin.request('PATCH', `/api/v1/auth/users/${guest.userId}`, { json: { display_name: 'Display of guest' } })
})
