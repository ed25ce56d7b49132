/**
 * How far each place is from the nearest one that is set, in pixels; infinitely far when none is.
 *
 * Distances along columns first, then the lower envelope of their parabolas along each row.
 *
 * @param isSet   rows of flags
 * @source        Felzenszwalb & Huttenlocher 2012, "Distance transforms of sampled functions"
 */
export function measureDistances(isSet: ArrayLike<boolean | number>, width: number, height: number): Float64Array {
  const squares = Float64Array.from({ length: width * height }, (_, at) => (isSet[at] ? 0 : Number.POSITIVE_INFINITY))
  for (let column = 0; column < width; column++) sweepColumn(squares, column, width, height)
  const row = new Float64Array(width)
  for (let y = 0; y < height; y++) {
    row.set(squares.subarray(y * width, (y + 1) * width))
    envelopeRow(row, squares, y * width)
  }
  return squares.map(Math.sqrt)
}

function sweepColumn(squares: Float64Array, column: number, width: number, height: number): void {
  const sweep = (from: number, step: number) => {
    let distance = Number.POSITIVE_INFINITY
    for (let y = from; y >= 0 && y < height; y += step) {
      const at = y * width + column
      distance = squares[at] === 0 ? 0 : distance + 1
      squares[at] = Math.min(squares[at] as number, distance * distance)
    }
  }
  sweep(0, 1)
  sweep(height - 1, -1)
}

/** The least of (x − p)² + row[p] over all p, for each x. */
function envelopeRow(row: Float64Array, target: Float64Array, start: number): void {
  const places = new Int32Array(row.length)
  const borders = new Float64Array(row.length)
  let count = 0
  for (let place = 0; place < row.length; place++) {
    const height = row[place] as number
    if (height === Number.POSITIVE_INFINITY) continue
    let border = Number.NEGATIVE_INFINITY
    while (count > 0) {
      const other = places[count - 1] as number
      border = (height + place ** 2 - ((row[other] as number) + other ** 2)) / (2 * (place - other))
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
    target[start + x] = (x - place) ** 2 + (row[place] as number)
  }
}
