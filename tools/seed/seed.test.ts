import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { openRootDatabase } from '../../apps/bottega/src/data/root-database.ts'
import { type RunningServer, startServer } from '../../apps/bottega/src/main.ts'
import { makePlaceholder } from '../../apps/bottega/src/pictures/placeholder.ts'
import { readLines } from './read-lines.ts'
import { seedRoot } from './seed-root.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega seed é '))
})
afterEach(() => rm(folder, { recursive: true }))

const record = {
  image_name: 'a.png',
  user_id: 'system',
  board_id: null,
  width: 640,
  height: 480,
  image_category: 'general',
  image_origin: 'internal',
  metadata: '{"positive_prompt":"a red fox"}',
  created_at: '2026-08-19 12:00:00.000',
  starred: false,
  has_workflow: false,
  is_intermediate: false,
}

async function* toBytes(text: string, chunkBytes = 1000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes)
}

const toInput = (records: readonly object[]) => toBytes(records.map((one) => JSON.stringify(one)).join('\n'))
const seed = (input: AsyncIterable<Uint8Array>, { root = folder, withFiles = false } = {}) => seedRoot(root, input, { withFiles })

/** Runs a server on a root for as long as the work takes. */
async function serving<T>(root: string, work: (ask: typeof fetchJson, server: RunningServer) => Promise<T>): Promise<T> {
  const build = pathToFileURL(`${inject('dist')}/`)
  const server = await startServer({ rootPath: root, flags: { port: 0 }, writeLog: () => {}, build })
  const ask: typeof fetchJson = (path, init) => fetchJson(server.url + path, init)
  try {
    return await work(ask, server)
  } finally {
    await server.close()
  }
}

async function fetchJson(url: string, init?: RequestInit): Promise<unknown> {
  const answer = await fetch(url, init)
  expect(answer.ok, url).toBe(true)
  return answer.json()
}

const post = (json: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(json),
})

test('seeded images answer like images that were made the usual way', async () => {
  const usual = join(folder, 'usual')
  const seeded = join(folder, 'seeded')
  const asked = [
    '/images/?limit=50&is_intermediate=false',
    '/images/?limit=3&offset=4&starred_first=false&order_dir=ASC',
    '/images/?limit=50&categories=general',
    '/images/?limit=50&categories=user&categories=mask&image_origin=external',
    '/images/?limit=50&search_term=FOX',
    '/images/?limit=50&search_term=ow',
    '/images/?limit=50&board_id=none',
    '/images/names?is_intermediate=false',
    '/gallery/items/?limit=50&is_intermediate=true',
    '/gallery/item_names?search_term=lighthouse',
    '/images/intermediates',
    '/virtual_boards/by_date',
  ]
  const look = async (ask: typeof fetchJson) => {
    const lists = await Promise.all(asked.map((path) => ask(`/api/v1${path}`)))
    const { items } = (await ask('/api/v1/images/?limit=50')) as { items: { image_name: string }[] }
    const metadata = await Promise.all(items.map(({ image_name }) => ask(`/api/v1/images/i/${image_name}/metadata`)))
    const boards = (await ask('/api/v1/boards/?all=true')) as Record<string, unknown>[]
    const counted = boards.map(({ board_id, image_count, asset_count, cover_image_name, user_id }) => ({
      board_id,
      image_count,
      asset_count,
      cover_image_name,
      user_id,
    }))
    // when something was made or changed last is its own, and without files there is nothing to make a placeholder of
    const isOwn = (key: string) => key === 'updated_at' || key === 'placeholder'
    return JSON.parse(
      JSON.stringify({ lists, metadata, counted }, (key, value: unknown) => (isOwn(key) ? undefined : value)),
    ) as { lists: { total?: number }[]; counted: { board_id: string; image_count: number; asset_count: number }[] }
  }

  const [expected, records] = await serving(usual, async (ask) => {
    const boards: string[] = []
    for (const name of ['Cats', 'Dogs']) {
      const { board_id } = (await ask(`/api/v1/boards/?board_name=${name}`, { method: 'POST' })) as { board_id: string }
      boards.push(board_id)
    }
    const png = await sharp({ create: { width: 8, height: 4, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    for (let at = 0; at < 18; at++) {
      const form = new FormData()
      form.set('file', new Blob([Uint8Array.from(png)], { type: 'image/png' }), 'a.png')
      if (at % 3 > 0) form.set('metadata', JSON.stringify({ positive_prompt: at % 2 ? 'a red Fox' : 'a lighthouse, "glowing"' }))
      const category = ['general', 'user', 'mask'][at % 3] ?? ''
      const board = at % 4 === 3 ? '' : `&board_id=${boards[at % 2]}`
      const query = `image_category=${category}&is_intermediate=${at % 5 === 4}${board}`
      const { image_name } = (await ask(`/api/v1/images/upload?${query}`, { method: 'POST', body: form })) as {
        image_name: string
      }
      if (at % 7 === 2) await ask('/api/v1/images/star', post({ image_names: [image_name] }))
    }
    const { items } = (await ask('/api/v1/images/?limit=50')) as { items: Record<string, unknown>[] }
    const all = await Promise.all(
      items.map(async ({ board_id = null, ...image }) => {
        const metadata = await ask(`/api/v1/images/i/${String(image.image_name)}/metadata`)
        const text = metadata === null ? null : JSON.stringify(metadata)
        const { image_name, width, height, image_category, image_origin, created_at } = image
        const { starred, has_workflow, is_intermediate } = image
        const names = { image_name, user_id: 'system', board_id, width, height, image_category, image_origin }
        return { ...names, metadata: text, created_at, starred, has_workflow, is_intermediate }
      }),
    )
    return [await look(ask), all]
  })

  expect(await seed(toInput(records), { root: seeded })).toEqual({ images: 18, boards: 2 })
  const found = await serving(seeded, look)
  expect(found.lists).toEqual(expected.lists)
  // boards stand in the order in which they were made, which is the order of the records here
  const byId = (list: typeof found.counted) => [...list].sort((a, b) => a.board_id.localeCompare(b.board_id))
  expect(byId(found.counted)).toEqual(byId(expected.counted))
  expect(found).toMatchObject({ metadata: (expected as object as { metadata: unknown }).metadata })
  expect(found.lists[4]?.total).toBeGreaterThan(0)
  expect(found.counted.every(({ image_count, asset_count }) => image_count + asset_count > 0)).toBe(true)
})

test('the workflow flag, a foreign owner and a time with a zone are kept', async () => {
  const images = [
    { ...record, has_workflow: true, starred: 1, created_at: '2026-08-19T12:00:00.5Z' },
    { ...record, image_name: 'b.png', user_id: 'somebody', board_id: 'their board' },
  ]
  await seed(toInput(images))
  await serving(folder, async (ask) => {
    expect(await ask('/api/v1/images/i/a.png')).toMatchObject({
      has_workflow: true,
      starred: true,
      created_at: '2026-08-19 12:00:00.500',
    })
    expect(await ask('/api/v1/images/i/b.png')).toMatchObject({ owner: { user_id: 'somebody' }, board_id: 'their board' })
    expect(await ask('/api/v1/boards/their%20board')).toMatchObject({ user_id: 'somebody', image_count: 1 })
  })
})

test('a root can be seeded again beside what it holds, and its boards stay', async () => {
  const name = (at: number) => ({ ...record, image_name: `${at}.png`, board_id: 'b' })
  expect(await seed(toInput([name(1)]))).toEqual({ images: 1, boards: 1 })
  expect(await seed(toInput([name(2), name(3)]))).toEqual({ images: 2, boards: 0 })
  await serving(folder, async (ask) => expect(await ask('/api/v1/boards/b')).toMatchObject({ image_count: 3 }))
})

const { width: _, ...withoutWidth } = record
test.each<[what: string, line: string, why: string]>([
  ['that is cut off', '{"image_name":', 'is not JSON'],
  ['that is a list', '[]', 'is no image record'],
  ['without a field', JSON.stringify(withoutWidth), 'width'],
  ['with a field too many', JSON.stringify({ ...record, extra: 1 }), 'extra'],
  ['whose name leads elsewhere', JSON.stringify({ ...record, image_name: '../a.png' }), 'image_name'],
  ['whose name is no PNG', JSON.stringify({ ...record, image_name: 'a.jpg' }), 'image_name'],
  ['with the word for no board', JSON.stringify({ ...record, board_id: 'none' }), 'board_id'],
  ['with half a pixel', JSON.stringify({ ...record, width: 0.5 }), 'width'],
  ['of an unknown category', JSON.stringify({ ...record, image_category: 'photo' }), 'image_category'],
  ['with metadata that is no text', JSON.stringify({ ...record, metadata: { a: 1 } }), 'metadata'],
  ['with metadata that is a list', JSON.stringify({ ...record, metadata: '[1]' }), 'metadata'],
  ['with NUL in its metadata', JSON.stringify({ ...record, metadata: '{"a":"\0"}' }), 'metadata'],
  ['without a time', JSON.stringify({ ...record, created_at: 'yesterday' }), 'created_at'],
  ['with a star that is a word', JSON.stringify({ ...record, starred: 'yes' }), 'starred'],
  ['whose name was stored', JSON.stringify({ ...record, image_name: '7.png' }), 'there is an image 7.png already'],
  ['whose name came just before', JSON.stringify({ ...record, image_name: '1150.png' }), 'there is an image 1150.png already'],
])('a line %s is refused by its number, and nothing of its input stays', async (_what, line, why) => {
  // an empty line counts, and the bad one comes after a part was stored
  const good = Array.from({ length: 1200 }, (_, at) => JSON.stringify({ ...record, image_name: `${at}.png`, board_id: 'b' }))
  const input = ['', ...good, line, JSON.stringify({ ...record, image_name: 'last.png' })].join('\n')
  const attempt = seed(toBytes(input, 60_000), { withFiles: true })
  await expect(attempt).rejects.toThrow(why)
  await expect(attempt).rejects.toThrow('Line 1202')

  const db = await openRootDatabase(folder)
  for (const table of ['images', 'boards', 'image_counts'] as const) {
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
  }
  await db.close()
  const files = await readdir(join(folder, 'outputs/images'), { recursive: true })
  expect(files.filter((name) => /\.(png|webp)$/.test(name))).toEqual([])
})

test('a root whose server runs is refused, and the server goes on', async () => {
  await serving(folder, async (ask) => {
    await expect(seed(toInput([record]))).rejects.toThrow('Another process uses the root')
    expect(await ask('/api/v1/images/?limit=10')).toMatchObject({ total: 0 })
  })
})

test('with files each image can be opened, and they lie on the disk once', async () => {
  const images = Array.from({ length: 40 }, (_, at) => ({ ...record, image_name: `${at}.png`, has_workflow: at % 2 === 0 }))
  await seed(toInput(images), { withFiles: true })
  const folderOfImages = join(folder, 'outputs/images')
  const numbers = await Promise.all(images.map(async ({ image_name }) => (await stat(join(folderOfImages, image_name))).ino))
  expect(new Set(numbers).size).toBeLessThanOrEqual(16)

  await serving(folder, async (ask, { url }) => {
    const get = async (path: string) => Buffer.from(await (await fetch(`${url}/api/v1/images/i/${path}`)).arrayBuffer())
    for (const at of [0, 1, 39]) {
      const full = await get(`${at}.png/full`)
      expect(await sharp(full).metadata()).toMatchObject({ format: 'png', width: 64 })
      expect(await ask(`/api/v1/images/i/${at}.png`)).toMatchObject({ placeholder: await makePlaceholder(sharp(full)) })
      expect(await sharp(await get(`${at}.png/thumbnail`)).metadata()).toMatchObject({ format: 'webp', width: 64 })
    }
    expect(await ask('/api/v1/images/i/2.png/workflow')).toMatchObject({ workflow: '{"nodes":[],"edges":[]}' })
    expect(await ask('/api/v1/images/i/3.png/workflow')).toMatchObject({ workflow: null })
  })
})

test('only line feeds end lines, wherever the input is cut', async () => {
  const input = '"a\u2028b"\r\n\n"é🦊"\n"last"'
  for (const chunkBytes of [1, 2, 3, 5, 1000]) {
    const lines = []
    for await (const line of readLines(toBytes(input, chunkBytes))) lines.push(line)
    expect(lines).toEqual([
      { number: 1, text: '"a\u2028b"' },
      { number: 3, text: '"é🦊"' },
      { number: 4, text: '"last"' },
    ])
  }
})

test('a line that never ends and bytes that are no text are refused', async () => {
  async function* endless() {
    const chunk = Buffer.alloc(2 ** 20, 'a')
    for (;;) yield chunk
  }
  await expect(seed(endless())).rejects.toThrow('Line 1 is longer than')
  await expect(seed(toBytes(''))).resolves.toEqual({ images: 0, boards: 0 })
  const broken = (async function* () {
    yield Buffer.concat([Buffer.from(`${JSON.stringify(record)}\n`), Buffer.from([0x22, 0xff, 0x22, 0x0a])])
  })()
  await expect(seed(broken)).rejects.toThrow('Line 2 is not UTF-8')
})
