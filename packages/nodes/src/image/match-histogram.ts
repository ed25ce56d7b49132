/**
 * Which value each of 256 becomes so that their shares come to be those of another histogram. Values that are alike in both stay.
 *
 * Each value goes to where the other histogram reaches the same share of all; between values that the other one has, along a straight line.
 *
 * @param counts     how often each value occurs
 * @param reference  the same for the histogram to come to; it has a value at least
 * @source           Gonzalez and Woods, "Digital Image Processing", histogram specification
 */
export function matchHistogram(counts: Uint32Array, reference: Uint32Array): Uint8Array {
  const shares = accumulate(counts)
  const known = accumulate(reference)
  const values = [...reference.keys()].filter((value) => (reference[value] as number) > 0)
  return Uint8Array.from(shares, (share) => Math.round(valueAt(share, values, known)))
}

/** The share of all values that are as large as each, or less. */
function accumulate(counts: Uint32Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, 0)
  let sum = 0
  return Float64Array.from(counts, (count) => {
    sum += count
    return sum / total
  })
}

function valueAt(share: number, values: readonly number[], shares: Float64Array): number {
  const at = values.findIndex((value) => (shares[value] as number) >= share)
  const [above, below] = [values[at] ?? (values.at(-1) as number), values[at - 1]]
  if (below === undefined) return above
  const [low, high] = [shares[below] as number, shares[above] as number]
  return below + ((share - low) / (high - low)) * (above - below)
}
