import { toGrey } from '../pixels/modes.ts'
import type { Overlap } from './join.ts'

/** Numbers seen with the seam running from top to bottom. */
interface Grid {
  readonly values: Float32Array
  readonly width: number
  readonly height: number
}

const valueAt = ({ values, width }: Grid, x: number, y: number) => values[y * width + x] as number

/**
 * Goes over from one tile to the next along the seam where their difference changes least, blurred over `amount` pixels. The seam keeps half
 * of that from both ends of the overlap, as far as it is wide enough.
 *
 * @source  Avidan and Shamir 2007, "Seam carving for content-aware image resizing", section 3
 */
export function blendAlongSeam({ before, behind, direction }: Overlap, amount: number): Float32Array {
  const [one, other] = [toGrey(before).data, toGrey(behind).data]
  const difference = { values: Float32Array.from(one, (value, at) => (other[at] as number) - value), ...sizeOf(before) }
  const upright = direction === 'across' ? difference : transpose(difference)
  const seam = findSeam(measureEnergy(upright), Math.ceil(amount / 2))
  const { width, height } = upright
  const sides = Float32Array.from({ length: width * height }, (_, at) =>
    at % width < (seam[Math.floor(at / width)] as number) ? 0 : 1,
  )
  const weights = blurSquare({ values: sides, width, height }, amount)
  return direction === 'across' ? weights.values : transpose(weights).values
}

const sizeOf = ({ width, height }: { readonly width: number; readonly height: number }) => ({ width, height })

function transpose({ values, width, height }: Grid): Grid {
  return {
    values: values.map((_, at) => values[(at % height) * width + Math.floor(at / height)] as number),
    width: height,
    height: width,
  }
}

/** How much a grid changes at each place, in both directions together. */
function measureEnergy(grid: Grid): Grid {
  const { width, height } = grid
  function slope(at: number, length: number, read: (at: number) => number): number {
    const [from, to] = [Math.max(0, at - 1), Math.min(length - 1, at + 1)]
    return from === to ? 0 : Math.abs(read(to) - read(from)) / (to - from)
  }
  const values = grid.values.map((_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    return slope(x, width, (column) => valueAt(grid, column, y)) + slope(y, height, (row) => valueAt(grid, x, row))
  })
  return { values, width, height }
}

/** The column of the seam in each row: connected from top to bottom, with the least energy in all. */
function findSeam(energy: Grid, margin: number): Int32Array {
  const { width, height } = energy
  const middle = Math.floor(width / 2)
  const first = Math.min(margin, middle)
  const last = Math.max(first, width - 1 - margin)
  const costs: Grid = { values: energy.values.slice(), width, height }
  const cheapest = (x: number, y: number) => {
    let best = Math.max(first, x - 1)
    for (let other = best + 1; other <= Math.min(last, x + 1); other++) {
      if (valueAt(costs, other, y) < valueAt(costs, best, y)) best = other
    }
    return best
  }
  for (let y = 1; y < height; y++) {
    for (let x = first; x <= last; x++) {
      const at = y * width + x
      costs.values[at] = (energy.values[at] as number) + valueAt(costs, cheapest(x, y - 1), y - 1)
    }
  }
  const seam = new Int32Array(height)
  let column = first
  for (let x = first; x <= last; x++) if (valueAt(costs, x, height - 1) < valueAt(costs, column, height - 1)) column = x
  for (let y = height - 1; y >= 0; y--) {
    seam[y] = column
    if (y > 0) column = cheapest(column, y - 1)
  }
  return seam
}

/** The mean of a square of `size` around each place; beyond the edges the outermost values go on. */
function blurSquare(grid: Grid, size: number): Grid {
  return size < 2 ? grid : transpose(blurRows(transpose(blurRows(grid, size)), size))
}

function blurRows(grid: Grid, size: number): Grid {
  const { width, height } = grid
  const values = new Float32Array(width * height)
  const before = Math.floor(size / 2)
  for (let y = 0; y < height; y++) {
    const read = (x: number) => valueAt(grid, Math.min(width - 1, Math.max(0, x)), y)
    let sum = 0
    for (let x = -before; x < size - before; x++) sum += read(x)
    for (let x = 0; x < width; x++) {
      values[y * width + x] = sum / size
      sum += read(x + size - before) - read(x - before)
    }
  }
  return { values, width, height }
}
