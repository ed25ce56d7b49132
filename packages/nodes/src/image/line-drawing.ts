import type { Picture } from '../engine-types.ts'

/*
 * Drawings in black and white that have been resized: back to black and white, and to lines of one pixel. All pictures are grey.
 */

/** The brightness at a place; black outside. */
type Read = (x: number, y: number) => number

const readerOf =
  ({ data, width, height }: Picture): Read =>
  (x, y) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (data[y * width + x] as number)

function mapPlaces(picture: Picture, change: (x: number, y: number) => number): Picture {
  const { width } = picture
  return { ...picture, data: picture.data.map((_, at) => change(at % width, Math.floor(at / width))) }
}

/** The eight places around one, clockwise from the top. */
const AROUND = [
  [0, -1],
  [1, -1],
  [1, 0],
  [1, 1],
  [0, 1],
  [-1, 1],
  [-1, 0],
  [-1, -1],
] as const

/** Whether most of what is white lies at an edge: a drawing of lines and not of areas. */
export function isLineDrawing(picture: Picture): boolean {
  const { width, height, data } = picture
  const read = readerOf(picture)
  const within = (x: number, y: number) => x >= 0 && y >= 0 && x < width && y < height
  let [edges, white] = [0, 0]
  data.forEach((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)]
    if (value > 127) white += 1
    if (AROUND.some(([dx, dy]) => within(x + dx, y + dy) && read(x + dx, y + dy) !== value)) edges += 1
  })
  return edges * 2 > white
}

/** Keeps what is the brightest along one of the four lines through it; the rest becomes black. */
export function keepRidges(picture: Picture): Picture {
  const read = readerOf(picture)
  return mapPlaces(picture, (x, y) => {
    const here = read(x, y)
    const isRidge = AROUND.slice(0, 4).some(([dx, dy]) => here >= read(x + dx, y + dy) && here >= read(x - dx, y - dy))
    return isRidge ? here : 0
  })
}

/**
 * White for what is brighter than the level that parts a picture best in two, black for the rest.
 *
 * @source  Otsu 1979, "A threshold selection method from gray-level histograms"
 */
export function splitByOtsu(picture: Picture): Picture {
  const counts = new Uint32Array(256)
  for (const value of picture.data) counts[value] = (counts[value] as number) + 1
  const level = findLevel(counts, picture.data.length)
  return { ...picture, data: picture.data.map((value) => (value > level ? 255 : 0)) }
}

function findLevel(counts: Uint32Array, total: number): number {
  const mean = counts.reduce((sum, count, value) => sum + count * value, 0) / total
  let [best, level, share, below] = [0, 0, 0, 0]
  for (const [value, count] of counts.entries()) {
    share += count / total
    below += (count * value) / total
    const between = share > 0 && share < 1 ? (mean * share - below) ** 2 / (share * (1 - share)) : 0
    if (between > best) [best, level] = [between, value]
  }
  return level
}

/**
 * White areas worn down to lines of one pixel that keep how they hang together.
 *
 * @source  Zhang and Suen 1984, "A fast parallel algorithm for thinning digital patterns"
 */
export function thin(picture: Picture): Picture {
  const { width, height } = picture
  const data = picture.data.slice()
  const read = readerOf({ ...picture, data })
  for (let isDone = false; !isDone; ) {
    isDone = true
    for (const side of [0, 1] as const) {
      const worn: number[] = []
      for (let at = 0; at < width * height; at++) {
        if (data[at] !== 0 && isWorn(read, at % width, Math.floor(at / width), side)) worn.push(at)
      }
      for (const at of worn) data[at] = 0
      if (worn.length > 0) isDone = false
    }
  }
  return { ...picture, data }
}

/** Whether a white place goes in a round: it lies at the edge, is no end, and what is around it stays together. */
function isWorn(read: Read, x: number, y: number, side: 0 | 1): boolean {
  const ring = AROUND.map(([dx, dy]) => read(x + dx, y + dy) > 0)
  const white = ring.filter(Boolean).length
  const begins = ring.filter((isWhite, at) => !isWhite && ring[(at + 1) % 8]).length
  if (white < 2 || white > 6 || begins !== 1) return false
  const [top, , right, , bottom, , left] = ring
  return side === 0
    ? !(top && right && bottom) && !(right && bottom && left)
    : !(top && right && left) && !(top && bottom && left)
}
