import type { Picture } from '../engine-types.ts'
import { gaussianBlur } from '../pixels/blur.ts'
import { erode } from '../pixels/erode.ts'
import { invert, toGrey } from '../pixels/modes.ts'

/** Times that the black part grows before it is blurred. */
const GROWTHS = 3

/**
 * The mask of what to paste, white for all of it, out of a mask of the canvas, black for all of it. The black part grows before
 * its edge is blurred, so that the blur stays outside of it.
 *
 * @param blur  side of the square that it grows by, three times, and standard deviation of the blur
 */
export function prepareCanvasMask(mask: Picture, blur: number): Picture {
  const grey = toGrey(mask)
  if (blur === 0) return invert(grey)
  const before = Math.floor(blur / 2)
  const reach = { before: GROWTHS * before, after: GROWTHS * (blur - 1 - before) }
  return invert(gaussianBlur(erode(grey, reach), blur))
}
