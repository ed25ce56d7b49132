import type { Picture } from '../engine-types.ts'
import { toRgba } from './modes.ts'

/**
 * One picture over another of the same size, each as opaque as it says.
 *
 * @param weigh   factor on the upper one's opacity at a pixel, 0..1; all of it when left out
 * @source        Porter & Duff 1984, "Compositing digital images", the operator `over`
 */
export function compositeOver(base: Picture, top: Picture, weigh: (pixel: number) => number = () => 1): Picture {
  const { width, height } = base
  const lower = toRgba(base).data
  const upper = toRgba(top).data
  const data = new Uint8Array(lower.length)
  for (let at = 0; at < data.length; at += 4) {
    const opacity = ((upper[at + 3] as number) / 255) * weigh(at / 4)
    const behind = ((lower[at + 3] as number) / 255) * (1 - opacity)
    const total = opacity + behind
    for (let color = at; color < at + 3; color++) {
      const sum = (upper[color] as number) * opacity + (lower[color] as number) * behind
      data[color] = total > 0 ? Math.round(sum / total) : 0
    }
    data[at + 3] = Math.round(total * 255)
  }
  return { data, width, height, channels: 4 }
}
