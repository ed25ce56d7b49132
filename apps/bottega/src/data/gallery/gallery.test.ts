import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { transaction } from '../database.ts'
import { createBoard } from '../repositories/boards.ts'
import { createImage, type NewImage, starImages, trashImages, updateImage } from '../repositories/images.ts'
import { openTemporaryStore, type TemporaryStore } from '../temporary-store.ts'
import { countImages } from './counts.ts'
import { listGalleryDays, listImages, listImagesAfter, readImageNames } from './gallery.ts'
import type { ImageList } from './image-list.ts'

let store: TemporaryStore<never>

beforeEach(async () => {
  store = await openTemporaryStore()
})

afterEach(async () => {
  await store.close()
})

const pictures: ImageList = { scope: { kind: 'everyone' }, direction: 'desc', starredFirst: true }

const boards = [
  { board_id: 'own', user_id: 'ann', board_visibility: 'private' },
  { board_id: 'hidden', user_id: 'bob', board_visibility: 'private' },
  { board_id: 'shared', user_id: 'bob', board_visibility: 'shared' },
  { board_id: 'granted', user_id: 'bob', board_visibility: 'private' },
  { board_id: 'of cleo', user_id: 'cleo', board_visibility: 'private' },
] as const

type Picture = NewImage & { readonly created_at: string; readonly isDeleted: boolean }

const pictureWithoutName = fc.record({
  user_id: fc.constantFrom('ann', 'bob', 'cleo'),
  board_id: fc.constantFrom(null, ...boards.map(({ board_id }) => board_id)),
  image_origin: fc.constantFrom('internal' as const, 'external' as const),
  image_category: fc.constantFrom('general' as const, 'general' as const, 'control' as const, 'user' as const),
  is_intermediate: fc.boolean(),
  starred: fc.boolean(),
  // few moments, so that many are the same
  created_at: fc.constantFrom(
    ...['19 23:59:59.999', '20 00:00:00.000', '20 12:00:00.000', '21 07:00:00.500'].map((at) => `2026-08-${at}`),
  ),
  metadata: fc.constantFrom(
    null,
    '{"prompt":"a red fox"}',
    '{"prompt":"Ein FUCHS, 50%_"}',
    '{"prompt":"赤い狐"}',
    '{"seed":2026}',
  ),
  isDeleted: fc.boolean(),
  width: fc.constant(64),
  height: fc.constant(64),
})

const narrowings = fc.record({
  origin: fc.constantFrom('internal' as const, 'external' as const),
  categories: fc.constantFrom(
    ['general' as const],
    ['user' as const],
    ['control', 'mask', 'user', 'other'] as const,
    ['general', 'user'] as const,
    [] as const,
  ),
  isIntermediate: fc.boolean(),
  boardId: fc.constantFrom('none', 'own', 'hidden', 'shared'),
  starred: fc.boolean(),
  createdFrom: fc.constantFrom('2026-08-20', '2026-08-21', '2026-01-01'),
  createdTo: fc.constantFrom('2026-08-19', '2026-08-20', '2026-12-31'),
  search: fc.constantFrom('fox', 'FOX', 'fuchs', '0%_', '狐', '赤い狐', 'e', '08-20', '2026', 'absent', '"', ''),
})
const filters = ['origin', 'categories', 'isIntermediate', 'boardId', 'starred', 'createdFrom', 'createdTo', 'search'] as const

// more than three filters at once leave too little of a gallery to be in any order
const someList = fc
  .tuple(
    narrowings,
    fc.subarray([...filters], { maxLength: 3 }),
    fc.boolean(),
    fc.boolean(),
    fc.constantFrom(
      { kind: 'everyone' } as const,
      { kind: 'owner', userId: 'ann' } as const,
      { kind: 'visible', userId: 'ann' } as const,
      { kind: 'open', closed: ['bob'] } as const,
      { kind: 'overseen', userId: 'ann', closed: ['bob'] } as const,
    ),
  )
  .map(
    ([all, chosen, isAscending, starredFirst, scope]): ImageList => ({
      ...Object.fromEntries(chosen.map((filter) => [filter, all[filter]])),
      scope,
      direction: isAscending ? 'asc' : 'desc',
      starredFirst,
    }),
  )

/** What the list means, said in the plainest way. */
function expectNames(all: readonly Picture[], list: ImageList): string[] {
  const mayAnnSee = (boardId: string | null | undefined) => boardId === 'own' || boardId === 'shared' || boardId === 'granted'
  const shown = all.filter((image) => {
    const texts = [image.metadata ?? '', image.created_at].map((text) => text.toLowerCase())
    return (
      !image.isDeleted &&
      (list.scope.kind === 'everyone' ||
        image.user_id === 'ann' ||
        (image.user_id === 'cleo' && (list.scope.kind === 'open' || list.scope.kind === 'overseen')) ||
        (list.scope.kind === 'visible' && mayAnnSee(image.board_id)) ||
        (list.scope.kind === 'overseen' && (mayAnnSee(image.board_id) || image.board_id === 'of cleo'))) &&
      (list.origin === undefined || image.image_origin === list.origin) &&
      (!list.categories?.length || list.categories.includes(image.image_category)) &&
      (list.isIntermediate === undefined || image.is_intermediate === list.isIntermediate) &&
      (list.boardId === undefined || (image.board_id ?? 'none') === list.boardId) &&
      (list.starred === undefined || image.starred === list.starred) &&
      (list.createdFrom === undefined || image.created_at.slice(0, 10) >= list.createdFrom) &&
      (list.createdTo === undefined || image.created_at.slice(0, 10) <= list.createdTo) &&
      (!list.search || texts.some((text) => text.includes(list.search?.toLowerCase() ?? '')))
    )
  })
  const sign = list.direction === 'asc' ? 1 : -1
  const key = (image: Picture) => image.created_at + image.image_name
  return shown
    .sort((a, b) => (list.starredFirst ? Number(b.starred) - Number(a.starred) : 0) || sign * (key(a) < key(b) ? -1 : 1))
    .map(({ image_name }) => image_name)
}

test('pages by place, pages behind a place, names and counts say the same of any list of any gallery', {
  timeout: 300_000,
}, async () => {
  await transaction(store.db, async (tx) => {
    for (const user of ['ann', 'bob']) {
      await tx.insertInto('users').values({ user_id: user, email: user, email_folded: user, password_hash: '' }).execute()
    }
    for (const board of boards) await createBoard(tx, { ...board, board_name: board.board_id })
    await tx
      .insertInto('board_grants')
      .values({ board_id: 'granted', user_id: 'ann', permission: 'read', granted_by: 'bob' })
      .execute()
  })
  const gallery = fc.array(pictureWithoutName, { maxLength: 40, size: 'max' })
  const property = fc.asyncProperty(
    gallery,
    fc.array(someList, { minLength: 6, maxLength: 6 }),
    fc.integer({ min: 1, max: 7 }),
    async (made, lists, size) => {
      const all: Picture[] = made.map((image, at) => ({ ...image, image_name: `${String((at * 7) % 41).padStart(2, '0')}.png` }))
      await transaction(store.db, async (tx) => {
        await tx.deleteFrom('images').execute()
        for (const { isDeleted, ...image } of all) await createImage(tx, image)
        await trashImages(
          tx,
          all.filter(({ isDeleted }) => isDeleted).map(({ image_name }) => image_name),
        )
      })
      for (const list of lists) await compareList(all, list, size)
    },
  )
  await fc.assert(property, { numRuns: 150 })
})

async function compareList(all: readonly Picture[], list: ImageList, size: number) {
  const expected = expectNames(all, list)
  const starred = all.filter(({ image_name, starred }) => starred && expected.includes(image_name)).length
  const { readers } = store

  const names = JSON.parse(Buffer.from(await readImageNames(readers, list, 'image_names')).toString())
  expect(names).toEqual({ image_names: expected, starred_count: starred, total_count: expected.length })

  const byPlace: string[] = []
  for (let offset = 0; offset < expected.length + size; offset += size) {
    const { items, total } = await listImages(readers, list, 'ann', { offset, limit: size })
    expect(total).toBe(expected.length)
    byPlace.push(...items.map(({ image_name }) => image_name))
  }
  expect(byPlace).toEqual(expected)

  const byKey: string[] = []
  let page = await listImagesAfter(readers, list, 'ann', { limit: size })
  while (page.items.length > 0) {
    expect(page.total).toBe(expected.length)
    byKey.push(...page.items.map(({ image_name }) => image_name))
    page = await listImagesAfter(readers, list, 'ann', { after: page.items.at(-1), limit: size })
  }
  expect(byKey).toEqual(expected)

  if (!list.search && list.createdFrom === undefined && list.createdTo === undefined) {
    expect(await countImages(readers, list)).toEqual({ total: expected.length, starred })
  }
}

async function addPicture(name: string, more: Partial<NewImage> = {}) {
  await transaction(store.db, (tx) =>
    createImage(tx, {
      image_name: name,
      user_id: 'system',
      image_origin: 'internal',
      image_category: 'general',
      width: 64,
      height: 48,
      created_at: '2026-08-19 01:13:04.123',
      ...more,
    }),
  )
}

test('counts stay right through stars, moves, changes of purpose, deletion, restoring and the end of a board', async () => {
  await createBoard(store.db, { board_id: 'b', board_name: 'b', user_id: 'system' })
  for (const name of ['1', '2', '3', '4']) await addPicture(name, { board_id: 'b' })
  await transaction(store.db, async (tx) => {
    await starImages(tx, ['1', '2'], true)
    await trashImages(tx, ['2', '3'])
    await updateImage(tx, '4', { is_intermediate: true, image_category: 'mask' })
    await tx.deleteFrom('boards').where('board_id', '=', 'b').execute()
  })
  const counts = await store.db
    .selectFrom('image_counts')
    .select(['board_id', 'shelf', 'starred', 'images'])
    .orderBy('shelf')
    .orderBy('starred')
    .execute()
  expect(counts).toEqual([
    { board_id: 'none', shelf: 'images', starred: 1, images: 1 },
    { board_id: 'none', shelf: 'intermediate_assets', starred: 0, images: 1 },
    { board_id: 'none', shelf: 'trash', starred: 0, images: 1 },
    { board_id: 'none', shelf: 'trash', starred: 1, images: 1 },
  ])
})

test('a page tells whose an image is and what its board allows to whoever looks', async () => {
  await createBoard(store.db, { board_id: 'b', board_name: 'b', user_id: 'system', board_visibility: 'shared' })
  await addPicture('a', { board_id: 'b', session_id: 's', node_id: 'n', has_workflow: true })
  const { items } = await listImages(store.readers, pictures, 'ann', { offset: 0, limit: 1 })
  expect(items).toEqual([
    {
      image_name: 'a',
      user_id: 'system',
      owner_display_name: 'System',
      board_id: 'b',
      board_user_id: 'system',
      board_visibility: 'shared',
      viewer_permission: null,
      image_origin: 'internal',
      image_category: 'general',
      width: 64,
      height: 48,
      session_id: 's',
      node_id: 'n',
      is_intermediate: 0,
      starred: 0,
      has_workflow: 1,
      image_subfolder: '',
      created_at: '2026-08-19 01:13:04.123',
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
      deleted_at: null,
      placeholder: null,
    },
  ])
})

test('names come in each of the forms that are asked for, also of an empty list', async () => {
  await addPicture('a', { starred: true })
  const read = async (form: Parameters<typeof readImageNames>[2], list = pictures) =>
    JSON.parse(Buffer.from(await readImageNames(store.readers, list, form)).toString())
  expect(await read('item_names')).toEqual({ item_names: ['a'], starred_count: 1, total_count: 1 })
  expect(await read('items')).toEqual({ items: [{ kind: 'image', name: 'a' }], starred_count: 1, total_count: 1 })
  expect(await read('names')).toEqual(['a'])
  expect(await read('image_names', { ...pictures, boardId: 'gone' })).toEqual({
    image_names: [],
    starred_count: 0,
    total_count: 0,
  })
})

test('days come newest first with counts and the newest image of each', async () => {
  await addPicture('a', { created_at: '2026-08-19 01:00:00.000' })
  await addPicture('b', { created_at: '2026-08-19 02:00:00.000', image_category: 'user' })
  await addPicture('c', { created_at: '2026-08-20 02:00:00.000' })
  await addPicture('d', { created_at: '2026-08-21 02:00:00.000', is_intermediate: true })
  expect(await listGalleryDays(store.readers, { kind: 'everyone' })).toEqual([
    { date: '2026-08-20', image_count: 1, asset_count: 0, cover_image_name: 'c' },
    { date: '2026-08-19', image_count: 1, asset_count: 1, cover_image_name: 'b' },
  ])
})

test('a search follows changes of the metadata and forgets what was removed', async () => {
  await addPicture('a', { metadata: '{"prompt":"old fox"}' })
  const find = async (search: string) =>
    (await listImages(store.readers, { ...pictures, search }, 'ann', { offset: 0, limit: 9 })).total
  await store.db.updateTable('image_metadata').set({ metadata: '{"prompt":"new wolf"}' }).execute()
  expect([await find('fox'), await find('wolf')]).toEqual([0, 1])
  await store.db.deleteFrom('images').execute()
  expect(await find('wolf')).toBe(0)
})

test.each(['"', '""" OR "fox', 'fox*', 'NEAR(fox)', '^fox', '-fox', "'; drop table images", '%', '_', '\\', 'fox OR wolf'])(
  'a search for %s takes every letter for itself',
  async (search) => {
    await addPicture('a', { metadata: '{"prompt":"a fox"}' })
    await addPicture('b', { metadata: `{"prompt":"before ${search} behind"}` })
    const { items } = await listImages(store.readers, { ...pictures, search }, 'ann', { offset: 0, limit: 9 })
    const found = items.map(({ image_name }) => image_name)
    expect(found).toContain('b')
    // a quote stands in every metadata
    if (search !== '"') expect(found).toEqual(['b'])
  },
)

test('a limit of 0 gives the total alone', async () => {
  await addPicture('a', { metadata: '{"prompt":"a fox"}' })
  expect(await listImages(store.readers, pictures, 'ann', { offset: 0, limit: 0 })).toEqual({ items: [], total: 1 })
  expect(await listImages(store.readers, { ...pictures, search: 'fox' }, 'ann', { offset: 0, limit: 0 })).toEqual({
    items: [],
    total: 1,
  })
})
