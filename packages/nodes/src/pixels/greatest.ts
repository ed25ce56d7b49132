/** How far a window reaches before and after the place in its middle. */
export interface Reach {
  readonly before: number
  readonly after: number
}

/** Numbers that lie on lines: of each line its first place, and from one place to the next. */
export interface Lines {
  readonly count: number
  readonly length: number
  /** From the first place of a line to that of the next. */
  readonly between: number
  readonly stride: number
}

/**
 * The greatest number of the window around each place, along each line and as far as it lies on it. Of a window's places only those may
 * still be the greatest that nothing greater has followed, so each comes and goes once.
 *
 * @source  Lemire 2006, "Streaming maximum-minimum filter using no more than three comparisons per element"
 */
export function findGreatest<Numbers extends Uint8Array | Float32Array>(
  from: Numbers,
  to: Numbers,
  { count, length, between, stride }: Lines,
  { before, after }: Reach,
): void {
  const values = new Float32Array(length)
  const candidates = new Int32Array(length)
  for (let line = 0; line < count; line++) {
    const start = line * between
    for (let place = 0, at = start; place < length; place++, at += stride) values[place] = from[at] as number
    let [first, last] = [0, -1]
    for (let place = 0, entering = 0; place < length; place++) {
      for (; entering < length && entering <= place + after; entering++) {
        const value = values[entering] as number
        while (last >= first && (values[candidates[last] as number] as number) <= value) last--
        candidates[++last] = entering
      }
      while ((candidates[first] as number) < place - before) first++
      to[start + place * stride] = values[candidates[first] as number] as number
    }
  }
}
