import type { Picture } from '../engine-types.ts'

/** A rectangle of pixels; it may lie outside of a picture in part or as a whole. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The part of a picture in a rectangle. What lies outside of the picture is black, and transparent where there is opacity. */
export function cropPicture(picture: Picture, region: Region): Picture {
  const { width, height, channels } = picture
  const data = new Uint8Array(region.width * region.height * channels)
  const cropped: Picture = { data, width: region.width, height: region.height, channels }
  const rest = { x: -region.x, y: -region.y, width, height }
  copyPicture(picture, cropped, rest)
  return cropped
}

/** Copies a picture into the bytes of another with as many channels, at a place; what does not fit is left out. */
export function copyPicture(from: Picture, to: Picture, { x, y }: Pick<Region, 'x' | 'y'>): void {
  const { channels } = from
  const first = Math.max(0, -x)
  const count = Math.min(from.width, to.width - x) - first
  if (count <= 0) return
  for (let row = Math.max(0, -y); row < Math.min(from.height, to.height - y); row++) {
    const start = (row * from.width + first) * channels
    to.data.set(from.data.subarray(start, start + count * channels), ((y + row) * to.width + x + first) * channels)
  }
}
