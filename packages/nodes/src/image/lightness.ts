import type { Picture } from '../engine-types.ts'
import { toGrey, toRgb } from '../pixels/modes.ts'
import { cielabFromSrgb, srgbFromCielab } from './color/cielab.ts'
import { type Color, colorAt, putColor } from './color/color.ts'
import type { NumberPlane } from './morphology.ts'

/** The lightness of each pixel, 0..100 of CIELAB; what lies under transparency counts as it is. */
export function lightnessOf(picture: Picture): NumberPlane {
  return measureColors(picture, (srgb) => cielabFromSrgb(srgb)[0])
}

/** A number of each pixel's colour. */
export function measureColors({ data, width, height, channels }: Picture, measure: (srgb: Color) => number): NumberPlane {
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2]
  const values = new Float32Array(width * height)
  for (let pixel = 0, at = 0; pixel < values.length; pixel++, at += channels) {
    values[pixel] = measure([(data[at] as number) / 255, (data[at + green] as number) / 255, (data[at + blue] as number) / 255])
  }
  return { values, width, height }
}

/** The picture in another lightness, pixel by pixel; colours and opacity stay, and a grey picture stays grey. */
export function withLightness(picture: Picture, { values }: NumberPlane): Picture {
  const source = picture.channels === 1 ? toRgb(picture) : picture
  const { channels } = source
  const data = source.data.slice()
  for (let pixel = 0, at = 0; pixel < values.length; pixel++, at += channels) {
    const [, a, b] = cielabFromSrgb(colorAt(data, at))
    putColor(data, at, srgbFromCielab([values[pixel] as number, a, b]))
  }
  const changed: Picture = { ...source, data }
  return picture.channels === 1 ? toGrey(changed) : changed
}
