import i18next from 'i18next'
import { create } from 'zustand'
import { tell } from '../../shared/notices/index.ts'
import type { Server } from '../../shared/server/index.ts'
import type { ImageListQuery } from '../images/index.ts'
import { type ImageList, imageAt } from './image-list.ts'
import { readNames } from './queries.ts'

/** Which images of the gallery are picked, and where the keys are. Places count from 0 at the top of the list. */
export interface Selection {
  readonly names: ReadonlySet<string>
  /** where a range begins */
  readonly anchor: number
  /** where the keys are; -1 before they were used */
  readonly active: number
}

const NONE: Selection = { names: new Set(), anchor: 0, active: -1 }

/** As many as one call should carry. */
const MOST = 10_000

/** What is picked. */
export const useSelection = create<Selection>(() => NONE)

/** Picks nothing, and forgets where the keys were. */
export const resetSelection = () => useSelection.setState(NONE)

/** Picks nothing. */
export const clearSelection = () => useSelection.setState({ names: NONE.names })

/** Moves the keys to a place; a range begins there. */
export const goToPlace = (place: number) => useSelection.setState({ active: place, anchor: place })

/** Keeps the keys at their image while others came before it. */
export function moveDown(count: number): void {
  if (count === 0) return
  useSelection.setState(({ active, anchor }) => ({ active: active < 0 ? active : active + count, anchor: anchor + count }))
}

/** Picks an image too, or not any more. */
export function togglePicked(name: string, place: number): void {
  useSelection.setState(({ names }) => {
    const changed = new Set(names)
    if (!changed.delete(name)) changed.add(name)
    return { names: changed, active: place, anchor: place }
  })
}

/** Picks no image that is gone. */
export function forgetPicked(gone: ReadonlySet<string>): void {
  const { names } = useSelection.getState()
  const left = [...names].filter((name) => !gone.has(name))
  if (left.length < names.size) useSelection.setState({ names: new Set(left) })
}

/** Picks all images from the anchor to a place. Names of those that were not read are asked for. */
export async function pickRange(server: Server, query: ImageListQuery, list: ImageList, place: number): Promise<void> {
  const { anchor } = useSelection.getState()
  useSelection.setState({ active: place })
  const [from, to] = anchor < place ? [anchor, place] : [place, anchor]
  const names = await listNames(server, query, list, from, Math.min(to, from + MOST - 1))
  // the keys may have gone on meanwhile
  if (useSelection.getState().active !== place) return
  useSelection.setState({ names: new Set(names) })
  if (to - from >= MOST) tell({ text: i18next.t('gallery:firstPicked', { count: MOST }) })
}

/** Picks all images of the list, or as many as are allowed. */
export async function pickAll(server: Server, query: ImageListQuery, list: ImageList, count: number): Promise<void> {
  if (count === 0) return
  useSelection.setState({ anchor: 0 })
  await pickRange(server, query, list, count - 1)
}

async function listNames(server: Server, query: ImageListQuery, list: ImageList, from: number, to: number) {
  const known = Array.from({ length: to - from + 1 }, (_, at) => imageAt(list, from + at)?.image_name)
  if (known.every((name) => name !== undefined)) return known
  return readNames(server, query, from + list.held, to + list.held)
}
