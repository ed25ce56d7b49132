import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { ROUTES } from '@bottega/contracts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { encodeChunk } from '../pictures/png-chunks.ts'
import { insertPngTexts, readPngTexts } from '../pictures/png-text.ts'
import { findFault } from '../testing/find-fault.ts'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'max_image_pixels: 30000000\n' })
})
afterAll(() => server.close())

const UPLOAD = '/api/v1/images/upload?image_category=user&is_intermediate=false'
const red = (width = 8, height = 4) => sharp({ create: { width, height, channels: 3, background: '#ff0000' } })

interface Image {
  readonly image_name: string
  readonly width: number
  readonly height: number
}

/** Sends a body as it is; the answer has to be one that the route declares. */
async function sendRaw(body: Uint8Array, type = 'multipart/form-data; boundary=X'): Promise<Answer> {
  const answer = await fetch(server.url + UPLOAD, {
    method: 'POST',
    headers: { 'content-type': type },
    body: Uint8Array.from(body),
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const read = { status: answer.status, headers: answer.headers, bytes, json: JSON.parse(bytes.toString()) as never }
  expect([findFault(ROUTES.uploadImage, read, [server.root]), server.log.at(-1)]).toEqual([undefined, server.log.at(-1)])
  return read
}

interface PartOptions {
  readonly type?: string
  readonly disposition?: string
}

/** A part of a form, its head letter for letter as given. */
function makePart(
  content: Uint8Array | string,
  { type = 'image/png', disposition = 'name="file"; filename="a.png"' }: PartOptions = {},
) {
  const head = `--X\r\nContent-Disposition: form-data; ${disposition}\r\n${type === '' ? '' : `Content-Type: ${type}\r\n`}\r\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')])
}

const makeForm = (...parts: readonly Uint8Array[]) => Buffer.concat([...parts, Buffer.from('--X--\r\n')])

/** A file in a sound form. */
const send = (content: Uint8Array | string, options?: PartOptions, ...more: readonly Uint8Array[]) =>
  sendRaw(makeForm(makePart(content, options), ...more))

const getFile = async ({ image_name }: Image, kind = 'full') =>
  (await server.request('GET', `/api/v1/images/i/${image_name}/${kind}`)).bytes

async function keep(content: Uint8Array | string, options?: PartOptions, ...more: readonly Uint8Array[]): Promise<Image> {
  const { status, json } = await send(content, options, ...more)
  expect([status, json]).toEqual([201, json])
  return json
}

/** All files of images there are, in the root's folder and below. */
const listImageFiles = async () => (await readdir(server.app.root.images, { recursive: true })).sort()

describe('what a file is, its content says', () => {
  const lies: [string, string][] = [
    ['HTML', '<!doctype html><html><body onload="alert(1)"></html>'],
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)"/>'],
    ['XML before SVG', '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'],
    ['a program of Linux', '\x7fELF\x02\x01\x01\0\0\0'],
    ['a program of Windows', 'MZ\x90\0\x03\0'],
    ['a script', '#!/bin/sh\nrm -rf /\n'],
    ['a text', 'just a text'],
    ['PDF', '%PDF-1.7\n%\xe2\xe3'],
    ['PostScript', '%!PS-Adobe-3.0\n'],
    ['a zip', 'PK\x03\x04\x14\0'],
    ['JSON', '{"a":1}'],
    ['nothing', ''],
    ['a byte', '\x89'],
    ['a signature alone', '\x89PNG\r\n\x1a\n'],
    ['a PNG without its first chunk', '\x89PNG\r\n\x1a\n\0\0\0\0IEND\xaeB`\x82'],
    ['the name of a format of a library', 'vips\0\0\0\0'],
    ['a drawing of another library', 'push graphic-context\nimage over 0,0 0,0 "https://foreign.example/x"\n'],
    ['Radiance', '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\x01\x01\x01\x01'],
    ['a portable pixmap', 'P3 1 1 255 1 2 3\n'],
    ['a bitmap', 'BM\x3a\0\0\0\0\0\0\0'],
  ]

  test.each(lies)('%s is refused, whatever picture it is said to be', async (_, content) => {
    const before = await listImageFiles()
    for (const type of ['image/png', 'image/jpeg', 'image/svg+xml', 'IMAGE/PNG', 'image']) {
      const { status, json } = await send(Buffer.from(content, 'latin1'), { type })
      expect([type, status, json]).toEqual([type, 415, { detail: expect.any(String) }])
    }
    expect(await listImageFiles()).toEqual(before)
  })

  test.each(['text/html', 'text/plain', 'application/octet-stream', 'video/mp4', 'application/x-msdownload', ''])(
    'a picture that is said to be %j is refused',
    async (type) => {
      expect((await send(await red().png().toBuffer(), { type })).status).toBe(415)
    },
  )

  test.each(['jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    '%s under the name and type of a PNG is kept as PNG',
    async (format) => {
      const image = await keep(await red()[format]().toBuffer())
      expect(image).toMatchObject({ image_name: expect.stringMatching(/^[0-9a-f-]{36}\.png$/), width: 8, height: 4 })
      expect(await sharp(await getFile(image)).metadata()).toMatchObject({ format: 'png', width: 8, height: 4 })
    },
  )

  test('what hangs on behind a picture is not kept', async () => {
    const tail = Buffer.from('PK\x03\x04<script>alert("tail")</script><?php system("x") ?>')
    for (const format of ['png', 'jpeg', 'gif', 'webp'] as const) {
      const image = await keep(Buffer.concat([await red()[format]().toBuffer(), tail]))
      for (const kind of ['full', 'thumbnail']) {
        const file = await getFile(image, kind)
        expect([format, kind, file.includes('<script>'), file.includes('PK\x03\x04')]).toEqual([format, kind, false, false])
      }
    }
  })

  test('a picture that is a page too is sent as a picture that no browser reads as a page', async () => {
    const page = insertPngTexts(await red().png().toBuffer(), [{ keyword: 'parameters', text: '<script>alert(1)</script>' }])
    const { image_name } = await keep(page)
    const { headers } = await server.request('GET', `/api/v1/images/i/${image_name}/full`, { headers: { accept: 'text/html' } })
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
    })
  })
})

/** A PNG of any size with these compressed rows. */
function writePng(width: number, height: number, depth: number, colour: number, data: Uint8Array): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([depth, colour], 8)
  const chunks = [encodeChunk('IHDR', header), encodeChunk('IDAT', data), encodeChunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks])
}

describe('pictures beyond the limit', () => {
  const little = deflateSync(Buffer.alloc(1000))

  /** The bytes with a number written over in some places. */
  function patch(bytes: Buffer, write: (bytes: Buffer) => void): Buffer {
    const copy = Buffer.from(bytes)
    write(copy)
    return copy
  }

  const bombs: [string, () => Promise<Buffer>][] = [
    ['a PNG', async () => writePng(60_000, 60_000, 8, 2, little)],
    ['a PNG of one bit', async () => writePng(2 ** 31 - 1, 2 ** 31 - 1, 1, 0, little)],
    ['a PNG of no width', async () => writePng(0, 10, 8, 2, little)],
    ['a PNG of a width below nothing', async () => writePng(2 ** 32 - 1, 1, 8, 2, little)],
    ['a whole PNG of little weight', async () => writePng(6000, 6000, 1, 0, deflateSync(Buffer.alloc(6000 * 751), { level: 9 }))],
    // the size stands behind the marker of the frame
    [
      'a JPEG',
      async () =>
        patch(await red().jpeg().toBuffer(), (bytes) =>
          bytes.fill(0xff, bytes.indexOf(Buffer.from([0xff, 0xc0])) + 5, bytes.indexOf(Buffer.from([0xff, 0xc0])) + 9),
        ),
    ],
    [
      'a GIF',
      async () =>
        patch(await red().gif().toBuffer(), (bytes) => {
          bytes.fill(0xff, 6, 10)
          const frame = bytes.indexOf(0x2c, 13)
          bytes.fill(0xff, frame + 5, frame + 9)
        }),
    ],
    // fourteen bits each behind the signature of a lossless picture
    ['a WebP', async () => patch(await red().webp({ lossless: true }).toBuffer(), (bytes) => bytes.fill(0xff, 21, 24))],
    [
      'a TIFF',
      async () =>
        patch(await red().tiff({ compression: 'none' }).toBuffer(), (bytes) => {
          const directory = bytes.readUInt32LE(4)
          for (let at = 0; at < bytes.readUInt16LE(directory); at++) {
            const entry = directory + 2 + at * 12
            if (bytes.readUInt16LE(entry) !== 256 && bytes.readUInt16LE(entry) !== 257) continue
            bytes.writeUInt16LE(4, entry + 2)
            bytes.writeUInt32LE(1_000_000, entry + 8)
          }
        }),
    ],
  ]

  test.each(bombs)('%s is refused by what its header says', async (_, make) => {
    const { status } = await send(await make())
    expect([413, 415]).toContain(status)
  })

  test('many of them at once leave the server answering', async () => {
    const bomb = await bombs[4]![1]()
    const answers = await Promise.all([...Array(12).keys()].map(() => send(bomb)))
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(413))
    await keep(await red().png().toBuffer())
  })

  test('sixty-four megabytes of a picture are taken, a hundred of no picture refused', async () => {
    const side = 4740
    const row = randomBytes(1 + side * 3)
    row[0] = 0
    const large = writePng(side, side, 8, 2, deflateSync(Buffer.concat(Array(side).fill(row)), { level: 0 }))
    expect(large.length).toBeGreaterThan(64 * 2 ** 20)
    expect(await keep(large)).toMatchObject({ width: side, height: side })
    expect([413, 415]).toContain((await send(Buffer.alloc(100 * 2 ** 20))).status)
  })
})

describe('files that were cut off', () => {
  test.each(['png', 'jpeg', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'of %s are refused or mended, never kept broken',
    async (format) => {
      const pixels = { data: randomBytes(64 * 64 * 3), info: { width: 64, height: 64, channels: 3 as const } }
      const whole = await sharp(pixels.data, { raw: pixels.info })[format]().toBuffer()
      for (const length of [1, 4, 12, 30, 100, whole.length >> 1, whole.length - 40, whole.length - 13, whole.length - 1]) {
        const { status, json } = await send(whole.subarray(0, length))
        if (status !== 201) {
          expect([length, status]).toEqual([length, 415])
          continue
        }
        const image: Image = json
        expect(
          (
            await sharp(await getFile(image), { failOn: 'warning' })
              .raw()
              .toBuffer()
          ).length,
        ).toBe(64 * 64 * 3)
      }
    },
  )
})

describe('pictures keep what they show', () => {
  test('256 shades of 16-bit grey stay 256 shades', async () => {
    const row = Buffer.alloc(1 + 512)
    for (let at = 0; at < 256; at++) row.writeUInt16BE(at * 257, 1 + at * 2)
    const image = await keep(writePng(256, 1, 16, 0, deflateSync(row)))
    for (const kind of ['full', 'thumbnail']) {
      const file = sharp(await getFile(image, kind))
      const shades = [...(await file.toColourspace('b-w').raw().toBuffer())]
      if (kind === 'full') expect(shades).toEqual([...Array(256).keys()])
      // the small picture is compressed with loss
      else expect([shades[0]! < 30, shades[255]! > 225, new Set(shades).size > 60]).toEqual([true, true, true])
    }
  })

  test('a JPEG in four colours of print, and one of a wide range, are sRGB afterwards', async () => {
    const print = await red(8, 8).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    const wide = await red(8, 8).withIccProfile('p3').jpeg({ quality: 100 }).toBuffer()
    for (const file of [print, wide]) {
      const stored = sharp(await getFile(await keep(file)))
      expect(await stored.metadata()).toMatchObject({ space: 'srgb', channels: 3, depth: 'uchar', hasProfile: false })
      const [r = 0, g = 255, b = 255] = await stored.raw().toBuffer()
      expect([r > 200, g < 80, b < 80]).toEqual([true, true, true])
    }
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'a JPEG that a camera turned (%i) stands upright in file, thumbnail and numbers',
    async (orientation) => {
      const blue = { create: { width: 40, height: 20, channels: 3, background: '#0000ff' } } as const
      const jpeg = await sharp(blue).jpeg().withMetadata({ orientation }).toBuffer()
      const [width, height] = orientation > 4 ? [20, 40] : [40, 20]
      const image = await keep(jpeg)
      expect([image.width, image.height]).toEqual([width, height])
      for (const kind of ['full', 'thumbnail']) {
        const metadata = await sharp(await getFile(image, kind)).metadata()
        expect([metadata.width, metadata.height, metadata.orientation ?? 1]).toEqual([width, height, 1])
      }
    },
  )

  test.each(['gif', 'webp'] as const)('an animated %s is its first frame', async (format) => {
    const frames = await Promise.all(
      ['#ff0000', '#00ff00', '#0000ff'].map((background) =>
        sharp({ create: { width: 10, height: 6, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    )
    const image = await keep(
      await sharp(frames, { join: { animated: true } })
        [format]()
        .toBuffer(),
    )
    expect([image.width, image.height]).toEqual([10, 6])
    for (const kind of ['full', 'thumbnail']) {
      const file = sharp(await getFile(image, kind))
      expect(await file.metadata()).toMatchObject({ width: 10, height: 6 })
      const [r = 0, g = 255] = await file.raw().toBuffer()
      expect([r > 200, g < 80]).toEqual([true, true])
    }
  })

  test('a palette with transparency stays transparent', async () => {
    const clear = sharp({ create: { width: 6, height: 6, channels: 4, background: '#ff000000' } })
    for (const file of [await clear.clone().png({ palette: true }).toBuffer(), await clear.clone().gif().toBuffer()]) {
      const stored = sharp(await getFile(await keep(file)))
      expect((await stored.ensureAlpha().raw().toBuffer())[3]).toBe(0)
    }
  })

  test.each([
    [1, 1, 1, 1],
    [1, 20_000, 1, 256],
    [20_000, 1, 256, 1],
  ])('a picture of %i x %i has a thumbnail of %i x %i', async (width, height, smallWidth, smallHeight) => {
    const image = await keep(await red(width, height).png().toBuffer())
    expect([image.width, image.height]).toEqual([width, height])
    expect(await sharp(await getFile(image, 'thumbnail')).metadata()).toMatchObject({ width: smallWidth, height: smallHeight })
  })
})

describe('texts in and beside a picture', () => {
  test('of other programs stay, of ours only what is sound', async () => {
    const texts = [
      { keyword: 'parameters', text: 'a fox, (sharp:1.2)\nNegative prompt: dog\nSteps: 20, Seed: 4294967295' },
      { keyword: 'prompt', text: '{"3":{"class_type":"KSampler"}}' },
      { keyword: 'workflow', text: '{"last_node_id":9,"nodes":[]}' },
      { keyword: 'invokeai_metadata', text: '[not an object' },
    ]
    const file = await getFile(await keep(insertPngTexts(await red().png().toBuffer(), texts)))
    const kept = await readPngTexts(file, ['parameters', 'prompt', 'workflow', 'invokeai_metadata'])
    expect(kept).toEqual(Object.fromEntries(texts.slice(0, 3).map(({ keyword, text }) => [keyword, text])))
  })

  const strange = [
    '[]',
    '[{"a":1}]',
    '1',
    '"x"',
    'null',
    'true',
    '',
    ' ',
    '{',
    'x',
    '{"a":NaN}',
    '{"a":"\0"}',
    '['.repeat(50_000),
  ]
  test.each([...strange, '{"a":'.repeat(50_000), '\ud800'])(
    'metadata that is no object is dropped, the picture kept: %.40j',
    async (metadata) => {
      const part = makePart(metadata, { type: '', disposition: 'name="metadata"' })
      const { image_name } = await keep(await red().png().toBuffer(), {}, part)
      expect((await server.request('GET', `/api/v1/images/i/${image_name}/metadata`)).json).toBeNull()
    },
  )

  test('metadata with keys that programs stumble over does no harm', async () => {
    const metadata = '{"__proto__":{"x":1},"constructor":"y","":"z","🦊":[1e400,"\\ud800"]}'
    const part = makePart(metadata, { type: '', disposition: 'name="metadata"' })
    const { image_name } = await keep(await red().png().toBuffer(), {}, part)
    const { json } = await server.request('GET', `/api/v1/images/i/${image_name}/metadata`)
    expect(Object.keys(json)).toEqual(expect.arrayContaining(['constructor', '', '🦊']))
    expect(({} as { readonly x?: number }).x).toBeUndefined()
  })
})

describe('the name of a file decides nothing', () => {
  const names = [
    ...['../../../evil.png', '..\\..\\evil.png', '/etc/passwd', 'C:\\evil.png', 'con.png', '.', '..', ' ', ''],
    ...['a\0b.png', 'a'.repeat(10_000), '雪 🦊 é.png', '%2e%2e%2fevil.png', 'a.png/', 'a.svg', "'; drop table images; --.png"],
  ]

  test.each(names)('%.30j', async (name) => {
    const before = await listImageFiles()
    const disposition = `name="file"; filename="${name.replaceAll('"', '%22')}"`
    const { status, json } = await send(await red().png().toBuffer(), { disposition })
    // without a name it may be no file
    if (status !== 201) return expect([name.trim(), status]).toEqual(['', 422])
    const { image_name }: Image = json
    expect(image_name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.png$/)
    const added = (await listImageFiles()).filter((path) => !before.includes(path))
    expect(added.sort()).toEqual([image_name, join('thumbnails', image_name.replace('.png', '.webp'))].sort())
  })
})

describe('forms that are odd', () => {
  const png = () => red().png().toBuffer()
  const text = (name: string, value: string) => makePart(value, { type: '', disposition: `name="${name}"` })

  test.each<[string, () => Promise<Uint8Array>, readonly number[]]>([
    ['without a part', async () => makeForm(), [422]],
    ['empty', async () => Buffer.alloc(0), [415, 422]],
    [
      'with another boundary',
      async () => Buffer.from((await makeForm(makePart('x'))).toString().replaceAll('--X', '--Y')),
      [422],
    ],
    ['that never ends', async () => makePart(await png()), [422]],
    ['that ends in the head of a part', async () => Buffer.from('--X\r\nContent-Dispo'), [422]],
    ['without the file', async () => makeForm(text('metadata', '{}')), [422]],
    ['with a text in place of the file', async () => makeForm(text('file', 'x')), [415, 422]],
    [
      'with a file of another name',
      async () => makeForm(makePart(await png(), { disposition: 'name="image"; filename="a.png"' })),
      [422],
    ],
    ['with a part without a name', async () => makeForm(makePart(await png(), { disposition: 'filename="a.png"' })), [422]],
    [
      'with a part that is named as nothing should be',
      async () => makeForm(makePart(await png(), { disposition: 'name="__proto__"; filename="a.png"' })),
      [422],
    ],
    ['with two files', async () => makeForm(makePart(await png()), makePart(await red(9, 9).png().toBuffer())), [201]],
    ['with more files than one may send', async () => makeForm(...Array(9).fill(makePart(await png()))), [413]],
    ['with more fields than one may send', async () => makeForm(makePart(await png()), ...Array(99).fill(text('a', 'b'))), [413]],
    [
      'with a field of ten megabytes',
      async () => makeForm(makePart(await png()), text('metadata', 'x'.repeat(10 * 2 ** 20))),
      [413],
    ],
    ['with text in front', async () => Buffer.concat([Buffer.from('a preamble\r\n'), makeForm(makePart(await png()))]), [201]],
    ['with text behind', async () => Buffer.concat([makeForm(makePart(await png())), Buffer.from('an epilogue')]), [201]],
    ['with a form in a form', async () => makeForm(makePart('--Y\r\n\r\n--Y--', { type: 'multipart/mixed; boundary=Y' })), [415]],
  ])('%s', async (_, make, statuses) => {
    expect(statuses).toContain((await sendRaw(await make())).status)
  })

  test('of two files the first is the one', async () => {
    const two = makeForm(makePart(await png()), makePart(await red(9, 9).png().toBuffer()))
    expect((await sendRaw(two)).json).toMatchObject({ width: 8, height: 4 })
  })

  test.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'X'.repeat(500)}`,
    'multipart/mixed; boundary=X',
    'application/x-www-form-urlencoded',
    'application/json',
    'image/png',
    'text/plain',
  ])('a form that is said to be %s is refused', async (type) => {
    expect([413, 415, 422]).toContain((await sendRaw(makeForm(makePart(await png())), type)).status)
  })
})

describe('files are asked for in odd ways', () => {
  let path: string
  let size: number
  let etag: string

  beforeAll(async () => {
    path = `/api/v1/images/i/${(await keep(await red(300, 300).png().toBuffer())).image_name}/full`
    const whole = await server.request('GET', path)
    size = whole.bytes.length
    etag = whole.headers.get('etag') ?? ''
  })

  test.each<[Readonly<Record<string, string>>, number]>([
    [{ range: 'bytes=5-2' }, 200],
    [{ range: 'bytes=a-b' }, 200],
    [{ range: 'bytes=' }, 200],
    [{ range: 'bytes=-' }, 200],
    [{ range: 'items=0-1' }, 200],
    [{ range: 'bytes=0-1,5-6' }, 200],
    [{ range: 'bytes=0-99999999999999999999999' }, 206],
    [{ range: 'bytes=-99999999999999999999999' }, 206],
    [{ range: 'bytes=-0' }, 416],
    [{ range: 'bytes=99999999999999999999999-' }, 416],
    [{ range: 'bytes=0-0', 'if-range': '"other"' }, 200],
    [{ range: 'bytes=0-0', 'if-range': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 200],
    [{ 'if-none-match': '*' }, 304],
    [{ 'if-none-match': '"a", "b"' }, 200],
    [{ 'if-none-match': 'nonsense' }, 200],
    [{ 'if-modified-since': 'not a date' }, 200],
  ])('%j is answered %i', async (headers, status) => {
    const answer = await server.request('GET', path, { headers })
    expect(answer.status).toBe(status)
    if (status === 200 || status === 206) expect(answer.bytes.length).toBe(size)
    if (status === 304) expect(answer.bytes.length).toBe(0)
    if (status === 416)
      expect([answer.json, answer.headers.get('content-range')]).toEqual([{ detail: expect.any(String) }, `bytes */${size}`])
  })

  test('a part comes only while the file is the same', async () => {
    const part = await server.request('GET', path, { headers: { range: 'bytes=1-3', 'if-range': etag } })
    expect([part.status, part.bytes.toString(), part.headers.get('content-range')]).toEqual([206, 'PNG', `bytes 1-3/${size}`])
  })

  test('what may not be seen or is gone is told before what has not changed', async () => {
    const headers = { 'if-none-match': '*', range: 'bytes=0-1' }
    expect((await server.request('GET', '/api/v1/images/i/x.png/full', { headers })).json).toEqual({ detail: 'Image not found' })
    const { image_name } = await keep(await red().png().toBuffer())
    await server.request('DELETE', `/api/v1/images/i/${image_name}`)
    expect((await server.request('GET', `/api/v1/images/i/${image_name}/full`, { headers })).status).toBe(404)
  })

  test('an image whose files were lost is still listed, and told to be missing', async () => {
    const { image_name } = await keep(await red().png().toBuffer())
    await rm(join(server.app.root.images, image_name))
    await rm(join(server.app.root.images, 'thumbnails', image_name.replace('.png', '.webp')))
    const at = `/api/v1/images/i/${image_name}`
    for (const kind of ['full', 'thumbnail', 'workflow']) {
      expect([kind, (await server.request('GET', `${at}/${kind}`)).json]).toEqual([kind, { detail: 'Image not found' }])
    }
    expect((await server.request('GET', at)).json).toMatchObject({ image_name })
    const graph = { id: 'g', nodes: { n: { id: 'n', type: 'img_blur', image: { image_name } } }, edges: [] }
    const { json } = await server.request('POST', '/api/v1/queue/default/enqueue_batch', { json: { batch: { graph, runs: 1 } } })
    const look = async () =>
      (await server.request('GET', `/api/v1/queue/default/i/${(json as { item_ids: number[] }).item_ids[0]}`)).json
    await expect
      .poll(look, { timeout: 30_000 })
      .toMatchObject({ status: 'failed', error_message: expect.stringMatching(/not found|missing|gone/i) })
    await server.request('DELETE', at)
    expect((await server.request('POST', '/api/v1/images/restore', { json: { image_names: [image_name] } })).status).toBe(200)
  })
})

/** The names of the files in an archive, from its directory. */
function listZip(zip: Buffer): string[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const names: string[] = []
  for (let at = zip.readUInt32LE(end + 16); names.length < zip.readUInt16LE(end + 10); ) {
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [number, number, number]
    names.push(zip.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + extra + comment
  }
  return names
}

describe('a board as an archive', () => {
  const names = [
    '../../evil',
    'a/b\\c',
    'con',
    '.',
    '..',
    ' ',
    'a\r\nSet-Cookie: x',
    '"; filename="evil.exe',
    '🦊',
    '雪だるま',
    'x'.repeat(300),
    '%2e%2e%2f',
  ]

  test.each(names)('%.30j is fetched under a harmless name', async (board_name) => {
    const { json: board } = await server.request('POST', `/api/v1/boards/?${new URLSearchParams({ board_name })}`)
    const { board_id }: { readonly board_id: string } = board
    const file = new FormData()
    file.set('file', new Blob([Uint8Array.from(await red().png().toBuffer())], { type: 'image/png' }), '../a.png')
    const { json: image } = await server.request('POST', `${UPLOAD}&board_id=${board_id}`, { body: file })
    const { json: begun } = await server.request('POST', '/api/v1/images/download', { json: { board_id } })
    const { bulk_download_item_name: name }: { readonly bulk_download_item_name: string } = begun
    expect(name).toMatch(/^[\p{L}\p{N}_-]{1,100}\.zip$/u)
    const path = `/api/v1/images/download/${encodeURIComponent(name)}`
    await expect.poll(async () => (await server.request('GET', path)).status, { timeout: 20_000 }).toBe(200)
    const { bytes, headers } = await server.request('GET', path)
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[^"\\/]+\.zip"/)
    expect(headers.get('set-cookie')).toBeNull()
    expect(listZip(bytes)).toEqual([`user/${(image as Image).image_name}`])
  })
})
