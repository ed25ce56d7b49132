/** A picture with a hole, at one of several sizes. */
export interface Level {
  readonly width: number
  readonly height: number
  /** Three numbers a pixel; those in the hole are filled in. */
  readonly colors: Float32Array
  readonly isHole: Uint8Array
  /** Middles of the patches that are wholly known. */
  readonly sources: Int32Array
  readonly isSource: Uint8Array
  /** Middles of the patches that touch the hole. */
  readonly targets: Int32Array
}

/** Pixels of a patch on each side of its middle. */
export const PATCH_RADIUS = 3

/** Below this size there is nothing to learn from. */
const LEAST_SIDE = 4 * PATCH_RADIUS

/** Prepares a level. */
export function createLevel(width: number, height: number, colors: Float32Array, isHole: Uint8Array): Level {
  const holesNear = countNear(isHole, width, height)
  const isSource = isHole.map((_, at) => Number(holesNear[at] === 0 && isInside(at, width, height)))
  return { width, height, colors, isHole, sources: listSet(isSource), isSource, targets: listSet(holesNear) }
}

/** The places of all numbers but 0. */
function listSet(numbers: Uint8Array | Int32Array): Int32Array {
  const places = new Int32Array(numbers.length)
  let count = 0
  for (let at = 0; at < numbers.length; at++) if (numbers[at] !== 0) places[count++] = at
  return places.slice(0, count)
}

/**
 * The level at half the size, each pixel the mean of the known ones of four; undefined when too little would be left, of the
 * picture or of the hole.
 */
export function halveLevel({ width, height, colors, isHole }: Level): Level | undefined {
  const [half, rows] = [Math.floor(width / 2), Math.floor(height / 2)]
  if (Math.min(half, rows) < LEAST_SIDE) return undefined
  const halved = new Float32Array(half * rows * 3)
  const isHoleToo = new Uint8Array(half * rows)
  for (let at = 0; at < isHoleToo.length; at++) {
    const corner = Math.floor(at / half) * 2 * width + (at % half) * 2
    const known = [corner, corner + 1, corner + width, corner + width + 1].filter((pixel) => isHole[pixel] === 0)
    isHoleToo[at] = Number(known.length === 0)
    for (let channel = 0; channel < 3; channel++) {
      const sum = known.reduce((total, pixel) => total + (colors[pixel * 3 + channel] as number), 0)
      halved[at * 3 + channel] = known.length > 0 ? sum / known.length : 0
    }
  }
  const level = createLevel(half, rows, halved, isHoleToo)
  return level.sources.length > 0 && level.targets.length > 0 ? level : undefined
}

function isInside(at: number, width: number, height: number): boolean {
  const [x, y] = [at % width, Math.floor(at / width)]
  return x >= PATCH_RADIUS && y >= PATCH_RADIUS && x < width - PATCH_RADIUS && y < height - PATCH_RADIUS
}

/** How many pixels of the hole the patch around each pixel holds. */
function countNear(isHole: Uint8Array, width: number, height: number): Int32Array {
  const across = sumLines(new Int32Array(isHole), width, height, 1, width)
  return sumLines(across, height, width, width, 1)
}

/** Sums over a window that moves along each line. */
function sumLines(values: Int32Array, length: number, lines: number, stride: number, between: number): Int32Array {
  const sums = new Int32Array(values.length)
  for (let line = 0; line < lines; line++) {
    let sum = 0
    const at = (place: number) => (place < 0 || place >= length ? 0 : (values[line * between + place * stride] as number))
    for (let place = 0; place < PATCH_RADIUS; place++) sum += at(place)
    for (let place = 0; place < length; place++) {
      sum += at(place + PATCH_RADIUS) - at(place - PATCH_RADIUS - 1)
      sums[line * between + place * stride] = sum
    }
  }
  return sums
}
