import type { Picture } from '../engine-types.ts'
import { measureDistances } from '../pixels/distance.ts'
import { Heap } from './heap.ts'

/*
 * Fills a hole from its edge inwards: at each pixel that the front reaches, the mean of the known ones around it, by how well
 * they lie along the way of the front.
 */

/** How far around a pixel others count for it, in pixels. */
const RADIUS = 3

const AHEAD = 0
const FRONT = 1
const KNOWN = 2

/** The most that brightness may go on rising from one pixel to the next, so that noise does not run away. */
const STEEPEST = 1
/** What counts for a pixel that lies across the way of the front, instead of nothing. */
const ACROSS = 1e-6

/** A hole on its way to be filled. */
interface March {
  readonly width: number
  readonly height: number
  /** Of each pixel. */
  readonly states: Uint8Array
  /** When the front reaches a pixel: the way from the edge of the hole; below 0 outside of it. */
  readonly times: Float64Array
  readonly colors: Float32Array
}

/**
 * The picture with new colours where it is not known.
 *
 * @param isHole  one flag a pixel; at least one is not set
 * @source        Telea 2004, "An image inpainting technique based on the fast marching method"
 */
export function fillByMarching(rgb: Picture, isHole: Uint8Array): Picture {
  const { width, height } = rgb
  const march: March = {
    width,
    height,
    states: isHole.map((hole) => (hole ? AHEAD : KNOWN)),
    times: measureDistances(isHole, width, height).map((way, at) => (isHole[at] ? Number.POSITIVE_INFINITY : 1 - way)),
    colors: Float32Array.from(rgb.data),
  }
  const front = new Heap()
  // what lies beside the hole is at its edge
  for (let at = 0; at < isHole.length; at++) if (march.times[at] === 0) front.push(at, 0)
  for (let at = front.pop(); at !== undefined; at = front.pop()) {
    march.states[at] = KNOWN
    for (const next of neighborsOf(march, at)) {
      if (march.states[next] === KNOWN) continue
      const time = arrivalAt(march, next)
      if (march.states[next] === AHEAD) fillPixel(march, next, time)
      if (time >= (march.times[next] as number)) continue
      march.states[next] = FRONT
      march.times[next] = time
      front.push(next, time)
    }
  }
  return { ...rgb, data: Uint8Array.from(march.colors, (value) => Math.round(Math.min(255, Math.max(0, value)))) }
}

function neighborsOf({ width, states }: March, at: number): readonly number[] {
  const column = at % width
  const around = [at - width, at + width, column > 0 ? at - 1 : -1, column < width - 1 ? at + 1 : -1]
  return around.filter((other) => other >= 0 && other < states.length)
}

/** When the front, one pixel a time unit, arrives: the solution of |∇T| = 1 from the earlier neighbour of each axis. */
function arrivalAt({ width, height, times }: March, at: number): number {
  const [x, y] = [at % width, Math.floor(at / width)]
  const timeOf = (column: number, row: number) =>
    column < 0 || row < 0 || column >= width || row >= height ? Number.POSITIVE_INFINITY : (times[row * width + column] as number)
  const across = Math.min(timeOf(x - 1, y), timeOf(x + 1, y))
  const down = Math.min(timeOf(x, y - 1), timeOf(x, y + 1))
  const gap = Math.abs(across - down)
  return gap < 1 ? (across + down + Math.sqrt(2 - gap ** 2)) / 2 : Math.min(across, down) + 1
}

function fillPixel(march: March, at: number, time: number): void {
  const { width, height, states, times, colors } = march
  const [x, y] = [at % width, Math.floor(at / width)]
  const slope = slopeOf(march, at, time)
  const sums = [0, 0, 0]
  const rises = [0, 0, 0]
  let total = 0
  for (let row = Math.max(0, y - RADIUS); row <= Math.min(height - 1, y + RADIUS); row++) {
    for (let column = Math.max(0, x - RADIUS); column <= Math.min(width - 1, x + RADIUS); column++) {
      const [dx, dy] = [x - column, y - row]
      const square = dx ** 2 + dy ** 2
      const other = row * width + column
      if (states[other] === AHEAD || square > RADIUS ** 2 || other === at) continue
      const along = Math.abs(dx * slope.x + dy * slope.y) || ACROSS
      const weight = along / (square * Math.sqrt(square) * (1 + Math.abs((times[other] as number) - time)))
      total += weight
      for (let channel = 0; channel < 3; channel++) {
        sums[channel] = (sums[channel] as number) + weight * (colors[other * 3 + channel] as number)
        rises[channel] = (rises[channel] as number) + weight * riseOf(march, other, channel, dx, dy)
      }
    }
  }
  for (let channel = 0; channel < 3; channel++) {
    const rise = (rises[channel] as number) / total
    colors[at * 3 + channel] = (sums[channel] as number) / total + Math.min(STEEPEST, Math.max(-STEEPEST, rise))
  }
}

/** The direction that the front moves in at a pixel. */
function slopeOf({ width, height, times }: March, at: number, time: number): { readonly x: number; readonly y: number } {
  const [x, y] = [at % width, Math.floor(at / width)]
  const finite = (value: number | undefined) => (value !== undefined && Number.isFinite(value) ? value : time)
  const before = finite(x > 0 ? times[at - 1] : undefined)
  const after = finite(x < width - 1 ? times[at + 1] : undefined)
  const above = finite(y > 0 ? times[at - width] : undefined)
  const below = finite(y < height - 1 ? times[at + width] : undefined)
  return { x: (after - before) / 2, y: (below - above) / 2 }
}

/** How much brighter a channel gets over a way from a pixel, as far as its neighbours are known. */
function riseOf({ width, height, states, colors }: March, at: number, channel: number, dx: number, dy: number): number {
  const [x, y] = [at % width, Math.floor(at / width)]
  const between = (one: number, other: number, isThere: boolean) => {
    if (!isThere || states[one] === AHEAD || states[other] === AHEAD) return 0
    return ((colors[other * 3 + channel] as number) - (colors[one * 3 + channel] as number)) / 2
  }
  const across = between(at - 1, at + 1, x > 0 && x < width - 1)
  const down = between(at - width, at + width, y > 0 && y < height - 1)
  return across * dx + down * dy
}
