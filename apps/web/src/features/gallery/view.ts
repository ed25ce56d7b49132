import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { create } from 'zustand'
import { defineSection, useSection } from '../../shared/user-state/index.ts'
import { DAY, useIsEveryone } from '../boards/index.ts'
import type { ImageListQuery } from '../images/index.ts'

/** What of the gallery is kept for its user. */
export interface GalleryView {
  readonly shows: 'images' | 'assets'
  readonly order: 'newest' | 'oldest'
  readonly size: 'small' | 'medium' | 'large'
}

/** The gallery as it is kept for its user. */
export const viewSection = defineSection<GalleryView>({
  name: 'gallery',
  initial: { shows: 'images', order: 'newest', size: 'medium' },
  parse: ({ shows, order, size }) => ({
    ...((shows === 'images' || shows === 'assets') && { shows }),
    ...((order === 'newest' || order === 'oldest') && { order }),
    ...((size === 'small' || size === 'medium' || size === 'large') && { size }),
  }),
})

/** What the gallery is narrowed to until the page is left. */
export interface Narrowing {
  readonly search: string
  readonly starred: boolean
  /** days, `2026-11-26`; empty for none */
  readonly from: string
  readonly to: string
}

/** The gallery as it is when nothing narrows it. */
export const WIDE: Narrowing = { search: '', starred: false, from: '', to: '' }

/** What the gallery is narrowed to. */
export const useNarrowing = create<Narrowing>(() => WIDE)

/** Which board is open: its id, `none`, `day:2026-11-26`, or undefined for everything. */
export function useOpenBoard(): string | undefined {
  return useSearch({ strict: false }).board
}

/** Which images the gallery lists. */
export function useGalleryQuery(): ImageListQuery {
  const board = useOpenBoard()
  const [{ shows, order }] = useSection(viewSection)
  const narrowing = useNarrowing()
  const isEveryone = useIsEveryone()
  return useMemo(
    () => ({ ...buildQuery(board, shows, order, narrowing), ...(isEveryone && { scope: 'all' as const }) }),
    [board, shows, order, narrowing, isEveryone],
  )
}

function buildQuery(
  board: string | undefined,
  shows: GalleryView['shows'],
  order: GalleryView['order'],
  { search, starred, from, to }: Narrowing,
): ImageListQuery {
  const day = board?.startsWith(DAY) ? board.slice(DAY.length) : undefined
  const [first, last] = [day ?? from, day ?? to]
  return {
    categories: shows === 'images' ? ['general'] : ['control', 'mask', 'user', 'other'],
    is_intermediate: false,
    order_dir: order === 'newest' ? 'DESC' : 'ASC',
    ...(board !== undefined && day === undefined && { board_id: board }),
    ...(search !== '' && { search_term: search }),
    ...(starred && { starred }),
    ...(first !== '' && { created_from: first }),
    ...(last !== '' && { created_to: last }),
  }
}

/** Whether a list is all that was made, newest first. */
export function isWhole({ is_intermediate: _never, categories, order_dir, ...narrowing }: ImageListQuery): boolean {
  return order_dir === 'DESC' && categories?.[0] === 'general' && Object.keys(narrowing).length === 0
}
