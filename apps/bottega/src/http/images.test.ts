import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { thumbHashToAverageRGBA } from 'thumbhash'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { insertPngTexts } from '../pictures/png-text.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'max_image_pixels: 2000000\n' })
})
afterAll(() => server.close())

interface Image {
  readonly image_name: string
  readonly width: number
  readonly height: number
  readonly has_workflow: boolean
}

function paint(width = 8, height = 4, background = '#ff0000'): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}

async function send(bytes: Uint8Array, { query = '', type = 'image/png', ...fields }: Record<string, string> = {}) {
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(bytes)], { type }), 'évil "name".png')
  for (const [name, text] of Object.entries(fields)) form.set(name, text)
  return server.request('POST', `/api/v1/images/upload?image_category=general&is_intermediate=false${query}`, { body: form })
}

async function upload(bytes?: Uint8Array, fields?: Record<string, string>): Promise<Image> {
  const { status, json } = await send(bytes ?? (await paint()), fields)
  expect(status).toBe(201)
  return json
}

async function getFile(name: string, kind: 'full' | 'thumbnail' = 'full'): Promise<Buffer> {
  return (await server.request('GET', `/api/v1/images/i/${name}/${kind}`)).bytes
}

test('an upload becomes a PNG with a small picture, under a name of the server', async () => {
  const answer = await send(await paint(600, 300))
  const image: Image = answer.json
  expect(answer.headers.get('location')).toBe(`/api/v1/images/i/${image.image_name}/full`)
  expect(image).toMatchObject({
    image_name: expect.stringMatching(/^[0-9a-f-]{36}\.png$/),
    image_url: `api/v1/images/i/${image.image_name}/full`,
    width: 600,
    height: 300,
    image_origin: 'external',
    access: 'owner',
    owner: { user_id: 'system' },
  })
  expect(await sharp(await getFile(image.image_name)).metadata()).toMatchObject({ format: 'png', width: 600, height: 300 })
  expect(await sharp(await getFile(image.image_name, 'thumbnail')).metadata()).toMatchObject({
    format: 'webp',
    width: 256,
    height: 128,
  })
})

test('an image says what to show until its thumbnail is there, wherever it is listed', async () => {
  const image = await upload(await paint(30, 20, '#ff0000'))
  const { placeholder }: { placeholder?: string } = image as never
  const { r, g } = thumbHashToAverageRGBA(Buffer.from(placeholder ?? '', 'base64'))
  expect(r - g).toBeGreaterThan(0.8)
  const first = async (path: string) => ((await server.request('GET', `/api/v1/${path}`)).json as { items: unknown[] }).items[0]
  expect(await first('images/?limit=1&starred_first=false')).toMatchObject({ image_name: image.image_name, placeholder })
  expect(await first('gallery/items/?limit=1&starred_first=false')).toMatchObject({ name: image.image_name, placeholder })
})

test('one that was stored without says nothing', async () => {
  const { image_name } = await upload()
  await server.app.db.updateTable('images').set({ placeholder: null }).where('image_name', '=', image_name).execute()
  expect((await server.request('GET', `/api/v1/images/i/${image_name}`)).json).not.toHaveProperty('placeholder')
})

test('a turned JPEG stands upright everywhere, and says nothing of turning any more', async () => {
  const jpeg = await sharp(await paint(40, 20))
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const image = await upload(jpeg, { type: 'image/jpeg' })
  expect([image.width, image.height]).toEqual([20, 40])
  const stored = await sharp(await getFile(image.image_name)).metadata()
  expect([stored.width, stored.height, stored.orientation]).toEqual([20, 40, undefined])
  expect(await sharp(await getFile(image.image_name, 'thumbnail')).metadata()).toMatchObject({ width: 20, height: 40 })
})

test('whatever comes is stored as 8-bit sRGB', async () => {
  const cmyk = await sharp(await paint(8, 8))
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer()
  const deep = await sharp(await paint(8, 8))
    .toColourspace('rgb16')
    .png()
    .toBuffer()
  for (const bytes of [cmyk, deep]) {
    const { image_name } = await upload(bytes, { type: 'image/jpeg' })
    expect(await sharp(await getFile(image_name)).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', format: 'png' })
  }
})

test('what is no picture is refused, by its type or by its content', async () => {
  const png = await paint()
  const cases: [Uint8Array, string][] = [
    [png, 'text/plain'],
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'), 'image/svg+xml'],
    [Buffer.from('<html></html>'), 'image/png'],
    [Buffer.alloc(0), 'image/png'],
    [png.subarray(0, 60), 'image/png'],
  ]
  for (const [bytes, type] of cases) expect([type, (await send(bytes, { type })).status]).toEqual([type, 415])
})

test('too many pixels are refused by the header', async () => {
  const { status, json } = await send(makeHugePng(30_000, 30_000))
  expect([status, json]).toEqual([413, { detail: 'The image has too many pixels: at most 2000000 are decoded' }])
})

test('texts of other programs stay inside, and ours are kept if they are sound', async () => {
  const workflow = JSON.stringify({ nodes: [], edges: [], name: 'ü' })
  const png = insertPngTexts(await paint(), [
    { keyword: 'parameters', text: 'a fox\nSteps: 3' },
    { keyword: 'invokeai_workflow', text: workflow },
    { keyword: 'invokeai_graph', text: '{"broken"' },
    { keyword: 'invokeai_metadata', text: '{"seed":5}' },
  ])
  const image = await upload(png)
  expect(image.has_workflow).toBe(true)
  const at = `/api/v1/images/i/${image.image_name}`
  expect((await server.request('GET', `${at}/workflow`)).json).toEqual({ workflow, graph: null })
  expect((await server.request('GET', `${at}/metadata`)).json).toEqual({ seed: 5 })
  const { comments } = await sharp(await getFile(image.image_name)).metadata()
  expect(comments).toContainEqual({ keyword: 'parameters', text: 'a fox\nSteps: 3' })
  expect(comments?.map(({ keyword }) => keyword)).not.toContain('invokeai_graph')
})

test('metadata of the form wins, and is dropped when it is no object', async () => {
  const png = insertPngTexts(await paint(), [{ keyword: 'invokeai_metadata', text: '{"seed":5}' }])
  const metadataOf = async (metadata: string) => {
    const { image_name } = await upload(png, { metadata })
    return (await server.request('GET', `/api/v1/images/i/${image_name}/metadata`)).json
  }
  expect(await metadataOf('{"seed":6}')).toEqual({ seed: 6 })
  expect(await metadataOf('[1]')).toBeNull()
  expect(await metadataOf('{"a":'.repeat(20_000))).toBeNull()
})

test('an upload can be cut to what is visible and resized', async () => {
  const dot = await sharp(await paint(3, 2))
    .png()
    .toBuffer()
  const sheet = { create: { width: 20, height: 20, channels: 4, background: '#00000000' } } as const
  const png = await sharp(sheet)
    .composite([{ input: dot, left: 5, top: 6 }])
    .png()
    .toBuffer()
  expect(await upload(png, { query: '&crop_visible=true' })).toMatchObject({ width: 3, height: 2 })
  expect(await upload(png, { resize_to: '{"width":10,"height":40}' })).toMatchObject({ width: 10, height: 40 })
  for (const resize_to of ['[1,2]', '{"width":0,"height":1}', '{"width":5000,"height":5000}', 'x']) {
    expect((await send(png, { resize_to })).json).toEqual({ detail: 'Invalid resize_to format or size' })
  }
})

test('files are kept by browsers for ever, asked again by tag, and sent in parts', async () => {
  const { image_name } = await upload()
  const path = `/api/v1/images/i/${image_name}/full`
  const whole = await server.request('GET', path)
  expect(whole.headers.get('cache-control')).toBe('private, max-age=31536000, immutable')
  expect(whole.headers.get('content-disposition')).toBe(`inline; filename="${image_name}"`)
  const etag = whole.headers.get('etag') ?? ''
  const again = await server.request('GET', path, { headers: { 'if-none-match': `"other", W/${etag}` } })
  expect([again.status, again.bytes.length]).toEqual([304, 0])
  const size = whole.bytes.length
  const part = async (range: string) => {
    const { status, bytes, headers } = await server.request('GET', path, { headers: { range } })
    return [status, bytes.length, headers.get('content-range')]
  }
  expect(await part('bytes=0-3')).toEqual([206, 4, `bytes 0-3/${size}`])
  expect(await part('bytes=-5')).toEqual([206, 5, `bytes ${size - 5}-${size - 1}/${size}`])
  expect(await part(`bytes=${size - 1}-`)).toEqual([206, 1, `bytes ${size - 1}-${size - 1}/${size}`])
  expect(await part('bytes=0-1,3-4')).toEqual([200, size, null])
  expect((await part(`bytes=${size}-`))[0]).toBe(416)
  const head = await server.request('HEAD', path)
  expect([head.status, head.bytes.length, head.headers.get('content-length')]).toEqual([200, 0, String(size)])
})

test('images are listed by star and time, counted, searched and fetched by name', async () => {
  const older = await upload(undefined, { metadata: '{"positive_prompt":"a rare heron"}' })
  const newer = await upload(undefined, { metadata: '{"positive_prompt":"another HERON"}' })
  await server.request('POST', '/api/v1/images/star', { json: { image_names: [older.image_name] } })
  const found = await server.request('GET', '/api/v1/images/names?search_term=heron')
  const names = [older.image_name, newer.image_name]
  expect(found.json).toEqual({ image_names: names, starred_count: 1, total_count: 2 })
  const page = await server.request('GET', '/api/v1/images/?search_term=heron&starred_first=false&limit=1&offset=1')
  expect(page.json).toMatchObject({ items: [{ image_name: older.image_name, starred: true }], offset: 1, limit: 1, total: 2 })
  for (const list of ['images', 'gallery/items']) {
    const behind = (name: string) => server.request('GET', `/api/v1/${list}/?search_term=heron&after=${name}`)
    expect((await behind(older.image_name)).json).toMatchObject({ items: [{ starred: false }], total: 2 })
    expect((await behind(newer.image_name)).json).toMatchObject({ items: [], total: 2 })
    expect(await behind('x.png')).toMatchObject({ status: 404, json: { detail: 'Image not found' } })
  }
  const byName = await server.request('POST', '/api/v1/images/images_by_names', {
    json: { image_names: [...names, 'x.png'].reverse() },
  })
  expect((byName.json as Image[]).map(({ image_name }) => image_name)).toEqual([...names].reverse())
  const gallery = await server.request('GET', '/api/v1/gallery/item_names?search_term=heron&order_dir=ASC')
  expect(gallery.json).toEqual({ item_names: names, starred_count: 1, total_count: 2 })
})

test('lists are narrowed to stars and to days, whatever else they are asked for', async () => {
  const { json: board } = await server.request('POST', '/api/v1/boards/?board_name=b')
  const { board_id }: { board_id: string } = board
  const metadata = '{"positive_prompt":"a grey stork"}'
  const [plain, starred, elsewhere] = [
    await upload(undefined, { metadata }),
    await upload(undefined, { metadata }),
    await upload(),
  ]
  const put = { board_id, image_names: [plain.image_name, starred.image_name] }
  await server.request('POST', '/api/v1/board_images/batch', { json: put })
  await server.request('POST', '/api/v1/images/star', { json: { image_names: [starred.image_name, elsewhere.image_name] } })
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  // the test may begin before midnight and end after it
  const now = `created_from=${day(-1)}&created_to=${day(1)}`
  const both = [starred.image_name, plain.image_name]
  const cases: readonly (readonly [narrowed: string, names: readonly string[]])[] = [
    [now, both],
    [`created_from=${day(-1)}`, both],
    [`created_to=${day(1)}`, both],
    ['starred=true', [starred.image_name]],
    [`starred=false&${now}`, [plain.image_name]],
    [`starred=true&search_term=stork&${now}`, [starred.image_name]],
    [`created_date=2020-01-01&${now}`, []],
    [`created_from=${day(2)}`, []],
    [`created_to=${day(-2)}`, []],
    [`created_from=${day(1)}&created_to=${day(-1)}`, []],
    ['starred=true&created_to=2020-01-01', []],
  ]
  for (const [narrowed, names] of cases) {
    const get = async (path: string) => (await server.request('GET', `/api/v1/${path}board_id=${board_id}&${narrowed}`)).json
    const counts = { starred_count: names.includes(starred.image_name) ? 1 : 0, total_count: names.length }
    expect(await get('gallery/item_names?'), narrowed).toEqual({ item_names: names, ...counts })
    // only that list knows of a single day
    if (narrowed.startsWith('created_date')) continue
    expect(await get('images/names?'), narrowed).toEqual({ image_names: names, ...counts })
    expect(await get('images/?limit=1&'), narrowed).toMatchObject({
      items: { length: Math.min(1, names.length) },
      total: names.length,
    })
    const { items, total } = (await get('gallery/items/?')) as { items: { name: string }[]; total: number }
    expect([items.map(({ name }) => name), total], narrowed).toEqual([names, names.length])
  }
  for (const wrong of ['starred=maybe', 'created_from=yesterday', 'created_to=2026-02-30']) {
    expect((await server.request('GET', `/api/v1/images/?${wrong}`)).status, wrong).toBe(422)
  }
})

test('what comes after an image without a star is none of the starred ones', async () => {
  const plain = await upload()
  const get = async (query: string) => (await server.request('GET', `/api/v1/images/?after=${plain.image_name}&${query}`)).json
  expect(await get('starred=true')).toMatchObject({ items: [], total: expect.any(Number) })
})

test('a change touches only what is sent', async () => {
  const { image_name } = await upload()
  const path = `/api/v1/images/i/${image_name}`
  expect((await server.request('PATCH', path, { json: { starred: true } })).json).toMatchObject({
    starred: true,
    image_category: 'general',
  })
  expect((await server.request('PATCH', path, { json: { image_category: 'mask' } })).json).toMatchObject({
    starred: true,
    image_category: 'mask',
  })
  expect((await server.request('PATCH', path, { json: { starred: 'yes' } })).status).toBe(422)
})

test('a deleted image lies in the trash, served nowhere, and comes back as it was', async () => {
  const { image_name } = await upload(undefined, { metadata: '{"a":1}' })
  await server.request('POST', '/api/v1/images/star', { json: { image_names: [image_name] } })
  const path = `/api/v1/images/i/${image_name}`
  const deleted = await server.request('POST', '/api/v1/images/delete', {
    json: { image_names: [image_name, image_name, 'x.png'] },
  })
  expect(deleted.json).toEqual({ deleted_images: [image_name], failed_images: ['x.png'], affected_boards: ['none'] })
  for (const route of ['', '/full', '/thumbnail', '/metadata', '/workflow', '/urls']) {
    expect((await server.request('GET', path + route)).json).toEqual({ detail: 'Image not found' })
  }
  expect((await server.request('GET', '/api/v1/images/trash?limit=1')).json).toMatchObject({
    items: [{ image_name, deleted_at: expect.any(String) }],
  })
  const json = { image_names: [image_name] }
  expect((await server.request('POST', '/api/v1/images/star', { json })).status).toBe(404)
  expect((await server.request('POST', '/api/v1/images/restore', { json })).json).toEqual({
    restored_images: [image_name],
    affected_boards: ['none'],
  })
  expect((await server.request('GET', path)).json).toMatchObject({ image_name, starred: true })
  expect((await server.request('POST', '/api/v1/images/restore', { json })).status).toBe(404)
})

test('a call with one unknown name changes nothing', async () => {
  const { image_name } = await upload()
  const answer = await server.request('POST', '/api/v1/images/star', { json: { image_names: [image_name, 'x.png'] } })
  expect([answer.status, answer.json]).toEqual([404, { detail: 'Image not found' }])
  expect((await server.request('GET', `/api/v1/images/i/${image_name}`)).json).toMatchObject({ starred: false })
})

test('intermediate images are counted, and cleared for good', async () => {
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(await paint())], { type: 'image/png' }), 'a.png')
  const { json } = await server.request('POST', '/api/v1/images/upload?image_category=other&is_intermediate=true', { body: form })
  expect((await server.request('GET', '/api/v1/images/intermediates')).json).toBe(1)
  expect((await server.request('DELETE', '/api/v1/images/intermediates')).json).toBe(1)
  const { image_name }: Image = json
  expect((await server.request('POST', '/api/v1/images/restore', { json: { image_names: [image_name] } })).status).toBe(404)
})

test('images are packed into an archive that can be fetched again and again', async () => {
  const { image_name } = await upload()
  const { status, json } = await server.request('POST', '/api/v1/images/download', { json: { image_names: [image_name] } })
  const { bulk_download_item_name: name }: { readonly bulk_download_item_name: string } = json
  expect([status, name]).toEqual([202, expect.stringMatching(/\.zip$/)])
  const path = `/api/v1/images/download/${name}`
  await expect.poll(async () => (await server.request('GET', path)).status).toBe(200)
  const { bytes, headers } = await server.request('GET', path)
  expect([headers.get('content-type'), bytes.subarray(0, 2).toString()]).toEqual(['application/zip', 'PK'])
  expect(bytes.includes(`general/${image_name}`)).toBe(true)
  expect((await server.request('GET', '/api/v1/images/download/..%2f..%2fbottega.yaml')).status).toBe(404)
  expect((await server.request('POST', '/api/v1/images/download', { json: {} })).json).toEqual({
    detail: 'No images or board id specified.',
  })
})

test('days are boards of what was made on them', async () => {
  await upload()
  const { json } = await server.request('GET', '/api/v1/virtual_boards/by_date')
  const [day]: readonly { readonly date: string; readonly image_count: number }[] = json
  expect(day).toMatchObject({ virtual_board_id: `by_date:${day?.date}`, video_count: 0 })
  const names = await server.request('GET', `/api/v1/virtual_boards/by_date/${day?.date}/image_names?categories=general`)
  expect(names.json).toMatchObject({ total_count: day?.image_count })
})

/** A PNG that claims a size and holds nothing. */
function makeHugePng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(10))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

test('names that travel packed are the same names', async () => {
  for (let at = 0; at < 40; at++) await upload()
  const path = '/api/v1/images/names?categories=general'
  const [packed, plain] = await Promise.all(
    ['gzip', 'identity'].map((encoding) => server.request('GET', path, { headers: { 'accept-encoding': encoding } })),
  )
  expect([packed?.headers.get('content-encoding'), plain?.headers.get('content-encoding')]).toEqual(['gzip', null])
  expect(packed?.bytes.equals(plain?.bytes ?? Buffer.alloc(0))).toBe(true)
  expect(packed?.json).toMatchObject({ total_count: expect.any(Number) })
})
