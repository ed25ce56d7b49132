/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Limits of a picture's sides, which are multiples of {@link SIDE_STEP}: the autoencoder works on squares of 8 x 8 pixels. */
export const SIDE_STEP = 8
export const MIN_SIDE = 64
export const MAX_SIDE = 4096

/**
 * The size of the picture to make. What is asked for counts; a side that is left out follows the proportions of the given picture.
 * With neither side asked for it is the given picture's own size, made smaller where it has more pixels than the model's
 * default size, rounded to multiples of 8. Without a given picture the model's defaults hold.
 */
export function chooseSize(asked: { width?: number | undefined; height?: number | undefined }, usual: Size, given?: Size): Size {
  const { width, height } = asked
  if (given === undefined) return { width: width ?? usual.width, height: height ?? usual.height }
  const proportion = given.width / given.height
  if (width !== undefined) return { width, height: height ?? roundSide(width / proportion) }
  if (height !== undefined) return { width: roundSide(height * proportion), height }
  const shrink = Math.min(1, Math.sqrt((usual.width * usual.height) / (given.width * given.height)))
  return { width: roundSide(given.width * shrink), height: roundSide(given.height * shrink) }
}

function roundSide(side: number): number {
  return Math.min(MAX_SIDE, Math.max(MIN_SIDE, Math.round(side / SIDE_STEP) * SIDE_STEP))
}
