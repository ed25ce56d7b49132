import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let picture: Blob

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  const pixels = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  picture = new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' })
})
afterAll(() => server.close())

interface Board {
  readonly board_id: string
  readonly board_name: string
}

async function makeBoard(name: string): Promise<string> {
  const { status, json } = await server.request('POST', `/api/v1/boards/?board_name=${encodeURIComponent(name)}`)
  expect(status).toBe(201)
  const { board_id, board_name }: Board = json
  expect(board_name).toBe(name)
  return board_id
}

async function upload(boardId?: string): Promise<string> {
  const form = new FormData()
  form.set('file', picture, 'a.png')
  const onBoard = boardId === undefined ? '' : `&board_id=${boardId}`
  const { json } = await server.request('POST', `/api/v1/images/upload?image_category=general&is_intermediate=false${onBoard}`, {
    body: form,
  })
  return (json as { readonly image_name: string }).image_name
}

async function get(path: string): Promise<unknown> {
  return (await server.request('GET', path)).json
}

test('a board keeps its name letter for letter, and leaves out what it does not have', async () => {
  const boardId = await makeBoard('  Ünï "<b>🦊  ')
  expect(await get(`/api/v1/boards/${boardId}`)).toEqual({
    board_id: boardId,
    board_name: '  Ünï "<b>🦊  ',
    user_id: 'system',
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
    updated_at: expect.any(String),
    archived: false,
    board_visibility: 'private',
    image_count: 0,
    asset_count: 0,
    video_count: 0,
    owner: { user_id: 'system', display_name: 'System' },
    access: 'owner',
    share_count: 0,
    link_count: 0,
  })
})

test('names have one to three hundred characters', async () => {
  for (const [name, status] of [
    ['', 422],
    ['a'.repeat(301), 422],
    ['🦊'.repeat(300), 201],
  ] as const) {
    expect((await server.request('POST', `/api/v1/boards/?board_name=${encodeURIComponent(name)}`)).status).toBe(status)
  }
})

test('boards are listed whole or by part, with a total of all', async () => {
  await makeBoard('one more')
  const all = (await get('/api/v1/boards/?all=true')) as Board[]
  expect(all.length).toBeGreaterThan(0)
  const page = await get('/api/v1/boards/?offset=0&limit=1&order_by=board_name&direction=ASC')
  expect(page).toMatchObject({ items: [expect.anything()], offset: 0, limit: 1, total: all.length })
  expect((await server.request('GET', '/api/v1/boards/')).json).toEqual({
    detail: "Invalid request: Must provide either 'all' or both 'offset' and 'limit'",
  })
})

test('a change touches only what is sent, and unknown keys are refused', async () => {
  const boardId = await makeBoard('before')
  const change = (json: unknown) => server.request('PATCH', `/api/v1/boards/${boardId}`, { json })
  expect([(await change({ archived: true })).status, (await change({ board_visibility: 'shared' })).json]).toMatchObject([
    201,
    { board_name: 'before', archived: true, board_visibility: 'shared' },
  ])
  expect((await change({ colour: 'red' })).status).toBe(422)
  const listed = async (query: string) =>
    ((await get(`/api/v1/boards/?all=true${query}`)) as Board[]).map((board) => board.board_id)
  expect(await listed('')).not.toContain(boardId)
  expect(await listed('&include_archived=true')).toContain(boardId)
})

test('images move between boards, and the answer names what changed', async () => {
  const [from, to] = [await makeBoard('from'), await makeBoard('to')]
  const names = [await upload(from), await upload()]
  const moved = await server.request('POST', '/api/v1/board_images/batch', { json: { board_id: to, image_names: names } })
  expect([moved.status, moved.json]).toEqual([
    201,
    { added_images: names, affected_boards: expect.arrayContaining([to, from, 'none']) },
  ])
  expect(await get(`/api/v1/boards/${to}`)).toMatchObject({ image_count: 2, cover_image_name: names[1] })
  expect(((await get(`/api/v1/boards/${to}/image_names`)) as string[]).sort()).toEqual([...names].sort())
  // one that is chosen is the cover as long as it lies there
  await server.request('PATCH', `/api/v1/boards/${to}`, { json: { cover_image_name: names[0] } })
  expect(await get(`/api/v1/boards/${to}`)).toMatchObject({ cover_image_name: names[0] })
  const taken = await server.request('DELETE', '/api/v1/board_images/', { json: { image_name: names[0] } })
  expect([taken.status, taken.json]).toEqual([201, { removed_images: [names[0]], affected_boards: ['none', to] }])
  expect(await get('/api/v1/boards/none/image_names')).toContain(names[0])
  expect(await get(`/api/v1/boards/${to}`)).toMatchObject({ cover_image_name: names[1] })
})

test('putting images on a board that does not exist, or one that does not, changes nothing', async () => {
  const boardId = await makeBoard('b')
  const name = await upload()
  const put = async (json: unknown) => (await server.request('POST', '/api/v1/board_images/batch', { json })).json
  expect(await put({ board_id: 'x', image_names: [name] })).toEqual({ detail: 'Board not found' })
  expect(await put({ board_id: boardId, image_names: [name, 'x.png'] })).toEqual({ detail: 'Image not found' })
  expect(await get(`/api/v1/boards/${boardId}`)).toMatchObject({ image_count: 0 })
})

test('a deleted board lets its images go, or takes them along into the trash', async () => {
  const [kept, lost] = [await makeBoard('kept'), await makeBoard('lost')]
  const [stays, goes] = [await upload(kept), await upload(lost)]
  expect((await server.request('DELETE', `/api/v1/boards/${kept}`)).json).toMatchObject({
    deleted_board_images: [stays],
    deleted_images: [],
  })
  expect(await get(`/api/v1/images/i/${stays}`)).not.toHaveProperty('board_id')
  const gone = await server.request('DELETE', `/api/v1/boards/${lost}?include_images=true`)
  expect(gone.json).toMatchObject({ board_id: lost, deleted_board_images: [], deleted_images: [goes] })
  expect(await get(`/api/v1/images/i/${goes}`)).toEqual({ detail: 'Image not found' })
  const back = await server.request('POST', '/api/v1/images/restore', { json: { image_names: [goes] } })
  expect(back.json).toEqual({ restored_images: [goes], affected_boards: ['none'] })
  expect(await get(`/api/v1/boards/${lost}`)).toEqual({ detail: 'Board not found' })
})
