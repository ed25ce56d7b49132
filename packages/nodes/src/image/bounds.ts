import type { Region } from '../pixels/region.ts'

/** The least rectangle around all pixels of which something holds; undefined when it holds of none. */
export function findBounds(width: number, height: number, holds: (pixel: number) => boolean): Region | undefined {
  let [left, right, top, bottom] = [width, 0, height, 0]
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (!holds(pixel)) continue
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    left = Math.min(left, x)
    right = Math.max(right, x + 1)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y + 1)
  }
  return right === 0 ? undefined : { x: left, y: top, width: right - left, height: bottom - top }
}
