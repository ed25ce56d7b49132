import type { Picture } from '../engine-types.ts'
import { resample } from './resample.ts'
import { type FilterName, filterTaps, nearestTaps } from './taps.ts'

/** How pixels in between are made: `nearest` repeats, the others weigh neighbours and, making smaller, average. */
export const RESAMPLINGS = ['nearest', 'box', 'bilinear', 'hamming', 'bicubic', 'lanczos'] as const

/** One of {@link RESAMPLINGS}. */
export type Resampling = (typeof RESAMPLINGS)[number]

/** A size in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

const tapsFor = (from: number, to: number, resampling: Resampling) =>
  resampling === 'nearest' ? nearestTaps(from, to) : filterTaps(from, to, resampling satisfies FilterName)

/**
 * The picture at exactly the given size, stretched where proportions differ. Colours count by their opacity, so what lies under
 * transparent parts does not show at their edges. Plain areas keep their exact colour.
 */
export function resizePicture(picture: Picture, { width, height }: Size, resampling: Resampling): Picture {
  const { channels } = picture
  if (picture.width === width && picture.height === height) return picture
  const isWeighed = channels === 4 && resampling !== 'nearest'
  const plane = { ...picture, data: isWeighed ? weighByOpacity(picture.data) : picture.data }
  const horizontal = tapsFor(picture.width, width, resampling)
  const resized = resample(plane, horizontal, tapsFor(picture.height, height, resampling))
  if (isWeighed) unweigh(resized)
  // rounds and limits on the way
  const bytes = new Uint8ClampedArray(resized)
  return { data: new Uint8Array(bytes.buffer), width, height, channels }
}

function weighByOpacity(rgba: Uint8Array): Float32Array {
  const weighed = new Float32Array(rgba)
  for (let at = 0; at < rgba.length; at += 4) {
    const share = (rgba[at + 3] as number) / 255
    for (let color = at; color < at + 3; color++) weighed[color] = (rgba[color] as number) * share
  }
  return weighed
}

function unweigh(rgba: Float32Array): void {
  for (let at = 0; at < rgba.length; at += 4) {
    const opacity = rgba[at + 3] as number
    for (let color = at; color < at + 3; color++) rgba[color] = opacity > 0 ? ((rgba[color] as number) * 255) / opacity : 0
  }
}
