import sharp from 'sharp'
import { thumbHashToApproximateAspectRatio, thumbHashToRGBA } from 'thumbhash'
import { expect, test } from 'vitest'
import { makePlaceholder } from './placeholder.ts'

const plain = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 4, background } }).png()

/** The colour at a share of the way from left to right, halfway down. */
function colourAt(placeholder: string, share: number) {
  const { w, h, rgba } = thumbHashToRGBA(Buffer.from(placeholder, 'base64'))
  const start = (Math.floor(h / 2) * w + Math.floor(share * (w - 1))) * 4
  const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(start, start + 4)
  return { red, green, blue, alpha }
}

test('a placeholder shows roughly where the colours of a picture are, in its proportions', async () => {
  const right = { input: await plain(300, 200, '#2030e0').toBuffer(), left: 300, top: 0 }
  const picture = await plain(600, 200, '#e02020').composite([right]).toBuffer()
  const placeholder = await makePlaceholder(sharp(picture))
  expect(thumbHashToApproximateAspectRatio(Buffer.from(placeholder, 'base64'))).toBeGreaterThan(2)
  const [left, far] = [colourAt(placeholder, 0.1), colourAt(placeholder, 0.9)]
  expect(left.red).toBeGreaterThan(left.blue + 80)
  expect(far.blue).toBeGreaterThan(far.red + 80)
})

test('what is transparent in a picture is transparent in its placeholder', async () => {
  expect(colourAt(await makePlaceholder(plain(40, 40, '#ff000000')), 0.5).alpha).toBe(0)
  expect(colourAt(await makePlaceholder(plain(40, 40, '#ff0000')), 0.5).alpha).toBe(255)
})

test.each([1, 2, 3, 4] as const)('a picture of %i channels has one of its brightness', async (channels) => {
  const pixels = Buffer.alloc(12 * 8 * channels, 255)
  const { red, green, blue } = colourAt(await makePlaceholder(sharp(pixels, { raw: { width: 12, height: 8, channels } })), 0.5)
  expect(Math.min(red, green, blue)).toBeGreaterThan(240)
})

test.each([
  [1, 1],
  [1, 3000],
  [3000, 1],
  [2000, 2000],
])('that of %i x %i fits into 40 letters', async (width, height) => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const picture = sharp({ create: { width, height, channels: 3, background: '#808080', noise } })
  expect(await makePlaceholder(picture)).toMatch(/^[\w+/]+={0,2}$/)
  expect((await makePlaceholder(picture.clone())).length).toBeLessThanOrEqual(40)
})
