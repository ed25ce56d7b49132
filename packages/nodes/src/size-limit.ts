import { refuse } from './refuse.ts'

/** The most pixels of a picture that a node makes; nothing else keeps a graph from asking for any number of them. */
const MAX_PIXELS = 100_000_000

/** What is wrong with the size of a picture that is to be made, as a sentence; undefined when nothing is, or when it is not known yet. */
export function findSizeFault(width: number | undefined, height: number | undefined): string | undefined {
  if ((width !== undefined && width < 1) || (height !== undefined && height < 1)) {
    return `A picture needs a pixel in each direction at least: ${width ?? '?'} x ${height ?? '?'} has none.`
  }
  if (width === undefined || height === undefined || width * height <= MAX_PIXELS) return undefined
  return `A picture may have ${MAX_PIXELS} pixels at most: ${width} x ${height} is too large.`
}

/**
 * Makes sure that a picture may be made in a size.
 *
 * @throws EngineError `request_invalid` when it has no pixel, or more than 100 million
 */
export function expectPictureSize({ width, height }: { readonly width: number; readonly height: number }): void {
  const fault = findSizeFault(width, height)
  if (fault !== undefined) refuse(fault)
}
