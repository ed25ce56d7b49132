import { fillTensor, mapElements, type Tensor } from '@bottega/engine'
import { refuse } from '../refuse.ts'
import { cropTensor, type Rectangle } from './crop.ts'
import { LATENT_SCALE } from './latent-size.ts'

/** The usual side of a tile, in latents. */
const USUAL_SIDE = 64
const LEAST_SIDE = 8
/** Share of a tile that the next one covers too. */
const OVERLAP = 0.25

/** The side of a tile in latents, for what a node was asked for in pixels; 0 and less mean the usual one. */
export function parseTileSize(pixels: number): number {
  if (pixels <= 0) return USUAL_SIDE
  if (pixels >= LEAST_SIDE * LATENT_SCALE) return pixels / LATENT_SCALE
  return refuse(`Tiles of ${pixels} pixels are too small: choose ${LEAST_SIDE * LATENT_SCALE} or more, or 0 for the usual size.`)
}

/** How a tensor is cut into tiles; lengths are in latents. */
export interface Tiling {
  readonly side: number
  /** Numbers a latent in what is cut, and in what is put together: 1 for latents, 8 for pixels. */
  readonly inputUnit: number
  readonly outputUnit: number
}

/** A tile's place along one axis, and how much of it its neighbours before and after cover too. */
interface Span {
  readonly start: number
  readonly length: number
  readonly before: number
  readonly after: number
}

/** Spans of one length that cover an axis, evenly laid. */
function coverAxis(length: number, side: number): readonly Span[] {
  if (length <= side) return [{ start: 0, length, before: 0, after: 0 }]
  const overlap = Math.max(1, Math.floor(side * OVERLAP))
  const count = Math.ceil((length - overlap) / (side - overlap))
  const startOf = (at: number) => Math.round((at * (length - side)) / (count - 1))
  return Array.from({ length: count }, (_, at) => ({
    start: startOf(at),
    length: side,
    before: at === 0 ? 0 : startOf(at - 1) + side - startOf(at),
    after: at === count - 1 ? 0 : startOf(at) + side - startOf(at + 1),
  }))
}

/** How much each number of a tile counts along one axis: rising and falling in a straight line where neighbours lie over it. */
function weighSpan({ length, before, after }: Span, unit: number): Float32Array {
  const rise = (distance: number, over: number) => (over === 0 ? 1 : Math.min(1, (distance + 0.5) / (over * unit)))
  const last = length * unit - 1
  return Float32Array.from({ length: length * unit }, (_, at) => rise(at, before) * rise(last - at, after))
}

/** Tiles laid over each other, as weighted sums. */
class Mosaic {
  readonly #sums: Tensor
  readonly #weights: Float32Array

  constructor(channels: number, height: number, width: number) {
    this.#sums = fillTensor([1, channels, height, width])
    this.#weights = new Float32Array(height * width)
  }

  add(tile: Tensor, vertical: Span, horizontal: Span, unit: number): void {
    const [, channels = 0, , width = 0] = this.#sums.shape
    const [down, across] = [weighSpan(vertical, unit), weighSpan(horizontal, unit)]
    for (let line = 0; line < channels * down.length; line++) {
      const [channel, row] = [Math.floor(line / down.length), line % down.length]
      const place = (vertical.start * unit + row) * width + horizontal.start * unit
      for (let column = 0; column < across.length; column++) {
        const weight = (down[row] as number) * (across[column] as number)
        const at = channel * this.#weights.length + place + column
        this.#sums.data[at] = (this.#sums.data[at] as number) + weight * (tile.data[line * across.length + column] as number)
        if (channel === 0) this.#weights[place + column] = (this.#weights[place + column] as number) + weight
      }
    }
  }

  finish(): Tensor {
    return mapElements(this.#sums, (sum, at) => sum / (this.#weights[at % this.#weights.length] as number))
  }
}

/**
 * Does tile by tile what would take too much memory at once, and puts the results together; where tiles lie over each other, one
 * fades into the other.
 *
 * @param input  [1, C, H, W]
 * @param map    from a tile to its result; is told the share of tiles that are done
 */
export async function mapTiles(
  input: Tensor,
  { side, inputUnit, outputUnit }: Tiling,
  map: (tile: Tensor, share: number) => Promise<Tensor>,
): Promise<Tensor> {
  const [, , rows = 0, columns = 0] = input.shape
  const [height, width] = [rows / inputUnit, columns / inputUnit]
  const across = coverAxis(width, side)
  const tiles = coverAxis(height, side).flatMap((vertical) => across.map((horizontal) => ({ vertical, horizontal })))
  if (tiles.length === 1) return map(input, 0)
  let mosaic: Mosaic | undefined
  for (const [at, { vertical, horizontal }] of tiles.entries()) {
    const result = await map(cropTensor(input, toRectangle(vertical, horizontal, inputUnit)), at / tiles.length)
    mosaic ??= new Mosaic(result.shape[1] ?? 0, height * outputUnit, width * outputUnit)
    mosaic.add(result, vertical, horizontal, outputUnit)
  }
  return (mosaic as Mosaic).finish()
}

function toRectangle(vertical: Span, horizontal: Span, unit: number): Rectangle {
  return {
    left: horizontal.start * unit,
    right: (horizontal.start + horizontal.length) * unit,
    top: vertical.start * unit,
    bottom: (vertical.start + vertical.length) * unit,
  }
}
