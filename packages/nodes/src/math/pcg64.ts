const WORD = 0xffff_ffffn
const WORDS_2 = (1n << 64n) - 1n
const WORDS_4 = (1n << 128n) - 1n
const MULTIPLIER = 0x2360ed05_1fc65da4_4385df64_9fccf645n

/** A stream of whole numbers that look like chance and follow from a seed. */
export interface SeededNumbers {
  /** From 0 to below `bound`, all equally likely; `bound` is 1 to 2⁶⁴. */
  below(bound: bigint): bigint
  /** From 0 to below 1, in steps of 2⁻⁵³. */
  unit(): number
}

/**
 * The generator that numpy uses by default, seeded as numpy does: a seed gives the numbers that `numpy.random.default_rng(seed)` gives
 * for `integers` and `random`, so that graphs made for the reference keep their numbers.
 *
 * @param seed  whole number, 0..4294967295
 * @source      O'Neill 2014, "PCG: A family of simple fast space-efficient statistically good algorithms" (XSL RR 128/64);
 *              Lemire 2019, arXiv:1805.10941 (numbers below a bound)
 */
export function createSeededNumbers(seed: number): SeededNumbers {
  const [high, low, streamHigh, streamLow] = spreadSeed(seed)
  const increment = (((streamHigh << 64n) | streamLow) << 1n) | 1n
  const step = (state: bigint) => (state * MULTIPLIER + increment) & WORDS_4
  let state = step((step(0n) + ((high << 64n) | low)) & WORDS_4)
  let kept: bigint | undefined

  function next64(): bigint {
    state = step(state)
    const mixed = (state >> 64n) ^ (state & WORDS_2)
    const turn = state >> 122n
    return ((mixed >> turn) | (mixed << (64n - turn))) & WORDS_2
  }

  // one draw of 64 bits serves two calls, the lower half first
  function next32(): bigint {
    if (kept !== undefined) {
      const upper = kept
      kept = undefined
      return upper
    }
    const both = next64()
    kept = both >> 32n
    return both & WORD
  }

  function below(bound: bigint): bigint {
    if (bound === 1n) return 0n
    const [draw, bits, mask] = bound <= WORD + 1n ? [next32, 32n, WORD] : [next64, 64n, WORDS_2]
    let product = draw() * bound
    const unfair = (mask + 1n - bound) % bound
    while ((product & mask) < unfair) product = draw() * bound
    return product >> bits
  }

  return { below, unit: () => Number(next64() >> 11n) / 2 ** 53 }
}

/** Four words of 64 bits that all depend on every bit of the seed. */
function spreadSeed(seed: number): readonly [bigint, bigint, bigint, bigint] {
  const pool = fillPool(seed)
  let constant = 0x8b51f9dd
  const words = Array.from({ length: 8 }, (_, at) => {
    const value = (pool[at % 4] as number) ^ constant
    constant = Math.imul(constant, 0x58f38ded)
    return BigInt(foldUpper(Math.imul(value, constant)))
  })
  const pair = (at: number) => (words[at] as bigint) | ((words[at + 1] as bigint) << 32n)
  return [pair(0), pair(2), pair(4), pair(6)]
}

function fillPool(seed: number): number[] {
  let constant = 0x43b0d7e5
  function hash(value: number): number {
    const mixed = value ^ constant
    constant = Math.imul(constant, 0x931e8875)
    return foldUpper(Math.imul(mixed, constant))
  }
  const pool = [hash(seed), hash(0), hash(0), hash(0)]
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) {
      if (from === to) continue
      const other = hash(pool[from] as number)
      pool[to] = foldUpper(Math.imul(pool[to] as number, 0xca01f9dd) - Math.imul(other, 0x4973f715))
    }
  }
  return pool
}

/** The value as 32 bits without sign, its upper half folded into the lower one. */
const foldUpper = (value: number) => (value ^ (value >>> 16)) >>> 0
