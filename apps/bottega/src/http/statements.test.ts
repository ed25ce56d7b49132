import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { createBoard } from '../data/repositories/boards.ts'
import { createImages } from '../data/repositories/images.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const IMAGES = 300
let server: TemporaryServer
let asked: string[]

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  const { db, readers } = server.app
  await transaction(db, async (tx) => {
    for (let at = 0; at < 60; at++) await createBoard(tx, { board_id: `b${at}`, board_name: `b${at}`, user_id: 'system' })
    await createImages(
      tx as never,
      Array.from({ length: IMAGES }, (_, at) => ({
        image_name: `${at}.png`,
        user_id: 'system',
        board_id: at % 2 ? null : `b${at % 60}`,
        image_origin: 'internal',
        image_category: 'general',
        width: 8,
        height: 8,
        session_id: null,
        node_id: null,
        is_intermediate: 0,
        starred: Number(at % 10 === 0),
        has_workflow: 0,
        image_subfolder: '',
        placeholder: null,
        created_at: '2026-08-19 12:00:00.000',
        updated_at: '2026-08-19 12:00:00.000',
        metadata: '{"prompt":"a red fox"}',
      })),
    )
  })
  const { prepare } = db.sqlite
  db.sqlite.prepare = (sql) => {
    // the watches of the server look now and then, whoever asks, and so does what tells of boards
    if (!/^(pragma|select total_changes|select "board_id", iif)/.test(sql)) asked.push(sql)
    return prepare(sql)
  }
  const { read } = readers
  readers.read = (query, effort) => {
    asked.push(query.compile().sql)
    return read(query, effort)
  }
  asked = []
  await server.request('PUT', '/api/v1/queue/default/processor/pause')
  const graph = { id: 'g', nodes: { n: { id: 'n', type: 'integer', value: 0 } }, edges: [] }
  await server.request('POST', '/api/v1/queue/default/enqueue_batch', { json: { batch: { graph, runs: 100 } } })
})
afterAll(() => server.close())

/** The fewest of some tries, for what changes nothing when it is repeated: housekeeping may ask something meanwhile. */
async function countFewest(...ask: Parameters<typeof countStatements>): Promise<number> {
  return Math.min(await countStatements(...ask), await countStatements(...ask), await countStatements(...ask))
}

async function countStatements(method: string, path: string, json?: unknown): Promise<number> {
  asked = []
  const { status } = await server.request(method, `/api/v1${path}`, json === undefined ? {} : { json })
  expect(status, path).toBe(200)
  return asked.length
}

const names = (count: number) => Array.from({ length: count }, (_, at) => `${at}.png`)
const ids = (count: number) => Array.from({ length: count }, (_, at) => at + 1)

test.each<[what: string, most: number, ask: (count: number) => Parameters<typeof countStatements>]>([
  ['a page of images', 2, (count) => ['GET', `/images/?limit=${count}`]],
  ['a page of a search', 1, (count) => ['GET', `/images/?limit=${count}&search_term=fox`]],
  ['a page of a board', 4, (count) => ['GET', `/images/?limit=${count}&board_id=b2`]],
  ['a page of the gallery', 2, (count) => ['GET', `/gallery/items/?limit=${count}`]],
  ['names', 1, (count) => ['GET', `/images/names?search_term=${count === 2 ? 'absent' : 'fox'}`]],
  ['boards with counts and covers', 1, (count) => ['GET', `/boards/?offset=0&limit=${Math.min(count, 60)}`]],
  ['images by name', 1, (count) => ['POST', '/images/images_by_names', { image_names: names(count) }]],
  ['stars', 6, (count) => ['POST', '/images/star', { image_names: names(count) }]],
  ['queue items by id', 6, (count) => ['POST', '/queue/default/items_by_ids', { item_ids: ids(count) }]],
  ['summaries of queue items', 3, (count) => ['POST', '/queue/default/item_summaries_by_ids', { item_ids: ids(count) }]],
])('%s take %i statements at most, however many there are', async (_what, most, ask) => {
  const few = await countFewest(...ask(2))
  const many = await countFewest(...ask(100))
  expect(few).toBeGreaterThan(0)
  expect(few).toBeLessThanOrEqual(most)
  expect(many).toBe(few)
})

test('bringing images back asks once for each board, however many lay on it', async () => {
  // every sixtieth image lies on the same board
  const onOneBoard = (count: number) => Array.from({ length: count }, (_, at) => `${at * 60}.png`)
  const counts: number[] = []
  for (const count of [1, 5]) {
    await countStatements('POST', '/images/delete', { image_names: onOneBoard(count) })
    counts.push(await countStatements('POST', '/images/restore', { image_names: onOneBoard(count) }))
  }
  expect(counts[1]).toBe(counts[0])
})

test('the status of the queue takes the same few statements however long it is', async () => {
  const full = await countFewest('GET', '/queue/default/status')
  await server.request('PUT', '/api/v1/queue/default/clear')
  expect(await countFewest('GET', '/queue/default/status')).toBe(full)
  expect(full).toBeLessThanOrEqual(3)
})
