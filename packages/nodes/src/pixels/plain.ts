import type { Picture } from '../engine-types.ts'
import type { Size } from './resize.ts'

/** A picture of one colour. @param pixel  red, green and blue, 0..255, and opacity where there is one */
export function plainPicture({ width, height }: Size, pixel: readonly number[]): Picture {
  const channels = pixel.length === 4 ? 4 : 3
  const data = new Uint8Array(width * height * channels)
  for (const [channel, value] of pixel.entries()) for (let at = channel; at < data.length; at += channels) data[at] = value
  return { data, width, height, channels }
}
