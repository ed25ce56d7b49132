import type { Picture } from '../engine-types.ts'
import { copyPicture, cropPicture, type Region } from '../pixels/region.ts'

/** Two pictures of one size that lie on top of each other where tiles meet. */
export interface Overlap {
  /** What is there already. */
  readonly before: Picture
  /** What comes to lie behind it. */
  readonly behind: Picture
  /** Whether one goes over into the other from left to right, or from top to bottom. */
  readonly direction: 'across' | 'down'
}

/** How much the picture behind counts in each pixel of an overlap, 0..1, row by row. */
export type Blend = (overlap: Overlap) => Float32Array

/** What is joined to a picture, and where. */
export interface Join {
  readonly picture: Picture
  readonly x: number
  readonly y: number
  /** How far it lies on what is there already, from its left or top edge on, in pixels. */
  readonly overlap: number
  readonly direction: Overlap['direction']
}

/** Joins a picture to what is there already, in place: blended where they overlap, as it is elsewhere. Both are RGB. */
export function joinPicture(canvas: Picture, { picture, x, y, overlap, direction }: Join, blend: Blend): void {
  const { width, height } = picture
  const shared: Region = direction === 'across' ? { x, y, width: overlap, height } : { x, y, width, height: overlap }
  const before = cropPicture(canvas, shared)
  copyPicture(picture, canvas, { x, y })
  if (overlap === 0) return
  const behind = cropPicture(picture, { ...shared, x: 0, y: 0 })
  const weights = blend({ before, behind, direction })
  copyPicture({ ...behind, data: mix(before.data, behind.data, weights) }, canvas, shared)
}

function mix(before: Uint8Array, behind: Uint8Array, weights: Float32Array): Uint8Array {
  return before.map((value, at) => {
    const weight = weights[Math.floor(at / 3)] as number
    return Math.round(value * (1 - weight) + (behind[at] as number) * weight)
  })
}
