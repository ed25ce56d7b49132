import type { Picture } from '../engine-types.ts'
import { findGreatest, type Reach } from './greatest.ts'
import { invert } from './modes.ts'

/** Each pixel of a grey picture becomes the darkest of the window around it, as far as it lies in the picture. */
export function erode(grey: Picture, reach: Reach): Picture {
  const { width, height } = grey
  const data = invert(grey).data
  findGreatest(data, data, { count: height, length: width, between: width, stride: 1 }, reach)
  findGreatest(data, data, { count: width, length: height, between: 1, stride: width }, reach)
  return invert({ ...grey, data })
}
