import sharp from 'sharp'

const SIDE = 1024

/**
 * A PNG of 1024 x 1024 in 8-bit sRGB that is as hard to pack as a photograph: soft light, edges, and the grain of a sensor. About 2
 * MB, the same on every machine.
 */
export function makePhoto(number: number): Promise<Buffer> {
  const pixels = new Uint8Array(SIDE * SIDE * 3)
  let state = (number * 2_654_435_761 + 1) >>> 0
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      const light = 110 + 70 * Math.sin((x + 40 * number) / 170) * Math.cos(y / 210) + 30 * Math.sin((x * y) / 40_000)
      const edge = ((x >> 6) ^ (y >> 7)) & 1 ? 18 : -18
      const at = (y * SIDE + x) * 3
      for (let channel = 0; channel < 3; channel++) {
        const grain = ((state >>> (8 * channel + 4)) & 3) - 2
        pixels[at + channel] = Math.max(0, Math.min(255, light + edge + 12 * channel + grain))
      }
    }
  }
  return sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
}
