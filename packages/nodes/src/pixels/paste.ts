import type { Picture } from '../engine-types.ts'
import { toModeOf } from './modes.ts'

/**
 * One picture over another at its top left corner, in the other's size and channels.
 *
 * @param mask  grey, of the size of `top`: how much of it counts, 255 all, 0 nothing; opacity is mixed like colours
 */
export function pastePicture(base: Picture, top: Picture, mask: Picture): Picture {
  const { width, height, channels } = base
  const pixels = toModeOf(base, top).data
  const data = base.data.slice()
  for (let y = 0; y < Math.min(height, top.height); y++) {
    for (let x = 0; x < Math.min(width, top.width); x++) {
      const weight = mask.data[y * top.width + x] as number
      const from = (y * top.width + x) * channels
      const to = (y * width + x) * channels
      for (let channel = 0; channel < channels; channel++) {
        const mixed = (pixels[from + channel] as number) * weight + (data[to + channel] as number) * (255 - weight)
        data[to + channel] = Math.round(mixed / 255)
      }
    }
  }
  return { data, width, height, channels }
}
