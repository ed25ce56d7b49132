import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodeMask, decodePicture, encodePng, encodePreview, measurePicture } from './pictures.ts'

const row = { width: 256, height: 1 }
const halfPng = (await plain(64, 64, '#123456').png().toBuffer()).subarray(0, 60)

async function give(picture: Sharp) {
  return { name: 'in.png', bytes: await picture.toBuffer() }
}

/** A picture of one colour. */
function plain(width: number, height: number, background: string): Sharp {
  return sharp({ create: { width, height, channels: 3, background } })
}

/** A picture whose left half has one colour and whose right half another. */
function halves(width: number, height: number, left: string, right: string): Sharp {
  const half = { create: { width: Math.floor(width / 2), height, channels: 3, background: left } } as const
  return plain(width, height, right).composite([{ input: half, left: 0, top: 0 }])
}

function pixel({ data, width }: { data: Uint8Array; width: number }, x: number, y: number): number[] {
  const at = (y * width + x) * 3
  return [...data.slice(at, at + 3)]
}

describe('a given picture', () => {
  test('of 16-bit grey keeps its 256 shades', async () => {
    const shades = Uint16Array.from({ length: 256 }, (_, shade) => shade * 257)
    const grey = sharp(shades, { raw: { ...row, channels: 1 } })
      .toColourspace('grey16')
      .png()
    const { data } = await decodePicture(await give(grey), row)
    expect(Array.from(data)).toEqual(Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)))
  })

  test('of 16-bit colours keeps their 256 shades', async () => {
    const values = Uint16Array.from({ length: 768 }, (_, at) => Math.floor(at / 3) * 257)
    const colours = sharp(values, { raw: { ...row, channels: 3 } })
      .toColourspace('rgb16')
      .png()
    const { data } = await decodePicture(await give(colours), row)
    expect(Array.from(data)).toEqual(Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)))
  })

  test.each([
    ['one-bit', (picture: Sharp) => picture.threshold(128).png({ palette: true, colours: 2 })],
    ['palette', (picture: Sharp) => picture.png({ palette: true })],
    ['JPEG', (picture: Sharp) => picture.jpeg()],
    ['CMYK', (picture: Sharp) => picture.toColourspace('cmyk').tiff()],
  ])('of the %s kind comes as sRGB', async (_, encode) => {
    const { data } = await decodePicture(await give(encode(plain(8, 8, '#ffffff'))), { width: 8, height: 8 })
    expect(data).toHaveLength(192)
    expect(Math.min(...data)).toBeGreaterThan(250)
  })

  test.each(['gif', 'webp'] as const)('that moves (%s) counts as its first frame, in its size', async (format) => {
    const frames = await Promise.all(['#ff0000', '#00ff00', '#0000ff'].map((colour) => plain(16, 8, colour).png().toBuffer()))
    const animation = await give(sharp(frames, { join: { animated: true } })[format](format === 'webp' ? { lossless: true } : {}))
    expect(await sharp(animation.bytes).metadata()).toMatchObject({ pages: 3 })
    expect(await measurePicture(animation)).toEqual({ width: 16, height: 8 })
    const decoded = await decodePicture(animation, { width: 16, height: 8 })
    expect(pixel(decoded, 8, 7)).toEqual([255, 0, 0])
  })

  test('is turned as its orientation says', async () => {
    const turned = await give(halves(32, 8, '#ff0000', '#0000ff').withMetadata({ orientation: 6 }).png())
    expect(await measurePicture(turned)).toEqual({ width: 8, height: 32 })
    const decoded = await decodePicture(turned, { width: 8, height: 32 })
    expect([pixel(decoded, 4, 2), pixel(decoded, 4, 30)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ])
  })

  test('is white where it is transparent', async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } }).png()
    const { data } = await decodePicture(await give(clear), { width: 8, height: 8 })
    expect(new Set(data)).toEqual(new Set([255]))
  })

  test('of other proportions is cut evenly, not stretched', async () => {
    const wide = await give(halves(64, 16, '#ff0000', '#0000ff').png())
    const decoded = await decodePicture(wide, { width: 16, height: 16 })
    expect(decoded.data).toHaveLength(16 * 16 * 3)
    expect([pixel(decoded, 1, 8), pixel(decoded, 14, 8)]).toEqual([
      [255, 0, 0],
      [0, 0, 255],
    ])
  })

  test.each([
    ['a text', Buffer.from('once upon a time')],
    ['nothing', Buffer.alloc(0)],
    ['a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>')],
    ['the beginning of a PNG', halfPng],
  ])('that is %s is refused by name', async (_, bytes) => {
    const decoding = decodePicture({ name: 'notes.txt', bytes }, { width: 8, height: 8 })
    await expect(decoding).rejects.toMatchObject({ code: 'file_malformed', message: expect.stringMatching(/^notes\.txt cannot/) })
  })

  test.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('may be %s', async (format) => {
    expect(await measurePicture(await give(plain(16, 8, '#123456')[format]()))).toEqual({ width: 16, height: 8 })
  })

  test('that claims more pixels than are taken is refused before they are read', async () => {
    const huge = await give(plain(20_000, 6000, '#000000').png({ compressionLevel: 1 }))
    await expect(measurePicture(huge)).rejects.toMatchObject({ code: 'file_malformed' })
  })
})

describe('a mask', () => {
  test('is 255 where it is white and 0 where it is black', async () => {
    const mask = await give(halves(16, 8, '#000000', '#ffffff').png())
    const { data } = await decodeMask(mask, { width: 16, height: 8 }, { width: 16, height: 8 })
    expect(Array.from(data)).toEqual(Array.from({ length: 128 }, (_, at) => (at % 16 < 8 ? 0 : 255)))
  })

  test('of another size is laid over its picture and cut like it', async () => {
    const mask = await give(halves(8, 8, '#000000', '#ffffff').png())
    const { data } = await decodeMask(mask, { width: 64, height: 16 }, { width: 16, height: 16 })
    expect([data[1], data[14]]).toEqual([0, 255])
    expect(data).toHaveLength(256)
  })

  test('keeps what it leaves transparent', async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 255, g: 255, b: 255, alpha: 0 } } }).png()
    const { data } = await decodeMask(await give(clear), { width: 8, height: 8 }, { width: 8, height: 8 })
    expect(new Set(data)).toEqual(new Set([0]))
  })
})

describe('a painted picture', () => {
  const image = { data: Uint8Array.from({ length: 8 * 16 * 3 }, (_, at) => (at * 31) % 256), width: 8, height: 16 }

  test('keeps every byte in its PNG, texts inside, and the same picture gives the same file', async () => {
    const texts = [{ keyword: 'parameters', text: 'a fox' }]
    const png = await encodePng(image, texts)
    expect(Buffer.compare(await sharp(png).raw().toBuffer(), image.data)).toBe(0)
    expect(await sharp(png).metadata()).toMatchObject({ depth: 'uchar', space: 'srgb', comments: texts })
    expect(Buffer.compare(png, await encodePng(image, texts))).toBe(0)
  })

  test.each(['jpeg', 'png'] as const)('is shown before it is done as %s of its full size', async (format) => {
    const preview = await encodePreview(image, { width: 64, height: 128 }, format)
    expect(await sharp(preview).metadata()).toMatchObject({ format, width: 64, height: 128 })
  })
})
