import { randomBytes } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { createPictureIntake } from './intake.ts'
import { encodeChunk, insertChunks, listPngChunks } from './png-chunks.ts'
import { insertPngTexts, readPngTexts } from './png-text.ts'

const intake = createPictureIntake()
const rgb = (width: number, height: number, background = '#2040c0') =>
  sharp({ create: { width, height, channels: 3, background } })
const pixels = async (file: Uint8Array) => [...(await sharp(file).raw().toBuffer())]

/** A PNG of any kind, written by hand. */
function writePng({
  width,
  height,
  depth,
  colour,
  rows,
}: {
  width: number
  height: number
  depth: number
  colour: number
  rows: Buffer
}) {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    encodeChunk('IHDR', header),
    encodeChunk('IDAT', deflateSync(rows)),
    encodeChunk('IEND', Buffer.alloc(0)),
  ])
}

const noise = (() => {
  const rows = randomBytes(300 * (1 + 300 * 3))
  for (let y = 0; y < 300; y++) rows[y * 901] = 0
  return writePng({ width: 300, height: 300, depth: 8, colour: 2, rows })
})()

/** The bytes with one of them wrong. */
function flipByte(bytes: Uint8Array, at: number): Buffer {
  const flipped = Buffer.from(bytes)
  const place = at < 0 ? flipped.length + at : at
  flipped.writeUInt8(flipped.readUInt8(place) ^ 0xff, place)
  return flipped
}

describe('a PNG of 8 bits in sRGB', () => {
  test('stays byte for byte as it came', async () => {
    const prepared = await intake.prepare(noise)
    expect(Buffer.compare(prepared.png, noise)).toBe(0)
    expect([prepared.width, prepared.height]).toEqual([300, 300])
  })

  test.each(['png8', 'grey', 'alpha'])('stays as it came with a palette, in grey, with transparency (%s)', async (kind) => {
    const { data } = await (kind === 'grey'
      ? rgb(9, 9).toColourspace('b-w')
      : kind === 'alpha'
        ? rgb(9, 9).ensureAlpha(0.5)
        : rgb(9, 9)
    )
      .png({ palette: kind === 'png8' })
      .toBuffer({ resolveWithObject: true })
    const { png } = await intake.prepare(data)
    expect(await pixels(png)).toEqual(await pixels(data))
  })

  test('loses what stands behind its end, the other frames of an animation and what a camera wrote', async () => {
    const plain = await rgb(9, 9).png().toBuffer()
    const more = insertChunks(plain, [
      encodeChunk('acTL', Buffer.alloc(8)),
      encodeChunk('fdAT', Buffer.alloc(40)),
      encodeChunk('eXIf', Buffer.alloc(8)),
    ])
    const { png } = await intake.prepare(Buffer.concat([more, Buffer.from('<script>')]))
    expect(Buffer.compare(png, plain)).toBe(0)
  })
})

describe('texts of other programs', () => {
  test.each([1, 5000])(
    'stay letter for letter in %i chunks, in a picture that stays and in one that is converted',
    async (count) => {
      const texts = [
        { keyword: 'parameters', text: 'fox 🦊 "é"\nSteps: 20' },
        { keyword: 'workflow', text: JSON.stringify({ nodes: 'x'.repeat(9000) }) },
        ...Array.from({ length: count }, (_, at) => ({ keyword: `k${at}`, text: `v${at}` })),
      ]
      const deep = writePng({ width: 2, height: 1, depth: 16, colour: 0, rows: Buffer.alloc(5) })
      for (const file of [noise, deep]) {
        const { png } = await intake.prepare(insertPngTexts(file, texts, { isCompressed: true }))
        const some = [...texts.slice(0, 3), ...texts.slice(-1)]
        const read = await readPngTexts(
          png,
          some.map(({ keyword }) => keyword),
        )
        expect(read).toEqual(Object.fromEntries(some.map(({ keyword, text }) => [keyword, text])))
        expect(listPngChunks(png)?.filter(({ type }) => type === 'iTXt')).toHaveLength(texts.length)
      }
    },
  )

  test('stay up to 4 MiB, and damaged ones go', async () => {
    const mebibyte = (keyword: string) => encodeChunk('tEXt', Buffer.from(`${keyword}\0${'x'.repeat(2 ** 20)}`))
    const damaged = flipByte(encodeChunk('tEXt', Buffer.from('damaged\0x')), -1)
    const { png } = await intake.prepare(insertChunks(noise, [...['a', 'b', 'c', 'd', 'e'].map(mebibyte), damaged]))
    const read = await readPngTexts(png, ['a', 'b', 'c', 'd', 'e', 'damaged'])
    expect(Object.keys(read)).toEqual(['a', 'b', 'c'])
  })
})

describe('other pictures become PNGs of 8 bits in sRGB', () => {
  test.each([
    ['grey', 0, 1],
    ['colours', 2, 3],
  ])('256 shades of 16-bit %s stay 256 shades', async (_, colour, channels) => {
    const rows = Buffer.alloc(1 + 256 * channels * 2)
    for (let at = 0; at < 256 * channels; at++) rows.writeUInt16BE(Math.floor(at / channels) * 257, 1 + at * 2)
    const { png, width } = await intake.prepare(writePng({ width: 256, height: 1, depth: 16, colour, rows }))
    expect(width).toBe(256)
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', depth: 'uchar', space: 'srgb' })
    expect((await pixels(png)).filter((_, at) => at % 3 === 0)).toEqual(Array.from({ length: 256 }, (_, at) => at))
  })

  test('colours of another profile are converted, not only renamed', async () => {
    const { icc = Buffer.alloc(0) } = await sharp(await rgb(1, 1).withIccProfile('p3').png().toBuffer()).metadata()
    const profile = encodeChunk('iCCP', Buffer.concat([Buffer.from('Display P3\0\0'), deflateSync(icc)]))
    const { png } = await intake.prepare(insertChunks(await rgb(1, 1, '#c86432').png().toBuffer(), [profile]))
    expect((await sharp(png).metadata()).hasProfile).toBe(false)
    // 200, 100, 50 of Display P3 by the matrices of both standards
    const off = (await pixels(png)).map((value, at) => Math.abs(value - ([215, 93, 31][at] ?? 0)))
    expect(Math.max(...off)).toBeLessThan(3)
  })

  test('CMYK becomes colours', async () => {
    const file = await rgb(8, 8, '#c86432').toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(file).metadata()).space).toBe('cmyk')
    const { png } = await intake.prepare(file)
    expect(await sharp(png).metadata()).toMatchObject({ space: 'srgb', channels: 3 })
    const [red = 0, green = 0, blue = 0] = await pixels(png)
    expect([Math.abs(red - 200), Math.abs(green - 100), Math.abs(blue - 50)].every((off) => off < 40)).toBe(true)
  })

  test.each(['gif', 'webp'] as const)(
    'of an animated %s the first frame is kept in its size, not a column of all',
    async (format) => {
      const frames = await Promise.all(['#ff0000', '#00ff00', '#0000ff'].map((colour) => rgb(10, 6, colour).png().toBuffer()))
      const file = await sharp(frames, { join: { animated: true } })
        [format]()
        .toBuffer()
      const prepared = await intake.prepare(file)
      expect([prepared.width, prepared.height]).toEqual([10, 6])
      expect(await sharp(prepared.png).metadata()).toMatchObject({ width: 10, height: 6 })
      expect(await sharp(prepared.thumbnail).metadata()).toMatchObject({ width: 10, height: 6 })
      expect((await pixels(prepared.png))[0]).toBeGreaterThan(250)
    },
  )

  test.each([3, 6, 8])('a picture taken with a tilted camera (%i) stands upright everywhere', async (orientation) => {
    const left = await rgb(20, 30, '#ff0000').png().toBuffer()
    const upright = sharp({ create: { width: 40, height: 30, channels: 3, background: '#0000ff' } }).composite([
      { input: left, left: 0, top: 0 },
    ])
    const angle = { 3: 180, 6: 270, 8: 90 }[orientation] ?? 0
    const tilted = await sharp(await upright.png().toBuffer())
      .rotate(angle)
      .withMetadata({ orientation })
      .png()
      .toBuffer()
    const { png, thumbnail, width, height } = await intake.prepare(tilted)
    expect([width, height]).toEqual([40, 30])
    for (const file of [png, thumbnail]) {
      expect(await sharp(file).metadata()).toMatchObject({ width: 40, height: 30 })
      expect((await sharp(file).metadata()).orientation).toBeUndefined()
      const [red = 0] = await pixels(file)
      expect(red).toBeGreaterThan(200)
    }
  })

  test.each(['jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('%s is taken', async (format) => {
    const { png, width, height } = await intake.prepare(await rgb(33, 17)[format]().toBuffer())
    expect([width, height]).toEqual([33, 17])
    expect((await sharp(png).metadata()).format).toBe('png')
  })

  test('an interlaced PNG keeps its pixels', async () => {
    const file = await sharp(noise).png({ progressive: true }).toBuffer()
    const { png } = await intake.prepare(file)
    expect((await sharp(png).metadata()).isProgressive).toBe(false)
    expect(await pixels(png)).toEqual(await pixels(noise))
  })
})

describe('thumbnails', () => {
  test.each([
    [1000, 500, 256, 128],
    [300, 900, 85, 256],
    [100, 40, 100, 40],
    [3000, 1, 256, 1],
  ])('of %i x %i are %i x %i, WebP, never enlarged', async (width, height, smallWidth, smallHeight) => {
    const { thumbnail } = await intake.prepare(await rgb(width, height).png().toBuffer())
    expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'webp', width: smallWidth, height: smallHeight })
  })

  test('of covers are made of any picture', async () => {
    const cover = await intake.prepareThumbnail(await rgb(600, 300).jpeg().toBuffer())
    expect(await sharp(cover).metadata()).toMatchObject({ format: 'webp', width: 256, height: 128 })
  })
})

describe('changes on the way in', () => {
  const islands = () =>
    sharp({ create: { width: 50, height: 40, channels: 4, background: '#00000000' } })
      .composite([{ input: { create: { width: 7, height: 5, channels: 4, background: '#ff000001' } }, left: 11, top: 22 }])
      .png()
      .toBuffer()

  test('what is fully transparent around a picture is cut off, be the rest ever so faint', async () => {
    const prepared = await intake.prepare(await islands(), { cropVisible: true })
    expect([prepared.width, prepared.height]).toEqual([7, 5])
    expect(await sharp(prepared.png).metadata()).toMatchObject({ width: 7, height: 5, channels: 4 })
  })

  test.each(['opaque', 'transparent'])('a picture that is %s everywhere keeps its size', async (kind) => {
    const background = kind === 'opaque' ? '#ff0000' : '#00000000'
    const file = await sharp({ create: { width: 9, height: 8, channels: 4, background } })
      .png()
      .toBuffer()
    expect(await intake.prepare(file, { cropVisible: true })).toMatchObject({ width: 9, height: 8 })
  })

  test('a picture is stretched to the size asked for, after it was cut', async () => {
    const prepared = await intake.prepare(await islands(), { cropVisible: true, resizeTo: { width: 64, height: 16 } })
    expect([prepared.width, prepared.height]).toEqual([64, 16])
    const stretched = await intake.prepare(noise, { resizeTo: { width: 10, height: 20 } })
    expect(await sharp(stretched.png).metadata()).toMatchObject({ width: 10, height: 20 })
  })
})

describe('what is no picture is refused', () => {
  test.each([
    ['nothing', ''],
    ['text', 'a fox'],
    ['HTML', '<html><script>alert(1)</script></html>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'],
    ['SVG behind a header', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['PDF', '%PDF-1.7\n'],
    ['a zip', 'PK\u0003\u0004'],
  ])('%s', async (_, content) => {
    await expect(intake.prepare(Buffer.from(content))).rejects.toMatchObject({ code: 'not_a_picture' })
    await expect(intake.prepareThumbnail(Buffer.from(content))).rejects.toMatchObject({ code: 'not_a_picture' })
  })

  test.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)('a %s that is cut off', async (format) => {
    const file = await sharp(noise)[format]().toBuffer()
    for (const length of [12, 40, Math.floor(file.length / 2), file.length - 60]) {
      await expect(intake.prepare(file.subarray(0, length))).rejects.toMatchObject({ code: 'picture_damaged' })
    }
  })

  test.each(['a byte of the pixels', 'the checksum', 'the last row'])('a PNG with %s wrong', async (what) => {
    const end = listPngChunks(noise)?.find(({ type }) => type === 'IDAT')?.end ?? 0
    const before = { 'a byte of the pixels': 90_000, 'the checksum': 2, 'the last row': 20 }[what] ?? 0
    await expect(intake.prepare(flipByte(noise, end - before))).rejects.toMatchObject({ code: 'picture_damaged' })
  })

  test('a PNG without its end is mended', async () => {
    const { png } = await intake.prepare(noise.subarray(0, noise.length - 12))
    expect(listPngChunks(png)?.at(-1)?.type).toBe('IEND')
    expect(await pixels(png)).toEqual(await pixels(noise))
  })

  test('more pixels than are taken, told by the header, at once and in every format', async () => {
    const bomb = writePng({ width: 60_000, height: 60_000, depth: 1, colour: 0, rows: Buffer.alloc(1000) })
    await expect(intake.prepare(bomb)).rejects.toMatchObject({
      code: 'picture_too_large',
      message: expect.stringContaining('100 million'),
    })
    const small = createPictureIntake({ maxPixels: 1000 })
    for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const) {
      const file = await rgb(40, 30)[format]().toBuffer()
      await expect(small.prepare(file)).rejects.toMatchObject({ code: 'picture_too_large' })
      await expect(small.prepareThumbnail(file)).rejects.toMatchObject({ code: 'picture_too_large' })
    }
  })

  test('a file of millions of empty chunks, within a moment', async () => {
    const empty = encodeChunk('vpAg', Buffer.alloc(0))
    const file = insertChunks(noise, [Buffer.concat(Array(2_000_000).fill(empty))])
    const start = performance.now()
    await intake.prepare(file).catch(() => {})
    expect(performance.now() - start).toBeLessThan(3000)
  })
})

test('many pictures at once all come through', async () => {
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, at) => intake.prepare(at % 3 === 0 ? Buffer.from('x') : noise).catch(() => undefined)),
  )
  expect(all.filter((one) => one !== undefined)).toHaveLength(8)
})
