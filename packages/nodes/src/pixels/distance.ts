/**
 * How far each place is from the nearest one that is set, in pixels; infinitely far when none is.
 *
 * Distances along columns first, then the lower envelope of their parabolas along each row.
 *
 * @param isSet   rows of flags
 * @source        Felzenszwalb & Huttenlocher 2012, "Distance transforms of sampled functions"
 */
export function measureDistances(isSet: ArrayLike<boolean | number>, width: number, height: number): Float64Array {
  const squares = new Float64Array(width * height).fill(Number.POSITIVE_INFINITY)
  for (let at = 0; at < squares.length; at++) if (isSet[at]) squares[at] = 0
  sweepColumns(squares, width, height)
  const envelope: Envelope = { row: new Float64Array(width), places: new Int32Array(width), borders: new Float64Array(width) }
  for (let y = 0; y < height; y++) {
    envelope.row.set(squares.subarray(y * width, (y + 1) * width))
    envelopeRow(envelope, squares, y * width)
  }
  for (let at = 0; at < squares.length; at++) squares[at] = Math.sqrt(squares[at] as number)
  return squares
}

/** Squares of distances along columns; a row is as far as the one before it, and a pixel more. */
function sweepColumns(squares: Float64Array, width: number, height: number): void {
  const distances = new Float64Array(width)
  const sweep = (row: number) => {
    for (let x = 0, at = row * width; x < width; x++, at++) {
      const distance = squares[at] === 0 ? 0 : (distances[x] as number) + 1
      distances[x] = distance
      squares[at] = Math.min(squares[at] as number, distance * distance)
    }
  }
  distances.fill(Number.POSITIVE_INFINITY)
  for (let row = 0; row < height; row++) sweep(row)
  distances.fill(Number.POSITIVE_INFINITY)
  for (let row = height - 1; row >= 0; row--) sweep(row)
}

/** A row with the parabolas that are the lowest somewhere: their places, and where each begins to be it. */
interface Envelope {
  readonly row: Float64Array
  readonly places: Int32Array
  readonly borders: Float64Array
}

/** The least of (x − p)² + row[p] over all p, for each x. */
function envelopeRow({ row, places, borders }: Envelope, target: Float64Array, start: number): void {
  let count = 0
  for (let place = 0; place < row.length; place++) {
    const height = row[place] as number
    if (height === Number.POSITIVE_INFINITY) continue
    let border = Number.NEGATIVE_INFINITY
    while (count > 0) {
      const other = places[count - 1] as number
      border = (height + place * place - ((row[other] as number) + other * other)) / (2 * (place - other))
      if (border > (borders[count - 1] as number)) break
      count--
      border = Number.NEGATIVE_INFINITY
    }
    places[count] = place
    borders[count++] = border
  }
  for (let x = 0, at = 0; x < row.length && count > 0; x++) {
    while (at + 1 < count && (borders[at + 1] as number) < x) at++
    const place = places[at] as number
    target[start + x] = (x - place) * (x - place) + (row[place] as number)
  }
}
