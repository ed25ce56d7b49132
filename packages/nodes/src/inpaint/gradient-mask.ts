import type { Picture } from '../engine-types.ts'

/** How the edge of a mask becomes a gradient. */
export const COHERENCE_MODES = ['Gaussian Blur', 'Box Blur', 'Staged'] as const

/** One of {@link COHERENCE_MODES}. */
export type CoherenceMode = (typeof COHERENCE_MODES)[number]

/** What a gradient is made by. */
export interface GradientOptions {
  readonly mode: CoherenceMode
  /** How far the black part spreads, in pixels of the mask. */
  readonly radius: number
  /** The least that is painted anew where it spreads, 0..1. */
  readonly minimumDenoise: number
}

/** Radii of the black part's spread that a standard deviation of its Gaussian takes. */
const DEVIATIONS = 2.5

/**
 * Spreads the black part of a mask.
 *
 * Each pixel becomes as dark as the pixels around it make it, by their darkness times a weight that falls from 1 in the middle to
 * the edge of the radius: in a straight line (`Box Blur`), or as a Gaussian. What is brighter than the least to be painted anew,
 * and not white, is made that dark. `Staged` leaves the mask as it is and makes all that the spread reaches just that dark.
 *
 * @param grey  black is painted anew, white is kept
 */
export function spreadMask(grey: Picture, { mode, radius, minimumDenoise }: GradientOptions): Picture {
  if (radius === 0) return grey
  const darkness = spreadDarkness(grey, radius, mode)
  const brightest = (1 - minimumDenoise) * 255
  const data = grey.data.map((value, at) => {
    const spread = 255 - (darkness[at] as number)
    const isReached = spread < value && value > brightest
    const result = mode !== 'Staged' ? spread : isReached ? brightest : value
    return Math.floor(result > brightest && result < 255 ? brightest : result)
  })
  return { ...grey, data }
}

function weigh(distance: number, radius: number, mode: CoherenceMode): number {
  if (distance > radius) return 0
  return mode === 'Box Blur' ? 1 - distance / radius : Math.exp(-0.5 * ((distance * DEVIATIONS) / radius) ** 2)
}

/** The darkness that each pixel has of itself or of others around it. */
function spreadDarkness({ data, width, height }: Picture, radius: number, mode: CoherenceMode): Float32Array {
  const own = new Float32Array(data).map((value) => 255 - value)
  const result = own.slice()
  // farther away there is nothing
  const reach = Math.min(radius, Math.max(width, height))
  const weights = Array.from({ length: reach + 1 }, (_, dy) =>
    Float32Array.from({ length: reach + 1 }, (_, dx) => weigh(Math.hypot(dx, dy), radius, mode)),
  )
  for (let at = 0; at < own.length; at++) {
    if (!isEdge(own, at, width)) continue
    const [x, y] = [at % width, Math.floor(at / width)]
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      const line = weights[Math.abs(row - y)] as Float32Array
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
        const spread = (own[at] as number) * (line[Math.abs(column - x)] as number)
        const to = row * width + column
        if (spread > (result[to] as number)) result[to] = spread
      }
    }
  }
  return result
}

/**
 * Whether a pixel can darken others: from one that is no brighter in any of the four directions, the way to any other leads over
 * a pixel that is nearer and at least as dark.
 */
function isEdge(darkness: Float32Array, at: number, width: number): boolean {
  const own = darkness[at] as number
  const column = at % width
  const isDarker = (other: number | undefined) => other !== undefined && other < own
  return (
    isDarker(darkness[at - width]) ||
    isDarker(darkness[at + width]) ||
    (column > 0 && isDarker(darkness[at - 1])) ||
    (column < width - 1 && isDarker(darkness[at + 1]))
  )
}
