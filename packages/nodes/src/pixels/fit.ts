import type { Picture } from '../engine-types.ts'
import { resizePicture, type Size } from './resize.ts'

/** A rectangle of a picture on another place; what lies outside is left out, what is not covered is 0. */
function place(picture: Picture, size: Size, left: number, top: number): Picture {
  const { channels } = picture
  const data = new Uint8Array(size.width * size.height * channels)
  const [from, to] = [Math.max(0, left), Math.min(size.width, left + picture.width)]
  for (let y = Math.max(0, top); y < Math.min(size.height, top + picture.height); y++) {
    const start = ((y - top) * picture.width + from - left) * channels
    data.set(picture.data.subarray(start, start + (to - from) * channels), (y * size.width + from) * channels)
  }
  return { data, width: size.width, height: size.height, channels }
}

function scaleAndCenter(picture: Picture, size: Size, factor: number): Picture {
  const width = Math.max(1, Math.round(picture.width * factor))
  const height = Math.max(1, Math.round(picture.height * factor))
  const scaled = resizePicture(picture, { width, height }, 'bicubic')
  return place(scaled, size, Math.round((size.width - width) / 2), Math.round((size.height - height) / 2))
}

/** The whole picture in a size, its proportions kept; what it does not cover on both sides is black, and transparent in RGBA. */
export function containPicture(picture: Picture, size: Size): Picture {
  return scaleAndCenter(picture, size, Math.min(size.width / picture.width, size.height / picture.height))
}

/** As much of the middle of the picture as fills a size, its proportions kept. */
export function coverPicture(picture: Picture, size: Size): Picture {
  return scaleAndCenter(picture, size, Math.max(size.width / picture.width, size.height / picture.height))
}
