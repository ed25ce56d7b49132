import sharp from 'sharp'
import { expect, test } from 'vitest'
import { makePlaceholder } from '../../pictures/placeholder.ts'
import { decodeStored, encodeJpeg, encodePlaceholder, encodeStored, encodeThumbnail } from './stored-picture.ts'

const picture = (channels: 1 | 3 | 4, width = 5, height = 3) => ({
  data: Uint8Array.from({ length: width * height * channels }, (_, at) => (at * 37) % 256),
  width,
  height,
  channels,
})

test.each([1, 3, 4] as const)('a picture of %i channels comes back as it was', async (channels) => {
  const sent = picture(channels)
  const got = await decodeStored(await encodeStored(sent, []))
  expect({ ...got, data: [...got.data] }).toEqual({ ...sent, data: [...sent.data] })
})

test('the same picture and texts give the same bytes, with the texts inside', async () => {
  const texts = [{ keyword: 'invokeai_metadata', text: JSON.stringify({ positive_prompt: 'ä fox '.repeat(200) }) }]
  const png = await encodeStored(picture(3), texts)
  expect(png).toEqual(await encodeStored(picture(3), texts))
  expect((await sharp(png).metadata()).comments).toEqual(texts)
  expect(png.length).toBeLessThan(texts[0]!.text.length)
})

test('colours of 16 bits are taken as 8 bits', async () => {
  const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: '#204060' } })
    .toColourspace('rgb16')
    .png()
    .toBuffer()
  expect((await sharp(png).metadata()).depth).toBe('ushort')
  const { data, channels } = await decodeStored(png)
  expect([channels, ...data.subarray(0, 3)]).toEqual([3, 0x20, 0x40, 0x60])
})

test.each([
  [1000, 500, 256, 128],
  [100, 300, 85, 256],
  [40, 20, 40, 20],
])('the thumbnail of %ix%i has %ix%i', async (width, height, smallWidth, smallHeight) => {
  const thumbnail = await encodeThumbnail(picture(3, width, height))
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: smallWidth, height: smallHeight })
})

test.each([1, 3, 4] as const)('the placeholder of %i channels is that of the stored file', async (channels) => {
  const stored = await encodeStored(picture(channels, 20, 30), [])
  expect(await encodePlaceholder(picture(channels, 20, 30))).toBe(await makePlaceholder(sharp(stored)))
})

test('a preview is a JPEG of its own size', async () => {
  expect(await sharp(await encodeJpeg(picture(3))).metadata()).toMatchObject({ format: 'jpeg', width: 5, height: 3 })
})

test('a damaged file is refused', async () => {
  const png = await encodeStored(picture(3, 64, 64), [])
  await expect(decodeStored(png.subarray(0, png.length / 2))).rejects.toThrow()
})
