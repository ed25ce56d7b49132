/** The things in parts of one size, but for the last; for what is done bit by bit so that others get in between. */
export function* inParts<T>(things: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < things.length; at += size) yield things.slice(at, at + size)
}
