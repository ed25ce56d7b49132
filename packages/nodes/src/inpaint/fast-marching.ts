import type { Picture } from '../engine-types.ts'
import { measureDistances } from '../pixels/distance.ts'
import { toBytes } from '../pixels/to-bytes.ts'
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

/** The places around a pixel that count for it, nearest rows first, and how much by their distance alone. */
const AROUND = Array.from({ length: (2 * RADIUS + 1) ** 2 }, (_, at) => {
  const [dx, dy] = [(at % (2 * RADIUS + 1)) - RADIUS, Math.floor(at / (2 * RADIUS + 1)) - RADIUS]
  const square = dx ** 2 + dy ** 2
  return { dx, dy, square, nearness: 1 / (square * Math.sqrt(square)) }
}).filter(({ square }) => square > 0 && square <= RADIUS ** 2)

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
    colors: new Float32Array(rgb.data),
  }
  const { states, times } = march
  const front = new Heap()
  function reach(next: number): void {
    if (states[next] === KNOWN) return
    const time = arrivalAt(march, next)
    if (states[next] === AHEAD) fillPixel(march, next, time)
    if (time >= (times[next] as number)) return
    states[next] = FRONT
    times[next] = time
    front.push(next, time)
  }
  // what lies beside the hole is at its edge
  for (let at = 0; at < isHole.length; at++) if (times[at] === 0) front.push(at, 0)
  for (let at = front.pop(); at !== undefined; at = front.pop()) {
    states[at] = KNOWN
    const column = at % width
    if (at >= width) reach(at - width)
    if (at < states.length - width) reach(at + width)
    if (column > 0) reach(at - 1)
    if (column < width - 1) reach(at + 1)
  }
  return { ...rgb, data: toBytes(march.colors) }
}

/** When the front, one pixel a time unit, arrives: the solution of |∇T| = 1 from the earlier neighbour of each axis. */
function arrivalAt({ width, height, times }: March, at: number): number {
  const [x, y] = [at % width, Math.floor(at / width)]
  const never = Number.POSITIVE_INFINITY
  const across = Math.min(x > 0 ? (times[at - 1] as number) : never, x < width - 1 ? (times[at + 1] as number) : never)
  const down = Math.min(y > 0 ? (times[at - width] as number) : never, y < height - 1 ? (times[at + width] as number) : never)
  const gap = Math.abs(across - down)
  return gap < 1 ? (across + down + Math.sqrt(2 - gap * gap)) / 2 : Math.min(across, down) + 1
}

function fillPixel({ width, height, states, times, colors }: March, at: number, time: number): void {
  const [x, y] = [at % width, Math.floor(at / width)]
  const timeAt = (other: number, isThere: boolean) =>
    isThere && times[other] !== Number.POSITIVE_INFINITY ? (times[other] as number) : time
  // the direction that the front moves in
  const slopeX = (timeAt(at + 1, x < width - 1) - timeAt(at - 1, x > 0)) / 2
  const slopeY = (timeAt(at + width, y < height - 1) - timeAt(at - width, y > 0)) / 2
  let [red, green, blue, redRise, greenRise, blueRise, total] = [0, 0, 0, 0, 0, 0, 0]
  for (let place = 0; place < AROUND.length; place++) {
    const { dx, dy, nearness } = AROUND[place] as (typeof AROUND)[number]
    const [column, row] = [x + dx, y + dy]
    if (column < 0 || row < 0 || column >= width || row >= height) continue
    const other = at + dy * width + dx
    if (states[other] === AHEAD) continue
    const along = Math.abs(dx * slopeX + dy * slopeY) || ACROSS
    const weight = (along * nearness) / (1 + Math.abs((times[other] as number) - time))
    const color = other * 3
    total += weight
    red += weight * (colors[color] as number)
    green += weight * (colors[color + 1] as number)
    blue += weight * (colors[color + 2] as number)
    // how much brighter it gets on the way from there, as far as its neighbours are known
    if (dx !== 0 && column > 0 && column < width - 1 && states[other - 1] !== AHEAD && states[other + 1] !== AHEAD) {
      const way = (-dx * weight) / 2
      redRise += way * ((colors[color + 3] as number) - (colors[color - 3] as number))
      greenRise += way * ((colors[color + 4] as number) - (colors[color - 2] as number))
      blueRise += way * ((colors[color + 5] as number) - (colors[color - 1] as number))
    }
    if (dy !== 0 && row > 0 && row < height - 1 && states[other - width] !== AHEAD && states[other + width] !== AHEAD) {
      const way = (-dy * weight) / 2
      const [above, below] = [color - width * 3, color + width * 3]
      redRise += way * ((colors[below] as number) - (colors[above] as number))
      greenRise += way * ((colors[below + 1] as number) - (colors[above + 1] as number))
      blueRise += way * ((colors[below + 2] as number) - (colors[above + 2] as number))
    }
  }
  const limit = (rise: number) => Math.min(STEEPEST, Math.max(-STEEPEST, rise))
  colors[at * 3] = red / total + limit(redRise / total)
  colors[at * 3 + 1] = green / total + limit(greenRise / total)
  colors[at * 3 + 2] = blue / total + limit(blueRise / total)
}
