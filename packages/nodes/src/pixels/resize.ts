import type { Picture } from '../engine-types.ts'
import { unweigh, weighByOpacity } from './opacity.ts'
import { type Plane, resample } from './resample.ts'
import { type FilterName, filterTaps, nearestTaps, type Taps } from './taps.ts'
import { toBytes } from './to-bytes.ts'

/** How pixels in between are made: `nearest` repeats, the others weigh neighbours and, making smaller, average. */
export const RESAMPLINGS = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const

/** One of {@link RESAMPLINGS}. */
export type Resampling = (typeof RESAMPLINGS)[number]

/** A size in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/**
 * The picture at exactly the given size, stretched where proportions differ. Colours count by their opacity, so what lies under
 * transparent parts does not show at their edges. Plain areas keep their exact colour.
 */
export function resizePicture(picture: Picture, size: Size, resampling: Resampling): Picture {
  const { width, height } = size
  if (picture.width === width && picture.height === height) return picture
  if (resampling === 'nearest') return resamplePicture(picture, size, nearestTaps)
  const makeTaps = (from: number, to: number) => filterTaps(from, to, resampling satisfies FilterName)
  if (picture.channels !== 4) return resamplePicture(picture, size, makeTaps)
  const weighed = resampleTo({ ...picture, data: weighByOpacity(picture.data) }, size, makeTaps)
  unweigh(weighed)
  return { data: toBytes(weighed), width, height, channels: 4 }
}

type MakeTaps = (from: number, to: number) => Taps

/** The picture at another size by the same taps in both directions, opacity a channel like the others. */
export function resamplePicture(picture: Picture, { width, height }: Size, makeTaps: MakeTaps): Picture {
  const { channels } = picture
  return { data: toBytes(resampleTo(picture, { width, height }, makeTaps)), width, height, channels }
}

function resampleTo(plane: Plane, { width, height }: Size, makeTaps: MakeTaps): Float32Array {
  return resample(plane, makeTaps(plane.width, width), makeTaps(plane.height, height))
}
