import type { Picture } from '../engine-types.ts'
import { expectPictureSize } from '../size-limit.ts'
import { cropPicture } from './region.ts'
import { resizePicture, type Size } from './resize.ts'

/** The middle of a picture in a size; what it does not cover is black, and transparent in RGBA. */
export function centerPicture(picture: Picture, { width, height }: Size): Picture {
  const edge = (outer: number, inner: number) => -Math.round((outer - inner) / 2)
  return cropPicture(picture, { x: edge(width, picture.width), y: edge(height, picture.height), width, height })
}

function scaleAndCenter(picture: Picture, size: Size, factor: number): Picture {
  const width = Math.max(1, Math.round(picture.width * factor))
  const height = Math.max(1, Math.round(picture.height * factor))
  expectPictureSize({ width, height })
  return centerPicture(resizePicture(picture, { width, height }, 'bicubic'), size)
}

/** The whole picture in a size, its proportions kept; what it does not cover on both sides is black, and transparent in RGBA. */
export function containPicture(picture: Picture, size: Size): Picture {
  return scaleAndCenter(picture, size, Math.min(size.width / picture.width, size.height / picture.height))
}

/** As much of the middle of the picture as fills a size, its proportions kept. */
export function coverPicture(picture: Picture, size: Size): Picture {
  return scaleAndCenter(picture, size, Math.max(size.width / picture.width, size.height / picture.height))
}
