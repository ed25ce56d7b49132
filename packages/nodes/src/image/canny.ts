import type { Picture } from '../engine-types.ts'

/** How steep a picture is at each pixel, and which way. */
interface Slopes {
  readonly across: Int16Array
  readonly down: Int16Array
  /** Both together: the sum of their amounts. */
  readonly steepness: Int32Array
}

const STRONG = 2
const WEAK = 1

/**
 * Edges one pixel wide: where a picture is steepest across the edge, as long as it is somewhere steeper than `high` and everywhere than `low`.
 *
 * @param picture  grey or RGB; of several channels the steepest counts
 * @param low      least steepness, of Sobel's operator, the sum of both directions; `high` likewise, and they may be given either way round
 * @returns        grey, 255 on edges and 0 elsewhere
 * @source         Canny 1986, "A computational approach to edge detection", sections VI and VIII
 */
export function findEdges(picture: Picture, low: number, high: number): Picture {
  const { width, height } = picture
  const slopes = measureSlopes(picture)
  const marks = markRidges(slopes, width, height, Math.min(low, high), Math.max(low, high))
  return { data: followStrong(marks, width, height), width, height, channels: 1 }
}

/** Sobel's operator; beyond its edges a picture goes on with its last pixels. */
function measureSlopes({ data, width, height, channels }: Picture): Slopes {
  const pixels = width * height
  const slopes = { across: new Int16Array(pixels), down: new Int16Array(pixels), steepness: new Int32Array(pixels).fill(-1) }
  for (let y = 0; y < height; y++) {
    const [above, here, below] = [Math.max(0, y - 1) * width, y * width, Math.min(height - 1, y + 1) * width]
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)]
      // of two channels that are equally steep the last counts
      for (let channel = channels - 1; channel >= 0; channel--) {
        const at = (row: number, column: number) => data[(row + column) * channels + channel] as number
        const nearLeft = at(above, left) + 2 * at(here, left) + at(below, left)
        const nearRight = at(above, right) + 2 * at(here, right) + at(below, right)
        const nearTop = at(above, left) + 2 * at(above, x) + at(above, right)
        const nearBottom = at(below, left) + 2 * at(below, x) + at(below, right)
        const [across, down] = [nearRight - nearLeft, nearBottom - nearTop]
        const steepness = Math.abs(across) + Math.abs(down)
        if (steepness <= (slopes.steepness[here + x] as number)) continue
        slopes.across[here + x] = across
        slopes.down[here + x] = down
        slopes.steepness[here + x] = steepness
      }
    }
  }
  return slopes
}

const TAN_22_5 = Math.SQRT2 - 1
const TAN_67_5 = Math.SQRT2 + 1

/** The step to the next pixel across an edge: sideways, up and down, or along the diagonal that the slope is nearer to. */
function stepAcross(across: number, down: number): readonly [number, number] {
  const [x, y] = [Math.abs(across), Math.abs(down)]
  if (y < x * TAN_22_5) return [1, 0]
  if (y > x * TAN_67_5) return [0, 1]
  return across < 0 !== down < 0 ? [-1, 1] : [1, 1]
}

function markRidges({ across, down, steepness }: Slopes, width: number, height: number, low: number, high: number): Uint8Array {
  const marks = new Uint8Array(width * height)
  const steepnessAt = (x: number, y: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (steepness[y * width + x] as number)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const here = steepness[at] as number
      if (here <= low) continue
      const [stepX, stepY] = stepAcross(across[at] as number, down[at] as number)
      const isDiagonal = stepX !== 0 && stepY !== 0
      const before = steepnessAt(x - stepX, y - stepY)
      const behind = steepnessAt(x + stepX, y + stepY)
      // of two equally steep neighbours the first is the edge; along diagonals neither
      if (here > before && (isDiagonal ? here > behind : here >= behind)) marks[at] = here > high ? STRONG : WEAK
    }
  }
  return marks
}

/** 255 for strong marks and for weak ones that touch them, directly or through other weak ones. */
function followStrong(marks: Uint8Array, width: number, height: number): Uint8Array {
  const edges = new Uint8Array(marks.length)
  const pending: number[] = []
  const visit = (at: number) => {
    if (edges[at] !== 0) return
    edges[at] = 255
    pending.push(at)
  }
  marks.forEach((mark, at) => {
    if (mark === STRONG) visit(at)
  })
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const other = row * width + column
        if (marks[other] !== 0) visit(other)
      }
    }
  }
  return edges
}
