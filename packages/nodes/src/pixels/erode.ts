import type { Picture } from '../engine-types.ts'

/** How far a window reaches before and after the pixel in its middle. */
export interface Reach {
  readonly before: number
  readonly after: number
}

/** Each pixel of a grey picture becomes the darkest of the window around it, as far as it lies in the picture. */
export function erode({ data, width, height }: Picture, reach: Reach): Picture {
  const across = new Uint8Array(data.length)
  for (let row = 0; row < height; row++) darkenLine(data, across, row * width, 1, width, reach)
  const down = new Uint8Array(data.length)
  for (let column = 0; column < width; column++) darkenLine(across, down, column, width, height, reach)
  return { data: down, width, height, channels: 1 }
}

/**
 * Keeps the places that may still be the darkest, darkest first, so that each place comes and goes once.
 *
 * @source Lemire 2006, "Streaming maximum-minimum filter using no more than three comparisons per element"
 */
function darkenLine(from: Uint8Array, to: Uint8Array, start: number, stride: number, length: number, reach: Reach): void {
  const line = new Int32Array(length)
  let [first, count] = [0, 0]
  const at = (place: number) => from[start + place * stride] as number
  for (let place = 0, entering = 0; place < length; place++) {
    for (; entering <= Math.min(length - 1, place + reach.after); entering++) {
      while (count > first && at(line[count - 1] as number) >= at(entering)) count--
      line[count++] = entering
    }
    while ((line[first] as number) < place - reach.before) first++
    to[start + place * stride] = at(line[first] as number)
  }
}
