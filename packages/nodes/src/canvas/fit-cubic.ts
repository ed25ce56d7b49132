/** Powers of x that a cubic is made of. */
const POWERS = [0, 1, 2, 3] as const

/**
 * The cubic polynomial that comes nearest to some points, by the sum of the squares of its misses.
 *
 * @param points  at least four of them with different x
 */
export function fitCubic(points: readonly (readonly [x: number, y: number])[]): (x: number) => number {
  const sum = (term: (x: number, y: number) => number) => points.reduce((total, [x, y]) => total + term(x, y), 0)
  // the normal equations: one row a power, its right side last
  const rows = POWERS.map((row) => [...POWERS.map((column) => sum((x) => x ** (row + column))), sum((x, y) => y * x ** row)])
  for (const pivot of POWERS) {
    const lead = rows[pivot] as number[]
    for (const row of rows) {
      if (row === lead) continue
      const factor = (row[pivot] as number) / (lead[pivot] as number)
      for (let at = pivot; at < row.length; at++) row[at] = (row[at] as number) - factor * (lead[at] as number)
    }
  }
  const [a = 0, b = 0, c = 0, d = 0] = POWERS.map(
    (power) => ((rows[power] as number[])[4] as number) / ((rows[power] as number[])[power] as number),
  )
  return (x) => a + x * (b + x * (c + x * d))
}
