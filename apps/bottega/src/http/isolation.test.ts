import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { makeGraph, makePictureGraph, type TestModel } from '../testing/graphs.ts'
import { createMaker, pictureForm } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, listenAs, type Person, setUpAdministrator } from '../testing/people.ts'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let ann: Person
let bob: Person
const makers = new Map<Person, ReturnType<typeof createMaker>>()

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  bob = await addPerson(server, admin, 'bob')
  for (const person of [admin, ann, bob]) makers.set(person, createMaker({ ...server, request: person.request }))
})
afterEach(() => queue(admin, 'PUT', 'processor/resume'))
afterAll(() => server.close())

const make = (person: Person) => makers.get(person)!
const onBoard = (boardId: string) => `&board_id=${boardId}`
const show = (person: Person, boardId: string, board_visibility: string) =>
  expectStatus(person.request('PATCH', `/api/v1/boards/${boardId}`, { json: { board_visibility } }), 201)
const namesOf = (answer: Answer) => JSON.stringify(answer.json)
const queue = (person: Person, method: string, act: string, json?: unknown) =>
  person.request(method, `/api/v1/queue/default/${act}`, json === undefined ? {} : { json })
const showImage = (image_name: string) => makeGraph([{ id: 'n', type: 'show_image', image: { image_name } }])
const blank = (board?: string) =>
  makeGraph([
    { id: 'n', type: 'blank_image', width: 8, height: 8, is_intermediate: false, ...(board && { board: { board_id: board } }) },
  ])

async function finish(person: Person, itemId: number) {
  for (;;) {
    const { json } = await queue(person, 'GET', `i/${itemId}`)
    const item: { status: string; error_type?: string; error_message?: string } = json
    if (['completed', 'failed', 'canceled'].includes(item.status)) return item
    await new Promise((resolve) => setImmediate(resolve))
  }
}

describe.each(['private', 'shared', 'public'] as const)('a %s board', (visibility) => {
  let boardId: string
  let annsImage: string
  beforeAll(async () => {
    boardId = await make(ann).board()
    annsImage = await make(ann).image(onBoard(boardId))
    await show(ann, boardId, visibility)
  })

  const isSeen = visibility !== 'private'
  const isOpen = visibility === 'public'
  const asSeen = isSeen ? 200 : 403

  test(`is ${isSeen ? '' : 'not '}seen by others, with what lies on it`, async () => {
    const board = await bob.request('GET', `/api/v1/boards/${boardId}`)
    expect(board.status).toBe(asSeen)
    if (isSeen) {
      expect(board.json).toMatchObject({ owner: { user_id: ann.userId, display_name: 'Display of ann' } })
      expect(board.json).toMatchObject({ access: isOpen ? 'add' : 'read' })
      expect(board.json).not.toHaveProperty('owner_username')
    } else expect(board.json).toEqual({ detail: 'Not authorized to access this board' })
    for (const path of [
      `/images/?board_id=${boardId}`,
      `/images/names?board_id=${boardId}`,
      `/gallery/items/?board_id=${boardId}`,
      `/gallery/item_names?board_id=${boardId}`,
      `/gallery/items/names?board_id=${boardId}`,
      `/boards/${boardId}/image_names`,
    ]) {
      const answer = await bob.request('GET', `/api/v1${path}`)
      expect([path, answer.status]).toEqual([path, asSeen])
      expect([path, answer.bytes.includes(annsImage)]).toEqual([path, isSeen])
    }
    for (const part of ['', '/metadata', '/workflow', '/full', '/thumbnail', '/urls']) {
      const { status } = await bob.request('GET', `/api/v1/images/i/${annsImage}${part}`)
      expect([part, status]).toEqual([part, asSeen])
    }
    for (const list of ['/boards/?all=true', '/images/?limit=1000', '/images/names', '/gallery/items/?limit=1000']) {
      const answer = await bob.request('GET', `/api/v1${list}`)
      expect([list, answer.bytes.includes(boardId) || answer.bytes.includes(annsImage)]).toEqual([list, isSeen])
    }
  })

  test('is changed and emptied by its owner alone', async () => {
    const change = await bob.request('PATCH', `/api/v1/boards/${boardId}`, { json: { board_name: 'Mine' } })
    expect(change).toMatchObject({ status: 403, json: { detail: 'Not authorized to update this board' } })
    const removal = await bob.request('DELETE', `/api/v1/boards/${boardId}?include_images=true`)
    expect(removal).toMatchObject({ status: 403, json: { detail: 'Not authorized to delete this board' } })
    for (const [method, path, json] of [
      ['POST', '/images/star', { image_names: [annsImage] }],
      ['POST', '/images/unstar', { image_names: [annsImage] }],
      ['PATCH', `/images/i/${annsImage}`, { starred: true }],
      ['DELETE', `/images/i/${annsImage}`, undefined],
      ['DELETE', '/board_images/', { image_name: annsImage }],
      ['POST', '/board_images/batch/delete', { image_names: [annsImage] }],
    ] as const) {
      const answer = await bob.request(method, `/api/v1${path}`, json === undefined ? {} : { json })
      expect([path, answer.status]).toEqual([path, 403])
    }
    const answer = await bob.request('POST', '/api/v1/images/delete', { json: { image_names: [annsImage] } })
    expect(answer.json).toMatchObject({ deleted_images: [], failed_images: [annsImage], affected_boards: [] })
    const { json } = await ann.request('GET', `/api/v1/images/i/${annsImage}`)
    expect(json).toMatchObject({ starred: false, board_id: boardId })
  })

  test(`${isOpen ? 'takes' : 'does not take'} the images of others, and gives nobody else's away`, async () => {
    const bobs = await make(bob).image()
    const add = (image_name: string) => bob.request('POST', '/api/v1/board_images/', { json: { board_id: boardId, image_name } })
    const addAll = (names: string[]) =>
      bob.request('POST', '/api/v1/board_images/batch', { json: { board_id: boardId, image_names: names } })
    const upload = async () =>
      bob.request('POST', `/api/v1/images/upload?image_category=user&is_intermediate=false${onBoard(boardId)}`, {
        body: await pictureForm('file'),
      })
    if (!isOpen) {
      for (const answer of [await add(bobs), await addAll([bobs])]) {
        expect(answer).toMatchObject({ status: 403, json: { detail: 'Not authorized to modify this board' } })
      }
      expect(await upload()).toMatchObject({ status: 403, json: { detail: 'Not authorized to upload to this board' } })
      const enqueued = await queue(bob, 'POST', 'enqueue_batch', { batch: { graph: blank(boardId), runs: 1 } })
      expect(enqueued.status).toBe(403)
      return
    }
    expect((await add(bobs)).status).toBe(201)
    expect((await upload()).status).toBe(201)
    // the own one may be starred and taken back; that of somebody else is moved nowhere
    expect((await bob.request('POST', '/api/v1/images/star', { json: { image_names: [bobs] } })).status).toBe(200)
    expect((await bob.request('DELETE', '/api/v1/board_images/', { json: { image_name: bobs } })).status).toBe(201)
    const own = await make(bob).board()
    const stolen = await bob.request('POST', '/api/v1/board_images/', { json: { board_id: own, image_name: annsImage } })
    expect(stolen).toMatchObject({ status: 403, json: { detail: 'Not authorized to move this image' } })
    // refused whole
    expect((await addAll([bobs, annsImage])).status).toBe(403)
    expect((await bob.request('GET', `/api/v1/images/i/${bobs}`)).json).not.toHaveProperty('board_id')
  })
})

describe('what a guest has put on a board', () => {
  test('stays visible to the owner of the board when it closes, and stays the guest’s', async () => {
    const boardId = await make(ann).board()
    await show(ann, boardId, 'public')
    const bobs = await make(bob).image(onBoard(boardId))
    await show(ann, boardId, 'private')
    expect((await ann.request('GET', `/api/v1/images/i/${bobs}`)).json).toMatchObject({
      access: 'write',
      owner: { user_id: bob.userId },
    })
    expect((await ann.request('GET', `/api/v1/images/i/${bobs}/full`)).status).toBe(200)
    expect((await bob.request('GET', `/api/v1/images/i/${bobs}`)).json).toMatchObject({ access: 'owner' })
    // with the board its own images go, those of guests become uncategorised
    const anns = await make(ann).image(onBoard(boardId))
    const { json } = await ann.request('DELETE', `/api/v1/boards/${boardId}?include_images=true`)
    expect(json).toMatchObject({ deleted_images: [anns], deleted_board_images: [bobs] })
    expect((await bob.request('GET', `/api/v1/images/names?board_id=none`)).bytes.includes(bobs)).toBe(true)
  })
})

describe('administrators', () => {
  test('see what they name, and in lists their own unless they ask for everybody’s', async () => {
    const boardId = await make(ann).board()
    const name = await make(ann).image(onBoard(boardId))
    for (const path of [
      `/images/?board_id=${boardId}`,
      `/images/names?board_id=${boardId}`,
      `/gallery/items/?board_id=${boardId}`,
      `/boards/${boardId}/image_names`,
    ]) {
      expect([path, (await admin.request('GET', `/api/v1${path}`)).bytes.includes(name)]).toEqual([path, true])
    }
    for (const path of ['/images/names?', '/boards/?all=true', '/images/names?board_id=none']) {
      const plain = await admin.request('GET', `/api/v1${path}`)
      expect([path, plain.bytes.includes(name) || plain.bytes.includes(boardId)]).toEqual([path, false])
    }
    expect((await admin.request('GET', '/api/v1/images/names?scope=all')).bytes.includes(name)).toBe(true)
    expect((await admin.request('GET', '/api/v1/boards/?all=true&scope=all')).bytes.includes(boardId)).toBe(true)
    const board = await admin.request('GET', `/api/v1/boards/${boardId}`)
    expect(board.json).toMatchObject({ access: 'admin', owner_username: 'Display of ann' })
    const { json } = await admin.request('POST', '/api/v1/images/download', { json: { board_id: boardId } })
    const archive: { bulk_download_item_name: string } = json
    const path = `/api/v1/images/download/${archive.bulk_download_item_name}`
    let zip = await admin.request('GET', path)
    while (zip.status === 404) zip = await admin.request('GET', path)
    expect(zip.bytes.includes(name)).toBe(true)
  })

  test('sweep their own things away, unless they ask for everybody’s', async () => {
    const anns = await make(ann).image()
    const own = await make(admin).image()
    const { json } = await admin.request('DELETE', '/api/v1/images/uncategorized')
    expect(json).toMatchObject({ deleted_images: expect.arrayContaining([own]) })
    expect(namesOf(await admin.request('DELETE', '/api/v1/images/uncategorized'))).not.toContain(anns)
    expect((await ann.request('GET', `/api/v1/images/i/${anns}`)).status).toBe(200)
    expect(namesOf(await admin.request('DELETE', '/api/v1/images/uncategorized?scope=all'))).toContain(anns)
  })
})

test('models are shown to users without where they lie and came from', async () => {
  const { key } = await make(admin).install()
  await expectStatus(
    admin.request('PATCH', `/api/v2/models/i/${key}`, {
      json: { config_path: `${server.root}/marker.yaml`, source_url: 'https://marker.example/' },
    }),
    200,
  )
  const { json } = await admin.request('GET', `/api/v2/models/i/${key}`)
  const full: { path: string; name: string; base: string; type: string; hash: string } = json
  const query = new URLSearchParams({ name: full.name, type: full.type, base: full.base })
  for (const path of [
    '/',
    '/missing',
    `/i/${key}`,
    `/get_by_attrs?${query}`,
    `/get_by_hash?hash=${encodeURIComponent(full.hash)}`,
  ]) {
    const text = (await bob.request('GET', `/api/v2/models${path}`)).bytes.toString()
    for (const secret of [full.path, server.root, 'marker']) expect([path, text.includes(secret)]).toEqual([path, false])
  }
})

test('what goes wrong with a model is told to users without where it lies', async () => {
  const { key } = await make(admin).starterModel()
  const { json } = await admin.request('GET', `/api/v2/models/i/${key}`)
  const heard = await listenAs(server, bob)
  const folder = join(server.root, 'marker-models')
  await cp(join(server.app.projectRoot, 'models/starter'), folder, { recursive: true })
  const asked = `/api/v2/models/install?inplace=true&source=${encodeURIComponent(folder)}`
  const install: { id: number } = (await expectStatus(admin.request('POST', asked), 201)).json
  let job: { status: string; config_out: { key: string } | null }
  do job = (await admin.request('GET', `/api/v2/models/install/${install.id}`)).json
  while (job.status !== 'completed' && job.status !== 'error')
  await rm(join(folder, 'unet'), { recursive: true })
  const graph = makePictureGraph({ ...(json as TestModel), key: job.config_out?.key ?? '' })
  const { itemIds } = await enqueueAs(bob, graph)
  const item = await finish(bob, itemIds[0]!)
  expect(item).toMatchObject({ status: 'failed' })
  await heard.settle()
  for (const text of [JSON.stringify(item), JSON.stringify(heard.heard())]) {
    for (const secret of [server.root, 'marker-models', server.app.projectRoot]) {
      expect([secret, text.includes(secret)]).toEqual([secret, false])
    }
  }
  heard.close()
  // it bears the name of the starter model, and others would be given it for that one
  await expectStatus(admin.request('DELETE', `/api/v2/models/i/${job.config_out?.key}`), 204)
})

describe('ids in graphs', () => {
  test.each(['field', 'datum', 'substituted node'])('of images of others are refused at enqueue in a %s', async (place) => {
    const anns = await make(ann).image()
    const own = await make(bob).image()
    const data =
      place === 'field'
        ? undefined
        : [[{ node_path: 'n', field_name: 'image', items: [{ image_name: own }, { image_name: anns }] }]]
    const graph = showImage(place === 'field' ? anns : own)
    const answer = await queue(bob, 'POST', 'enqueue_batch', { batch: { graph, runs: 1, ...(data && { data }) } })
    expect(answer).toMatchObject({ status: 403 })
    const { json } = await queue(bob, 'GET', 'status')
    expect((json as { queue: object }).queue).toMatchObject({ user_pending: 0, user_in_progress: 0 })
  })

  test('are looked at again when a node runs: an image that was withdrawn fails its item, and says why', async () => {
    const boardId = await make(ann).board()
    const anns = await make(ann).image(onBoard(boardId))
    await show(ann, boardId, 'shared')
    await queue(admin, 'PUT', 'processor/pause')
    const { itemIds } = await enqueueAs(bob, showImage(anns))
    await show(ann, boardId, 'private')
    await queue(admin, 'PUT', 'processor/resume')
    expect(await finish(bob, itemIds[0]!)).toMatchObject({
      status: 'failed',
      error_type: 'PermissionError',
      error_message: expect.stringContaining('not authorized to access this image'),
    })
  })

  test.each(['closed', 'deleted'])('of a board that was %s meanwhile cost nobody the work', async (how) => {
    const boardId = await make(ann).board()
    await show(ann, boardId, 'public')
    await queue(admin, 'PUT', 'processor/pause')
    const { itemIds } = await enqueueAs(bob, blank(boardId))
    if (how === 'closed') await show(ann, boardId, 'private')
    else await ann.request('DELETE', `/api/v1/boards/${boardId}`)
    const before = (await bob.request('GET', '/api/v1/images/names?board_id=none')).json as { total_count: number }
    await queue(admin, 'PUT', 'processor/resume')
    expect(await finish(bob, itemIds[0]!)).toMatchObject({ status: 'completed' })
    const after = (await bob.request('GET', '/api/v1/images/names?board_id=none')).json as { total_count: number }
    expect(after.total_count).toBe(before.total_count + 1)
  })
})

describe('an upload', () => {
  /** Holds the picture back after it was read, until the world has changed. */
  async function uploadWhile(person: Person, query: string, change: () => Promise<unknown>): Promise<Answer> {
    const { pictures } = server.app
    const prepare = pictures.prepare.bind(pictures)
    const held = vi.spyOn(pictures, 'prepare').mockImplementation(async (...given) => {
      const prepared = await prepare(...given)
      await change()
      return prepared
    })
    try {
      return await person.request('POST', `/api/v1/images/upload?image_category=user&is_intermediate=false${query}`, {
        body: await pictureForm('file'),
      })
    } finally {
      held.mockRestore()
    }
  }

  test.each([
    ['closed', 403, 'Not authorized to upload to this board'],
    ['deleted', 404, 'Board not found'],
  ])('to a board that is %s meanwhile is refused and keeps nothing', async (how, status, detail) => {
    const boardId = await make(ann).board()
    await show(ann, boardId, 'public')
    const count = async () => ((await bob.request('GET', '/api/v1/images/names')).json as { total_count: number }).total_count
    const before = await count()
    const answer = await uploadWhile(bob, onBoard(boardId), () =>
      how === 'closed' ? show(ann, boardId, 'private') : ann.request('DELETE', `/api/v1/boards/${boardId}`),
    )
    expect(answer).toMatchObject({ status, json: { detail } })
    expect(await count()).toBe(before)
  })

  test('of somebody whose account is deleted meanwhile is refused and keeps nothing', async () => {
    const guest = await addPerson(server, admin, `guest-${crypto.randomUUID()}`)
    const answer = await uploadWhile(guest, '', () => admin.request('DELETE', `/api/v1/auth/users/${guest.userId}`))
    expect(answer.status).toBe(401)
    const { json } = await admin.request('GET', '/api/v1/images/?scope=all&limit=1000')
    expect(JSON.stringify(json)).not.toContain(guest.userId)
  })
})

describe('the queue', () => {
  test('shows others that an item is there, and nothing else of it', async () => {
    await queue(admin, 'PUT', 'processor/pause')
    const [heardByBob, heardByAnn] = [await listenAs(server, bob), await listenAs(server, ann)]
    const { itemIds, batchId } = await enqueueAs(ann, makeGraph([{ id: 'n', type: 'string', value: 'marker' }]), {
      ...{ origin: 'marker', destination: 'marker', workflow: null },
      data: [[{ node_path: 'n', field_name: 'value', items: ['marker 1'] }]],
    })
    const [itemId] = itemIds
    const { json } = await queue(bob, 'GET', `i/${itemId}`)
    expect(json).toEqual({
      ...{ item_id: itemId, queue_id: 'default', status: 'pending', status_sequence: expect.any(Number), attempt: 1 },
      ...{ created_at: expect.any(String), updated_at: expect.any(String), position: 1, waiting_reason: 'paused' },
      ...{ user_id: 'redacted', batch_id: 'redacted', session_id: 'redacted', priority: 0 },
      session: expect.objectContaining({ id: 'redacted', results: {}, errors: {} }),
    })
    for (const [method, path, sent] of [
      ['GET', 'list_all', undefined],
      ['GET', 'next', undefined],
      ['POST', 'items_by_ids', { item_ids: [itemId] }],
      ['POST', 'item_summaries_by_ids', { item_ids: [itemId] }],
    ] as const) {
      const text = (await queue(bob, method, path, sent)).bytes.toString()
      expect([path, text.includes(`"item_id":${itemId}`)]).toEqual([path, true])
      for (const secret of ['marker', ann.userId, batchId, ann.email, 'Display of ann']) {
        expect([path, secret, text.includes(secret)]).toEqual([path, secret, false])
      }
    }
    // a destination is not told by asking for it
    expect((await queue(bob, 'GET', 'list_all?destination=marker')).json).toEqual([])
    expect((await queue(bob, 'GET', 'counts_by_destination?destination=marker')).json).toMatchObject({ total: 0 })
    expect((await queue(bob, 'GET', `b/${batchId}/status`)).json).toMatchObject({ total: 0, destination: null })

    await queue(admin, 'PUT', 'processor/resume')
    await finish(ann, itemId!)
    await heardByBob.settle()
    await heardByAnn.settle()
    const text = JSON.stringify(heardByBob.heard())
    for (const secret of ['marker', ann.userId, batchId]) expect([secret, text.includes(secret)]).toEqual([secret, false])
    const names = (listener: typeof heardByBob) => new Set(listener.heard().map(({ name }) => name))
    // boards that others showed before may be told of late
    const ofQueue = [...names(heardByBob)].filter((name) => !/^(boards|gallery)_changed$/.test(name))
    expect(ofQueue.sort()).toEqual(['batch_enqueued', 'queue_item_status_changed', 'queue_pause_changed'])
    expect(names(heardByAnn)).toContain('invocation_complete')
    heardByBob.close()
    heardByAnn.close()
  })

  test('does not tell one whose item changes which one of somebody else runs', async () => {
    const heard = await listenAs(server, bob)
    const { key } = await make(ann).starterModel()
    const { json } = await ann.request('GET', `/api/v2/models/i/${key}`)
    // long enough that it runs until it is canceled
    const running = await enqueueAs(ann, makePictureGraph(json, { steps: 900, scheduler: 'ddim' }))
    await heard.hear(
      'queue_item_status_changed',
      ({ item_id, status }) => item_id === running.itemIds[0] && status === 'in_progress',
    )
    const { itemIds } = await enqueueAs(bob, blank())
    await expectStatus(queue(bob, 'PUT', `i/${itemIds[0]}/cancel`), 200)
    const isBobs = ({ item_id }: { readonly item_id?: unknown }) => item_id === itemIds[0]
    const told = await heard.hear('queue_item_status_changed', (said) => isBobs(said) && said.status === 'canceled')
    // it never ran: what it tells of what runs would be its own
    expect(heard.heard('queue_item_status_changed', isBobs).map(({ payload }) => payload.status)).toEqual(['canceled'])
    expect(told).toMatchObject({
      user_id: bob.userId,
      queue_status: { in_progress: 1, item_id: null, batch_id: null, session_id: null, user_pending: 0, user_in_progress: 0 },
    })
    expect(JSON.stringify(heard.heard())).not.toContain(running.batchId)
    expect((await queue(ann, 'GET', `i/${running.itemIds[0]}`)).json).toMatchObject({ status: 'in_progress' })
    await expectStatus(queue(ann, 'PUT', `i/${running.itemIds[0]}/cancel`), 200)
    heard.close()
  })
})
