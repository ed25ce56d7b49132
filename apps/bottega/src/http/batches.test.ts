import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect, makeGraph, makePictureGraph, type TestModel, type TestNode } from '../testing/graphs.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { openStudio, resultsOf, type Studio } from '../testing/studio.ts'

let studio: Studio
let maker: Maker
let model: TestModel

beforeAll(async () => {
  studio = await openStudio(inject('dist'))
  maker = createMaker(studio)
  model = await studio.getModel()
})
afterAll(() => studio.close())

const get = async (path: string): Promise<unknown> => (await studio.request('GET', path)).json

describe('a list that was gathered can be walked again', () => {
  const first: TestNode[] = [
    ...[
      { id: 'range', type: 'range_of_size', start: 1, size: 3 },
      { id: 'each', type: 'iterate' },
    ],
    ...[
      { id: 'twice', type: 'mul', b: 2 },
      { id: 'gathered', type: 'collect' },
    ],
  ]
  const firstEdges = [
    ...[connect('range', 'collection', 'each'), connect('each', 'item', 'twice', 'a')],
    connect('twice', 'value', 'gathered', 'item'),
  ]
  const again: TestNode[] = [
    { id: 'again', type: 'iterate' },
    { id: 'more', type: 'add', b: 1 },
    { id: 'all', type: 'collect' },
  ]
  const againEdges = [connect('again', 'item', 'more', 'a'), connect('more', 'value', 'all', 'item')]

  test.each<[string, TestNode[], object[]]>([
    ['directly', [], [connect('gathered', 'collection', 'again')]],
    [
      'with a list node between',
      [{ id: 'list', type: 'integer_collection' }],
      [connect('gathered', 'collection', 'list'), connect('list', 'collection', 'again')],
    ],
  ])('%s', async (_, between, edges) => {
    const item = await studio.run(makeGraph([...first, ...between, ...again], [...firstEdges, ...edges, ...againEdges]))
    expect([item.status, item.error_message ?? null]).toEqual(['completed', null])
    expect(resultsOf(item, 'all')).toMatchObject([{ collection: [3, 5, 7] }])
  })

  test('as images too, and as nothing at all', async () => {
    const images = makeGraph(
      [
        ...[
          { id: 'range', type: 'range_of_size', start: 1, size: 2 },
          { id: 'each', type: 'iterate' },
        ],
        ...[
          { id: 'plain', type: 'blank_image', height: 8 },
          { id: 'gathered', type: 'collect' },
        ],
        ...[
          { id: 'list', type: 'image_collection' },
          { id: 'again', type: 'iterate' },
        ],
        ...[
          { id: 'larger', type: 'img_scale', scale_factor: 2 },
          { id: 'all', type: 'collect' },
        ],
      ],
      [
        ...[connect('range', 'collection', 'each'), connect('each', 'item', 'plain', 'width')],
        ...[connect('plain', 'image', 'gathered', 'item'), connect('gathered', 'collection', 'list')],
        ...[connect('list', 'collection', 'again'), connect('again', 'item', 'larger', 'image')],
        connect('larger', 'image', 'all', 'item'),
      ],
    )
    const item = await studio.run(images)
    expect([item.status, item.error_message ?? null]).toEqual(['completed', null])
    expect(resultsOf(item, 'larger').map(({ width }) => width)).toEqual([2, 4])
    const empty = [{ id: 'range', type: 'integer_collection', collection: [] }, ...first.slice(1)]
    const none = await studio.run(
      makeGraph([...empty, ...again], [...firstEdges, connect('gathered', 'collection', 'again'), ...againEdges]),
    )
    expect([none.status, resultsOf(none, 'all')]).toEqual(['completed', [expect.objectContaining({ collection: [] })]])
  })

  test('and the next graph runs too', async () => {
    const item = await studio.run(makeGraph([{ id: 'sum', type: 'add', a: 1, b: 2 }]))
    expect(resultsOf(item, 'sum')).toEqual([{ type: 'integer_output', value: 3 }])
  })
})

describe('a pause', () => {
  test('keeps what waits as pending, says that it is the reason, and all of it runs in the end', async () => {
    await studio.pause()
    const { itemIds } = await studio.enqueue(makeGraph([{ id: 'sum', type: 'add' }]), { runs: 4 })
    for (const [at, itemId] of itemIds.entries()) {
      expect(await studio.getItem(itemId)).toMatchObject({ status: 'pending', waiting_reason: 'paused', position: at + 1 })
    }
    expect(await get('/api/v1/queue/default/status')).toMatchObject({
      queue: { pending: 4, in_progress: 0 },
      processor: { is_started: false, is_processing: false, paused_by: expect.any(String), paused_at: expect.any(String) },
    })
    expect(await get('/api/v1/queue/default/current')).toBeNull()
    await studio.resume()
    for (const itemId of itemIds) expect(await studio.finish(itemId)).toMatchObject({ status: 'completed' })
    expect(await get('/api/v1/queue/default/status')).toMatchObject({
      processor: { is_started: true, paused_by: null, paused_at: null },
    })
  })

  test('lets the item that runs come to its end, and holds the next one', async () => {
    const { itemIds } = await studio.enqueue(makePictureGraph(model, { steps: 20, scheduler: 'ddim' }), { runs: 2 })
    const [running = 0, next = 0] = itemIds
    await studio.listener.hear('invocation_progress', ({ item_id }) => item_id === running)
    await studio.pause()
    expect(await studio.finish(running)).toMatchObject({ status: 'completed' })
    expect(await studio.getItem(next)).toMatchObject({ status: 'pending', waiting_reason: 'paused' })
    await studio.resume()
    expect(await studio.finish(next)).toMatchObject({ status: 'completed' })
  })

  test('that comes and goes many times loses nothing and runs nothing twice', async () => {
    const { itemIds } = await studio.enqueue(makeGraph([{ id: 'sum', type: 'add' }]), { runs: 30 })
    for (let round = 0; round < 10; round++) await Promise.all([studio.pause(), studio.resume(), studio.pause()])
    await studio.resume()
    for (const itemId of itemIds) expect(await studio.finish(itemId)).toMatchObject({ status: 'completed' })
    for (const itemId of itemIds) {
      const isOurs = ({ item_id, status }: Readonly<Record<string, unknown>>) => item_id === itemId && status === 'completed'
      expect(studio.listener.heard('queue_item_status_changed', isOurs)).toHaveLength(1)
    }
  })
})

describe('the board that a batch paints onto', () => {
  const boardOf = async (name: string) => ((await get(`/api/v1/images/i/${name}`)) as { board_id?: string }).board_id

  test.each([false, true])('may be deleted in the middle, with its images: %j', async (withImages) => {
    const board = await maker.board()
    const { itemIds } = await studio.enqueue(makePictureGraph(model, { steps: 20, scheduler: 'ddim', board }), { runs: 3 })
    const [first = 0, second = 0, third = 0] = itemIds
    const before = await studio.fetchPicture(await studio.finish(first))
    expect(await boardOf(before.name)).toBe(board)
    await studio.listener.hear('invocation_progress', ({ item_id }) => item_id === second)
    expect((await studio.request('DELETE', `/api/v1/boards/${board}?include_images=${withImages}`)).status).toBe(200)
    for (const itemId of [second, third]) {
      const item = await studio.finish(itemId)
      expect([item.status, item.error_message ?? null]).toEqual(['completed', null])
      const { name } = await studio.fetchPicture(item)
      expect(await boardOf(name)).toBeUndefined()
      expect(await get('/api/v1/boards/none/image_names')).toContain(name)
    }
    expect((await studio.request('GET', `/api/v1/images/i/${before.name}`)).status).toBe(withImages ? 404 : 200)
    if (!withImages) expect(await boardOf(before.name)).toBeUndefined()
  })

  test('is checked when the batch comes: one that is gone is refused', async () => {
    const board = await maker.board()
    await studio.request('DELETE', `/api/v1/boards/${board}`)
    await expect(studio.enqueue(makePictureGraph(model, { board }))).rejects.toThrow('404 "Board not found"')
  })

  test('may be archived before or in the middle, and still takes pictures, uploads and moves', async () => {
    const board = await maker.board()
    const archive = () => studio.request('PATCH', `/api/v1/boards/${board}`, { json: { archived: true } })
    await studio.pause()
    const { itemIds } = await studio.enqueue(makePictureGraph(model, { board }))
    expect((await archive()).json).toMatchObject({ archived: true })
    await studio.resume()
    const waited = await studio.fetchPicture(await studio.finish(itemIds[0] ?? 0))
    const after = await studio.make(makePictureGraph(model, { board, seed: 2 }))
    const uploaded = await maker.image(`&board_id=${board}`)
    const moved = await maker.image()
    await studio.request('POST', '/api/v1/board_images/', { json: { board_id: board, image_name: moved } })
    const names = (await get(`/api/v1/boards/${board}/image_names`)) as string[]
    expect([...names].sort()).toEqual([waited.name, after.name, uploaded, moved].sort())
  })
})
