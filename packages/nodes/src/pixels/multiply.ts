import type { Picture } from '../engine-types.ts'
import { cropPicture } from './region.ts'

/** The product of two pictures with as many channels; of different sizes, what both cover from the top left on. */
export function multiplyPictures(one: Picture, other: Picture): Picture {
  const shared = { x: 0, y: 0, width: Math.min(one.width, other.width), height: Math.min(one.height, other.height) }
  const product = cropPicture(one, shared)
  const factors = cropPicture(other, shared).data
  return { ...product, data: product.data.map((value, at) => Math.round((value * (factors[at] as number)) / 255)) }
}
