import { ApiError } from '@bottega/client'
import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { useNotices } from '../../shared/notices/notices.ts'
import { imageKey } from '../../shared/query-keys.ts'
import type { Studio } from '../../shared/studio.tsx'
import { applyChange, tellChange } from './changes.ts'
import { type ImageDto, pickImages } from './image.ts'
import { rememberImages } from './queries.ts'
import { toggleStars } from './star.ts'
import { deleteImages } from './trash.ts'

const image = (image_name: string, more: Partial<ImageDto> = {}): ImageDto => ({
  image_name,
  image_url: `api/v1/images/i/${image_name}/full`,
  thumbnail_url: `api/v1/images/i/${image_name}/thumbnail`,
  image_origin: 'internal',
  image_category: 'general',
  image_subfolder: '',
  width: 128,
  height: 128,
  created_at: '2026-11-26 13:00:00.000',
  updated_at: '2026-11-26 13:00:00.000',
  is_intermediate: false,
  starred: false,
  has_workflow: true,
  owner: { user_id: 'system', display_name: null },
  access: 'owner',
  ...more,
})

/** A page whose server answers as is said, and which has read images. */
function openPage(client: object, images: readonly ImageDto[]) {
  const queries = new QueryClient()
  rememberImages(queries, images)
  const read = (name: string) => queries.getQueryData<ImageDto>(imageKey(name))
  // acts take no more of the page than this
  return { queries, read, studio: { server: { client, queries } } as unknown as Studio }
}

test('an image that is taken off its board has none', () => {
  const moved = applyChange(image('a', { board_id: 'b' }), { kind: 'moved', names: ['a'], board: undefined })
  expect('board_id' in moved).toBe(false)
  expect(applyChange(moved, { kind: 'moved', names: ['a'], board: 'c' }).board_id).toBe('c')
})

test('what is done to images reaches those that were read, and no others', () => {
  const { queries, read } = openPage({}, [image('a'), image('b')])
  tellChange(queries, { kind: 'starred', names: ['a', 'unread'], starred: true })
  expect([read('a')?.starred, read('b')?.starred, read('unread')]).toEqual([true, false, undefined])
})

test('stars are set when one of the images has none, else taken', async () => {
  const calls: string[] = []
  const client = { starImages: async () => calls.push('star'), unstarImages: async () => calls.push('unstar') }
  const [starred, plain] = [image('a', { starred: true }), image('b')]
  const { studio, read } = openPage(client, [starred, plain])
  await toggleStars(studio, pickImages([starred, plain]))
  expect([read('a')?.starred, read('b')?.starred]).toEqual([true, true])
  await toggleStars(studio, pickImages([starred]))
  expect(read('a')?.starred).toBe(false)
  expect(calls).toEqual(['star', 'unstar'])
})

test('a star that the server refuses is taken back', async () => {
  const client = { starImages: async () => Promise.reject(new ApiError(403, 'not yours', undefined)) }
  const { studio, read } = openPage(client, [image('a')])
  await expect(toggleStars(studio, pickImages([image('a')]))).rejects.toThrow('not yours')
  expect(read('a')?.starred).toBe(false)
})

test('a deletion that is refused in part brings the rest back, and offers Undo for what went', async () => {
  const restored: unknown[] = []
  const client = {
    deleteImages: async () => ({ deleted_images: ['a'], failed_images: ['b'], affected_boards: [] }),
    restoreImages: async ({ body }: { body: { image_names: string[] } }) => {
      restored.push(body.image_names)
      return { restored_images: body.image_names, affected_boards: [] }
    },
  }
  const { studio } = openPage(client, [image('a'), image('b')])
  let cameBack = 0
  await deleteImages(studio, { ...pickImages([image('a'), image('b')]), onRestored: () => cameBack++ })
  const { shown } = useNotices.getState()
  expect(shown.map(({ tone }) => tone)).toEqual(['failure', undefined])
  await shown[1]?.act?.run()
  expect(restored).toEqual([['a']])
  expect(cameBack).toBe(1)
})
