import type { Picture } from '../engine-types.ts'
import { toBytes } from '../pixels/to-bytes.ts'
import { fillByMarching } from './fast-marching.ts'
import { createLevel, halveLevel, type Level, PATCH_RADIUS } from './patch-level.ts'

/*
 * Fills a hole with what the rest of the picture is made of: each patch that touches the hole is given the most similar patch of
 * the known part, and each pixel of the hole becomes the mean of what its patches say; again and again, from small to full size.
 */

/** How often patches are matched and colours made of them, at the smallest size and at full size. */
const MOST_ROUNDS = 8
const LEAST_ROUNDS = 2
/** Times that good matches spread over the picture in a round. */
const SWEEPS = 2
const SEED = 0x9e3779b9

/** The best source patch of each target patch, by their middles, and how far apart they are. */
interface Matches {
  readonly source: Int32Array
  readonly cost: Float32Array
}

/**
 * The picture with its hole filled. Chance follows from a fixed seed, so the same picture always gives the same colours.
 *
 * @param isHole  one flag a pixel; at least one is not set
 * @param pause   awaited now and then, so that others get their turn; may throw to stop
 * @source        Barnes et al. 2009, "PatchMatch: a randomized correspondence algorithm for structural image editing";
 *                Wexler et al. 2007, "Space-time completion of video"
 */
export async function fillByPatches(rgb: Picture, isHole: Uint8Array, pause: () => Promise<void>): Promise<Picture> {
  const levels = buildLevels(rgb, isHole)
  const [smallest] = levels
  if (smallest === undefined) return fillByMarching(rgb, isHole)
  const random = createRandom()
  let matches: Matches | undefined
  let last: Level | undefined
  for (const [at, level] of levels.entries()) {
    matches = matches && last ? enlargeMatches(matches, last, level) : startMatches(level, random)
    // the colours that the smaller size came to, before those of this size are compared
    if (last) vote(level, matches)
    const rounds = Math.max(LEAST_ROUNDS, MOST_ROUNDS - 2 * at)
    for (let round = 0; round < rounds; round++) {
      await pause()
      measureAll(level, matches)
      for (let sweep = 0; sweep < SWEEPS; sweep++) improve(level, matches, sweep % 2 === 0, random)
      vote(level, matches)
    }
    last = level
  }
  const { colors, width, height } = last as Level
  return { data: toBytes(colors), width, height, channels: 3 }
}

/** The smallest first, filled roughly. */
function buildLevels(rgb: Picture, isHole: Uint8Array): readonly Level[] {
  const { width, height, data } = rgb
  const full = createLevel(width, height, new Float32Array(data), isHole)
  if (full.sources.length === 0) return []
  const levels = [full]
  for (let level = halveLevel(full); level !== undefined; level = halveLevel(level)) levels.unshift(level)
  const [smallest = full] = levels
  const bytes = toBytes(smallest.colors)
  const rough = fillByMarching({ ...smallest, data: bytes, channels: 3 }, smallest.isHole)
  smallest.colors.set(rough.data)
  return levels
}

type Random = () => number

/** Marsaglia's xorshift: numbers from 0 to below 1. */
function createRandom(): Random {
  let state = SEED
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

function startMatches({ isHole, targets, sources }: Level, random: Random): Matches {
  const source = new Int32Array(isHole.length)
  for (const target of targets) source[target] = sources[Math.floor(random() * sources.length)] as number
  return { source, cost: new Float32Array(isHole.length) }
}

/**
 * Matches of a level of half the size; where they do not hold at the larger one, the nearest source in the same row of the list.
 */
function enlargeMatches({ source }: Matches, small: Level, large: Level): Matches {
  const enlarged = new Int32Array(large.isHole.length)
  for (const target of large.targets) {
    const [x, y] = [target % large.width, Math.floor(target / large.width)]
    const column = Math.min(small.width - 1, x >> 1)
    const row = Math.min(small.height - 1, y >> 1)
    const match = source[row * small.width + column] as number
    const place = (Math.floor(match / small.width) * 2 + (y & 1)) * large.width + (match % small.width) * 2 + (x & 1)
    enlarged[target] = large.isSource[place] ? place : nearestSource(large.sources, place)
  }
  return { source: enlarged, cost: new Float32Array(large.isHole.length) }
}

/** The source whose number comes nearest. */
function nearestSource(sources: Int32Array, place: number): number {
  let [low, high] = [0, sources.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sources[middle] as number) < place) low = middle + 1
    else high = middle
  }
  return sources[low] as number
}

function measureAll(level: Level, { source, cost }: Matches): void {
  for (const target of level.targets) cost[target] = compare(level, target, source[target] as number, Number.POSITIVE_INFINITY)
}

/**
 * The mean squared difference of two patches, as far as the target's lies in the picture; anything above `limit` once it is
 * above it.
 */
function compare({ width, height, colors }: Level, target: number, source: number, limit: number): number {
  const { left, right, top, bottom } = boundPatch(target, width, height)
  const count = (right - left + 1) * (bottom - top + 1)
  let sum = 0
  for (let row = top; row <= bottom; row++) {
    const end = (target + row * width + right) * 3 + 3
    let other = (source + row * width + left) * 3
    for (let at = (target + row * width + left) * 3; at < end; at++, other++) {
      const difference = (colors[at] as number) - (colors[other] as number)
      sum += difference * difference
    }
    if (sum > limit * count) return Number.POSITIVE_INFINITY
  }
  return sum / count
}

/** How far the patch around a pixel reaches, as far as it lies in the picture. */
function boundPatch(middle: number, width: number, height: number) {
  const y = Math.floor(middle / width)
  const x = middle - y * width
  return {
    left: Math.max(-PATCH_RADIUS, -x),
    right: Math.min(PATCH_RADIUS, width - 1 - x),
    top: Math.max(-PATCH_RADIUS, -y),
    bottom: Math.min(PATCH_RADIUS, height - 1 - y),
  }
}

/** Takes over the matches of neighbours, shifted, and tries others at ever smaller distances. */
function improve(level: Level, matches: Matches, isForward: boolean, random: Random): void {
  const { width, height, targets, isSource } = level
  const step = isForward ? -1 : 1
  for (let at = 0; at < targets.length; at++) {
    const target = targets[isForward ? at : targets.length - 1 - at] as number
    const column = target % width
    if (column + step >= 0 && column + step < width)
      tryMatch(level, matches, target, (matches.source[target + step] as number) - step)
    const above = target + step * width
    if (above >= 0 && above < isSource.length) tryMatch(level, matches, target, (matches.source[above] as number) - step * width)
    for (let reach = Math.max(width, height); reach >= 1; reach = Math.floor(reach / 2)) {
      const best = matches.source[target] as number
      const x = (best % width) + Math.round((random() * 2 - 1) * reach)
      const y = Math.floor(best / width) + Math.round((random() * 2 - 1) * reach)
      if (x >= 0 && y >= 0 && x < width && y < height) tryMatch(level, matches, target, y * width + x)
    }
  }
}

function tryMatch(level: Level, { source, cost }: Matches, target: number, candidate: number): void {
  if (level.isSource[candidate] !== 1) return
  const difference = compare(level, target, candidate, cost[target] as number)
  if (difference >= (cost[target] as number)) return
  source[target] = candidate
  cost[target] = difference
}

/** Each pixel of the hole becomes the mean of what the patches over it say; similar ones count more. */
function vote({ width, height, colors, isHole, targets }: Level, { source, cost }: Matches): void {
  const spread = targets.reduce((sum, target) => sum + (cost[target] as number), 0) / targets.length || 1
  const sums = new Float32Array(colors.length)
  const weights = new Float32Array(isHole.length)
  for (const target of targets) {
    const weight = Math.exp(-(cost[target] as number) / (2 * spread)) + 1e-6
    const { left, right, top, bottom } = boundPatch(target, width, height)
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const pixel = target + row * width + column
        if (!isHole[pixel]) continue
        const from = ((source[target] as number) + row * width + column) * 3
        const to = pixel * 3
        weights[pixel] = (weights[pixel] as number) + weight
        sums[to] = (sums[to] as number) + weight * (colors[from] as number)
        sums[to + 1] = (sums[to + 1] as number) + weight * (colors[from + 1] as number)
        sums[to + 2] = (sums[to + 2] as number) + weight * (colors[from + 2] as number)
      }
    }
  }
  for (let pixel = 0; pixel < isHole.length; pixel++) {
    if (!isHole[pixel]) continue
    for (let channel = 0; channel < 3; channel++) {
      colors[pixel * 3 + channel] = (sums[pixel * 3 + channel] as number) / (weights[pixel] as number)
    }
  }
}
