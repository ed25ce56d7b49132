import type { Tile } from '@bottega/graph'
import { findLengthFault } from '../collections/list-length.ts'
import { refuse } from '../refuse.ts'

/*
 * Tiles that cover a picture, row by row from the top left. Both axes follow the same rule, so a layout is two lists of spans.
 */

/** Where a tile begins and ends along one axis; the end is outside. */
interface Span {
  readonly start: number
  readonly end: number
}

/** Sizes of the picture and of the tiles, in pixels. */
export interface TileSizes {
  readonly imageWidth: number
  readonly imageHeight: number
  readonly tileWidth: number
  readonly tileHeight: number
}

/** Sizes that even tiles follow from. */
export interface EvenSplit {
  readonly imageWidth: number
  readonly imageHeight: number
  readonly columns: number
  readonly rows: number
}

/** Edges of tiles lie on multiples of this: a latent stands for so many pixels. */
const GRID = 8

const expectSmaller = (overlap: number, size: number) =>
  overlap < size ? overlap : refuse(`The overlap of tiles, ${overlap}, must be less than their size, ${size}.`)

/**
 * Tiles of one size that overlap by the same amount, but for the last of each row and column, which ends with the picture and overlaps more.
 *
 * @throws EngineError `request_invalid` when a tile is larger than the picture, the overlap not smaller than a tile, or there would be more
 *         than 100,000 tiles
 */
export function layTiles(sizes: TileSizes, overlap: number): readonly Tile[] {
  function cover(length: number, size: number): readonly Span[] {
    if (size > length) refuse(`Tiles of ${size} pixels are larger than the picture, ${length}. Make the tiles smaller.`)
    const stride = size - expectSmaller(overlap, size)
    return listSpans(Math.ceil((length - overlap) / stride), (at) => {
      const end = Math.min(at * stride + size, length)
      return { start: end - size, end }
    })
  }
  return combine(cover(sizes.imageWidth, sizes.tileWidth), cover(sizes.imageHeight, sizes.tileHeight))
}

/**
 * Tiles of one size whose surplus is spread over all overlaps, each at least `minOverlap`. Tiles larger than the picture become as large as it.
 *
 * @throws EngineError `request_invalid` when the overlap is not smaller than a tile, or there would be more than 100,000 tiles
 */
export function layTilesWithMinOverlap(sizes: TileSizes, minOverlap: number): readonly Tile[] {
  function cover(length: number, wanted: number): readonly Span[] {
    const stride = wanted - expectSmaller(minOverlap, wanted)
    const size = Math.min(length, wanted)
    const count = size === length ? 1 : Math.ceil((length - minOverlap) / stride)
    return listSpans(count, (at) => {
      const start = count > 1 ? Math.floor((at * (length - size)) / (count - 1)) : 0
      return { start, end: start + size }
    })
  }
  return combine(cover(sizes.imageWidth, sizes.tileWidth), cover(sizes.imageHeight, sizes.tileHeight))
}

/**
 * So many tiles in each direction, all overlapping by the same amount, their size a multiple of 8 but for the last of each row and column,
 * which takes what is left.
 *
 * @throws EngineError `request_invalid` when the picture is not a multiple of 8, the overlap leaves a tile nothing of its own, or there would
 *         be more than 100,000 tiles
 */
export function layTilesEvenly({ imageWidth, imageHeight, columns, rows }: EvenSplit, overlap: number): readonly Tile[] {
  if (imageWidth % GRID !== 0 || imageHeight % GRID !== 0) {
    refuse(`Width and height must be multiples of ${GRID} to be split evenly: ${imageWidth} x ${imageHeight} is not.`)
  }
  function cover(length: number, count: number): readonly Span[] {
    const size = GRID * Math.floor((length + overlap * (count - 1)) / count / GRID)
    if (count > 1 && overlap >= size) {
      refuse(`${count} tiles of ${length} pixels cannot overlap by ${overlap}. Take fewer tiles, or a smaller overlap.`)
    }
    return listSpans(count, (at) => {
      const start = at === 0 ? 0 : at * (size - overlap)
      return { start, end: at === count - 1 ? length : start + size }
    })
  }
  return combine(cover(imageWidth, columns), cover(imageHeight, rows))
}

function listSpans(count: number, spanAt: (at: number) => Span): readonly Span[] {
  const fault = findLengthFault(count)
  if (fault !== undefined) refuse(fault)
  return Array.from({ length: count }, (_, at) => spanAt(at))
}

/** How far each span covers the one before it and the one behind it. */
function measureOverlaps(spans: readonly Span[]): readonly (Span & { readonly before: number; readonly behind: number })[] {
  const overlapAt = (at: number) => {
    const [left, right] = [spans[at - 1], spans[at]]
    return left && right ? Math.max(0, left.end - right.start) : 0
  }
  return spans.map((span, at) => ({ ...span, before: overlapAt(at), behind: overlapAt(at + 1) }))
}

function combine(across: readonly Span[], down: readonly Span[]): readonly Tile[] {
  const fault = findLengthFault(across.length * down.length)
  if (fault !== undefined) refuse(fault)
  const columns = measureOverlaps(across)
  return measureOverlaps(down).flatMap((row) =>
    columns.map((column) => ({
      coords: { top: row.start, bottom: row.end, left: column.start, right: column.end },
      overlap: { top: row.before, bottom: row.behind, left: column.before, right: column.behind },
    })),
  )
}
