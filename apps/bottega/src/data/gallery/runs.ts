import type { Flag, ImageCategory, Shelf } from '../tables.ts'

/** The images of a shelf with or without a star. An index holds each run in order of time, ties by name. */
export interface Run {
  readonly shelf: Shelf
  readonly starred: Flag
  /** Only these categories of the shelf; absent for all. */
  readonly categories?: readonly ImageCategory[]
}

/** Runs that are merged by time. A list is one segment after the other. */
export type Segment = readonly Run[]

/** A part of a segment that a page shows. */
export interface Window {
  /** Place of the segment in the list. */
  readonly segment: number
  readonly runs: Segment
  /** Whether it is counted from the segment's end, which is nearer. */
  readonly fromEnd: boolean
  readonly offset: number
  readonly limit: number
}

const SHELVES: readonly { shelf: Shelf; isIntermediate: boolean; categories: readonly ImageCategory[] }[] = [
  { shelf: 'images', isIntermediate: false, categories: ['general'] },
  { shelf: 'assets', isIntermediate: false, categories: ['control', 'mask', 'user', 'other'] },
  { shelf: 'intermediate_images', isIntermediate: true, categories: ['general'] },
  { shelf: 'intermediate_assets', isIntermediate: true, categories: ['control', 'mask', 'user', 'other'] },
]

/**
 * The shelves that hold images of these categories, of all where none is named, with the categories to pick where not all of a
 * shelf are wanted.
 */
export function pickShelves(
  categories: readonly ImageCategory[] | undefined,
  isIntermediate: boolean | undefined,
): readonly Omit<Run, 'starred'>[] {
  return SHELVES.filter((one) => isIntermediate === undefined || one.isIntermediate === isIntermediate).flatMap((one) => {
    const wanted = one.categories.filter((category) => !categories?.length || categories.includes(category))
    if (wanted.length === 0) return []
    return wanted.length === one.categories.length ? [{ shelf: one.shelf }] : [{ shelf: one.shelf, categories: wanted }]
  })
}

/**
 * The segments of a list: starred images before the others, or all of them in one.
 *
 * @param starred  the only images that are wanted; the segment of the others has no runs then
 */
export function orderRuns(
  shelves: readonly Omit<Run, 'starred'>[],
  { starredFirst, starred: wanted }: { readonly starredFirst: boolean; readonly starred?: boolean | undefined },
): readonly Segment[] {
  const runs = (starred: Flag): Segment =>
    wanted === undefined || wanted === (starred === 1) ? shelves.map((shelf) => ({ ...shelf, starred })) : []
  return starredFirst ? [runs(1), runs(0)] : [[...runs(1), ...runs(0)]]
}

/** The windows that make up a page, given how many images each segment has. */
export function cutWindows(segments: readonly Segment[], totals: readonly number[], offset: number, limit: number): Window[] {
  const windows: Window[] = []
  let start = offset
  let left = limit
  for (const [segment, runs] of segments.entries()) {
    const total = totals[segment] ?? 0
    const take = Math.min(left, total - start)
    if (take > 0) {
      const behind = total - start - take
      const fromEnd = behind < start
      windows.push({ segment, runs, fromEnd, offset: fromEnd ? behind : start, limit: take })
      left -= take
    }
    start = Math.max(0, start - total)
  }
  return windows
}
