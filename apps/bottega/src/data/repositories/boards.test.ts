import { afterEach, beforeEach, expect, test } from 'vitest'
import { transaction } from '../database.ts'
import { openTemporaryStore, type TemporaryStore } from '../temporary-store.ts'
import { type BoardList, createBoard, deleteBoard, findBoard, listBoards, updateBoard } from './boards.ts'
import { createImage } from './images.ts'

let store: TemporaryStore<never>

beforeEach(async () => {
  store = await openTemporaryStore()
})

afterEach(async () => {
  await store.close()
})

const all: BoardList = { scope: { kind: 'everyone' }, includeArchived: true, orderBy: 'created_at', direction: 'desc' }
const everything = { offset: 0, limit: 100 }
const at = (second: number) => `2026-01-01 00:00:0${second}.000`

async function addBoards() {
  await createBoard(store.db, { board_id: '1', board_name: 'beta', user_id: 'ann', created_at: at(1) })
  await createBoard(store.db, {
    board_id: '2',
    board_name: 'Alpha',
    user_id: 'bob',
    created_at: at(2),
    board_visibility: 'shared',
  })
  await createBoard(store.db, { board_id: '3', board_name: 'alpha', user_id: 'bob', created_at: at(2), archived: true })
}

async function addImage(image_name: string, second: number, more: object = {}) {
  const image = {
    user_id: 'system',
    board_id: '1',
    image_origin: 'internal',
    image_category: 'general',
    width: 1,
    height: 1,
  } as const
  await transaction(store.db, (tx) => createImage(tx, { ...image, image_name, created_at: at(second), ...more }))
}

test('a board tells its counts and shows its newest image, starred ones before others', async () => {
  await addBoards()
  await addImage('a', 1)
  await addImage('b', 3)
  await addImage('c', 4, { is_intermediate: true })
  await addImage('d', 2, { image_category: 'user' })
  expect(await findBoard(store.db, '1', 'ann')).toMatchObject({ image_count: 2, asset_count: 1, cover_image_name: 'b' })
  await addImage('e', 0, { image_category: 'mask', starred: true })
  expect(await findBoard(store.db, '1', 'ann')).toMatchObject({ image_count: 2, asset_count: 2, cover_image_name: 'e' })
})

test('a board alone and in a list is the same', async () => {
  await addBoards()
  await addImage('a', 1)
  const { items } = await listBoards(store.readers, all, 'ann', everything)
  expect(items).toEqual(await Promise.all(['2', '3', '1'].map((id) => findBoard(store.db, id, 'ann'))))
  expect(items[2]).toMatchObject({ board_name: 'beta', archived: 0, image_count: 1, viewer_permission: null })
})

test('boards are listed by name in any letter case or by age, in both directions, in pages', async () => {
  await addBoards()
  const list = async (more: Partial<BoardList>, page = everything) => {
    const { items, total } = await listBoards(store.readers, { ...all, ...more }, 'ann', page)
    return [items.map(({ board_id }) => board_id).join(''), total]
  }
  expect(await list({ orderBy: 'board_name', direction: 'asc' })).toEqual(['231', 3])
  expect(await list({ orderBy: 'board_name', direction: 'desc' })).toEqual(['123', 3])
  expect(await list({ direction: 'asc' })).toEqual(['123', 3])
  expect(await list({ direction: 'asc' }, { offset: 1, limit: 1 })).toEqual(['2', 3])
  expect(await list({ includeArchived: false })).toEqual(['21', 2])
})

test('a user sees own boards, open ones and granted ones', async () => {
  await addBoards()
  await store.db.insertInto('users').values({ user_id: 'ann', email: 'a', email_folded: 'a', password_hash: '' }).execute()
  const see = async () => {
    const { items } = await listBoards(
      store.readers,
      { ...all, scope: { kind: 'visible', userId: 'ann' }, direction: 'asc' },
      'ann',
      everything,
    )
    return items.map(({ board_id }) => board_id)
  }
  expect(await see()).toEqual(['1', '2'])
  await store.db
    .insertInto('board_grants')
    .values({ board_id: '3', user_id: 'ann', permission: 'write', granted_by: 'bob' })
    .execute()
  expect(await see()).toEqual(['1', '2', '3'])
  expect(await findBoard(store.db, '3', 'ann')).toMatchObject({ viewer_permission: 'write' })
  expect(await findBoard(store.db, '3', 'bob')).toMatchObject({ viewer_permission: null })
})

test('a change leaves the rest as it was; a deleted board leaves its images on none', async () => {
  await addBoards()
  await addImage('a', 1)
  const before = await findBoard(store.db, '1', 'ann')
  await updateBoard(store.db, '1', { archived: true })
  expect(await findBoard(store.db, '1', 'ann')).toEqual({ ...before, archived: 1, updated_at: expect.any(String) })
  await transaction(store.db, (tx) => deleteBoard(tx, '1'))
  expect(await findBoard(store.db, '1', 'ann')).toBeUndefined()
  expect(await store.db.selectFrom('images').select('board_id').execute()).toEqual([{ board_id: null }])
})
