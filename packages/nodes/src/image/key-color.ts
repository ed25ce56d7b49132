import sharp from 'sharp'
import type { Rgba } from '../pixels/color-distance.ts'
import { refuse } from '../refuse.ts'

const NUMBERS = /^\(\s*\d+(?:\s*,\s*\d+)*\s*,?\s*\)$/

/**
 * A colour as people write it: `(r, g, b)` or `(r, g, b, a)` in bytes, where what is left out is black and opaque, or a CSS colour such as
 * `green`, `#0f0`, `rgb(0, 255, 0)` or `hsl(120, 100%, 50%)`.
 *
 * @throws EngineError `request_invalid` when it is neither
 */
export async function parseKeyColor(text: string): Promise<Rgba> {
  if (NUMBERS.test(text)) {
    const [red = 0, green = 0, blue = 0, opacity = 255] = [...text.matchAll(/\d+/g)].map(([digits]) => Number(digits))
    return [red, green, blue, opacity]
  }
  try {
    const pixel = sharp({ create: { width: 1, height: 1, channels: 4, background: text } })
    const [red = 0, green = 0, blue = 0, opacity = 255] = await pixel.raw().toBuffer()
    return [red, green, blue, opacity]
  } catch {
    // sharp knows every CSS colour, and says of anything else only that it is none
    refuse(`${text} is no colour. Write a CSS colour, or its bytes: (0, 255, 0).`)
  }
}
