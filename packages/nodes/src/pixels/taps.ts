/*
 * How one axis is brought to another length: for each new place the old ones that it is made of, with their weights. What is left
 * to do, for both axes and any number of channels, is the same for all methods.
 */

/** The old places that each new one is made of. */
export interface Taps {
  /** The first of them, for each new place. */
  readonly first: Int32Array
  /** Weights of it and those after it; their sum is 1. */
  readonly weights: readonly Float64Array[]
}

/** A filter: how much a place counts by its distance, and the distance from which on it counts nothing. */
interface Filter {
  readonly support: number
  weigh(distance: number): number
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** Keys' cubic convolution (1981): passes through the samples; `a` is the slope at distance 1. */
function weighCubic(distance: number, a: number): number {
  const x = Math.abs(distance)
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
}

const FILTERS = {
  box: { support: 0.5, weigh: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { support: 1, weigh: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { support: 1, weigh: (x) => (Math.abs(x) < 1 ? sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x)) : 0) },
  bicubic: { support: 2, weigh: (x) => weighCubic(x, -0.5) },
  lanczos: { support: 3, weigh: (x) => (Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0) },
} as const satisfies Record<string, Filter>

/** Filters that average where they make smaller. */
export type FilterName = keyof typeof FILTERS

/** One old place for each new one. */
function pickTaps(length: number, to: number, pick: (at: number) => number): Taps {
  const first = Int32Array.from({ length: to }, (_, at) => Math.min(length - 1, Math.floor(pick(at))))
  return { first, weights: Array.from({ length: to }, () => Float64Array.of(1)) }
}

/** The old place under the middle of each new one. */
export function nearestTaps(from: number, to: number, scale = from / to): Taps {
  return pickTaps(from, to, (at) => (at + 0.5) * scale)
}

/** The old place under the left edge of each new one. */
export function leftTaps(from: number, to: number, scale = from / to): Taps {
  return pickTaps(from, to, (at) => at * scale)
}

/**
 * A filter laid over each new place. Making smaller widens it, so that every old place counts; at the ends it is cut off and what
 * is left counts for all.
 *
 * @param scale  old places a new one
 */
export function filterTaps(from: number, to: number, name: FilterName, scale = from / to): Taps {
  const filter: Filter = FILTERS[name]
  const stretch = Math.max(1, scale)
  const first = new Int32Array(to)
  const weights = Array.from({ length: to }, (_, at) => {
    const center = (at + 0.5) * scale
    const begin = Math.max(0, Math.trunc(center - filter.support * stretch + 0.5))
    const end = Math.min(from, Math.trunc(center + filter.support * stretch + 0.5))
    first[at] = begin
    return normalize(Float64Array.from({ length: end - begin }, (_, tap) => filter.weigh((begin + tap + 0.5 - center) / stretch)))
  })
  return { first, weights }
}

/** Straight lines between the middles of old places, without averaging. */
export function linearTaps(from: number, to: number, scale = from / to): Taps {
  const first = new Int32Array(to)
  const weights = Array.from({ length: to }, (_, at) => {
    const place = Math.min(from - 1, Math.max(0, (at + 0.5) * scale - 0.5))
    const left = Math.min(Math.floor(place), Math.max(0, from - 2))
    first[at] = left
    return from === 1 ? Float64Array.of(1) : Float64Array.of(1 - (place - left), place - left)
  })
  return { first, weights }
}

/** Cubics of slope −0.75 through the middles of old places, without averaging; beyond the ends the last place goes on. */
export function cubicTaps(from: number, to: number, scale = from / to): Taps {
  const first = new Int32Array(to)
  const weights = Array.from({ length: to }, (_, at) => {
    const place = (at + 0.5) * scale - 0.5
    const left = Math.floor(place) - 1
    const begin = Math.min(from - 1, Math.max(0, left))
    const taps = new Float64Array(Math.min(from, Math.max(begin + 1, left + 4)) - begin)
    for (let tap = left; tap < left + 4; tap++) {
      const within = Math.min(from - 1, Math.max(0, tap)) - begin
      taps[within] = (taps[within] as number) + weighCubic(place - tap, -0.75)
    }
    first[at] = begin
    return taps
  })
  return { first, weights }
}

/** The mean of the old places that a new one touches. */
export function areaTaps(from: number, to: number): Taps {
  const first = Int32Array.from({ length: to }, (_, at) => Math.floor((at * from) / to))
  const weights = Array.from(first, (begin, at) => {
    const count = Math.ceil(((at + 1) * from) / to) - begin
    return new Float64Array(count).fill(1 / count)
  })
  return { first, weights }
}

function normalize(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
