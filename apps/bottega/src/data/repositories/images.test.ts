import { afterEach, beforeEach, expect, test } from 'vitest'
import { transaction } from '../database.ts'
import { isTaken } from '../errors.ts'
import { listTrash } from '../gallery/trash.ts'
import { openTemporaryStore, type TemporaryStore } from '../temporary-store.ts'
import { createBoard, deleteBoard } from './boards.ts'
import * as images from './images.ts'

let store: TemporaryStore<never>

beforeEach(async () => {
  store = await openTemporaryStore()
  await createBoard(store.db, { board_id: 'b', board_name: 'Cats', user_id: 'system' })
  for (const name of ['a.png', 'b.png', 'c.png']) await add(name)
})

afterEach(async () => {
  await store.close()
})

async function add(image_name: string, more: Partial<images.NewImage> = {}) {
  const image = { user_id: 'system', image_origin: 'internal', image_category: 'general', width: 64, height: 64 } as const
  await transaction(store.db, (tx) => images.createImage(tx, { ...image, image_name, ...more }))
}

const namesOf = (found: readonly { image_name: string }[]) => found.map(({ image_name }) => image_name)

test('images are found in the order of the names, each once, unknown ones left out', async () => {
  const found = await images.findImages(store.db, ['c.png', 'x.png', 'a.png', 'c.png', "'; --"], 'system')
  expect(namesOf(found)).toEqual(['c.png', 'a.png'])
})

test('thousands of names are one question', async () => {
  const many = Array.from({ length: 50_000 }, (_, at) => `${at}.png`)
  expect(namesOf(await images.findImages(store.db, [...many, 'b.png'], 'system'))).toEqual(['b.png'])
  expect(await images.findUnknownImages(store.db, ['b.png', 'x.png'])).toEqual(['x.png'])
})

test('a name is given once', async () => {
  const again = add('a.png')
  await expect(again).rejects.toSatisfy(isTaken)
})

test('metadata is kept letter for letter', async () => {
  const metadata = '{ "seed": 12345678901234567890, "prompt": "\\u00e9 🦊" }'
  await add('m.png', { metadata })
  expect(await images.findImageMetadata(store.db, 'm.png')).toBe(metadata)
  expect(await images.findImageMetadata(store.db, 'a.png')).toBeNull()
})

test('many images are stored at once as they are stored singly', async () => {
  const { shelf, ...single } = await store.db
    .selectFrom('images')
    .selectAll()
    .where('image_name', '=', 'a.png')
    .executeTakeFirstOrThrow()
  const { id, deleted_at, ...columns } = single
  const more = ['d.png', 'e.png'].map((image_name) => ({
    ...columns,
    image_name,
    is_intermediate: 1,
    metadata: `{"name":"${image_name}"}`,
  }))
  await transaction(store.db, (tx) => images.createImages(tx, more))
  const stored = await store.db.selectFrom('images').selectAll().where('image_name', '=', 'e.png').executeTakeFirstOrThrow()
  expect(stored).toEqual({
    ...single,
    id: expect.any(Number),
    image_name: 'e.png',
    is_intermediate: 1,
    shelf: `intermediate_${shelf}`,
  })
  expect(await images.findImageMetadata(store.db, 'e.png')).toBe('{"name":"e.png"}')
})

test('a change leaves the rest as it was', async () => {
  const before = await images.findImage(store.db, 'a.png', 'system')
  await images.updateImage(store.db, 'a.png', { image_category: 'mask', session_id: 's' })
  const after = await images.findImage(store.db, 'a.png', 'system')
  expect(after).toEqual({ ...before, image_category: 'mask', session_id: 's', updated_at: expect.any(String) })
})

test('stars tell which images changed', async () => {
  const star = (names: string[], starred: boolean) => transaction(store.db, (tx) => images.starImages(tx, names, starred))
  expect(namesOf(await star(['a.png', 'b.png', 'x.png'], true)).sort()).toEqual(['a.png', 'b.png'])
  expect(namesOf(await star(['a.png', 'c.png'], true))).toEqual(['c.png'])
  expect(namesOf(await star(['a.png'], false))).toEqual(['a.png'])
})

test('moves tell which images changed and where they lay', async () => {
  const move = (names: string[], board: string | null) => transaction(store.db, (tx) => images.moveImages(tx, names, board))
  expect(await move(['a.png'], 'b')).toEqual([{ image_name: 'a.png', user_id: 'system', board_id: null }])
  expect(await move(['a.png', 'b.png'], 'b')).toEqual([{ image_name: 'b.png', user_id: 'system', board_id: null }])
  expect(await move(['a.png', 'c.png'], null)).toEqual([{ image_name: 'a.png', user_id: 'system', board_id: 'b' }])
})

test('the trash hides an image everywhere and gives it back as it was', async () => {
  await add('d.png', { board_id: 'b', starred: true, metadata: '{"a":1}' })
  const before = await images.findImage(store.db, 'd.png', 'system')
  const trashed = await transaction(store.db, (tx) => images.trashImages(tx, ['d.png', 'x.png']))
  expect(trashed).toEqual([{ image_name: 'd.png', user_id: 'system', board_id: 'b' }])
  expect(await images.findImage(store.db, 'd.png', 'system')).toBeUndefined()
  expect(await images.findImages(store.db, ['d.png'], 'system')).toEqual([])
  expect(await images.findImageMetadata(store.db, 'd.png')).toBeNull()
  expect(namesOf(await images.findTrashedImages(store.db, ['d.png', 'a.png'], 'system'))).toEqual(['d.png'])
  expect(await transaction(store.db, (tx) => images.trashImages(tx, ['d.png']))).toEqual([])

  expect(await transaction(store.db, (tx) => images.restoreImages(tx, ['d.png', 'a.png']))).toHaveLength(1)
  expect(await images.findImage(store.db, 'd.png', 'system')).toEqual({ ...before, updated_at: expect.any(String) })
  expect(await images.findImageMetadata(store.db, 'd.png')).toBe('{"a":1}')
})

test('the trash lists what its owner has in it, the last deleted first', async () => {
  for (const name of ['a.png', 'b.png', 'c.png']) await transaction(store.db, (tx) => images.trashImages(tx, [name]))
  const at = (second: number) => `2026-01-01 00:00:0${second}.000`
  for (const [name, second] of [
    ['a.png', 2],
    ['b.png', 3],
    ['c.png', 1],
  ] as const) {
    await store.db
      .updateTable('images')
      .set({ deleted_at: at(second) })
      .where('image_name', '=', name)
      .execute()
  }
  const { items, total } = await listTrash(store.readers, { kind: 'owner', userId: 'system' }, 'system', { offset: 0, limit: 2 })
  expect([namesOf(items), total]).toEqual([['b.png', 'a.png'], 3])
  const anns = { kind: 'owner', userId: 'ann' } as const
  expect(await listTrash(store.readers, anns, 'ann', { offset: 0, limit: 2 })).toEqual({ items: [], total: 0 })
  expect(await listTrash(store.readers, { kind: 'everyone' }, 'ann', { offset: 0, limit: 2 })).toEqual({ items, total })
  expect(await images.listExpiredTrash(store.db, at(3), 9)).toEqual(['c.png', 'a.png'])
})

test('a restored image whose board is gone lies on none', async () => {
  await transaction(store.db, async (tx) => {
    await images.moveImages(tx, ['a.png'], 'b')
    await images.trashImages(tx, ['a.png'])
    await deleteBoard(tx, 'b')
    await images.restoreImages(tx, ['a.png'])
  })
  expect((await images.findImage(store.db, 'a.png', 'system'))?.board_id).toBeNull()
})

test('what is removed for good leaves a note of its files until they are gone', async () => {
  await add('d.png', { image_subfolder: '2026/01' })
  const purged = await transaction(store.db, (tx) => images.purgeImages(tx, ['a.png', 'd.png', 'x.png']))
  expect(namesOf(purged).sort()).toEqual(['a.png', 'd.png'])
  const noted = [
    { image_name: 'a.png', image_subfolder: '' },
    { image_name: 'd.png', image_subfolder: '2026/01' },
  ]
  expect(await images.listFileRemovals(store.db)).toEqual(noted)
  await images.forgetFileRemovals(store.db, ['a.png'])
  expect(await images.listFileRemovals(store.db)).toEqual(noted.slice(1))
  expect(await images.findUnknownImages(store.db, ['a.png', 'd.png'])).toEqual(['a.png', 'd.png'])
})
