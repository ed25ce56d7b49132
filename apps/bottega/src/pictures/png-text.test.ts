import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodeChunk, insertChunks } from './png-chunks.ts'
import { insertPngTexts, readPngTexts, replacePngTexts } from './png-text.ts'

const png = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#abcdef' } })
  .png()
  .toBuffer()

test('writes texts of any script and length that another program reads back, and leaves the picture alone', async () => {
  const texts = [
    { keyword: 'bottega_settings', text: JSON.stringify({ prompt: '赤い林檎 🦊 "é"\n\\' }) },
    { keyword: 'parameters', text: 'x'.repeat(100_000) },
    { keyword: 'empty', text: '' },
  ]
  const written = insertPngTexts(png, texts)
  const { comments } = await sharp(written).metadata()
  expect(comments).toEqual(texts)
  expect(await sharp(written).raw().toBuffer()).toEqual(await sharp(png).raw().toBuffer())
})

test('writes texts compressed where that is shorter', async () => {
  const texts = [
    { keyword: 'invokeai_workflow', text: '{"nodes":[]} 🦊'.repeat(1000) },
    { keyword: 'short', text: 'é' },
  ]
  const written = insertPngTexts(png, texts, { isCompressed: true })
  expect((await sharp(written).metadata()).comments).toEqual(texts)
  expect(written.length).toBeLessThan(png.length + 1000)
})

test('puts texts in place of others and leaves the rest of the file alone', async () => {
  const old = insertPngTexts(png, [
    { keyword: 'a', text: 'old' },
    { keyword: 'parameters', text: 'stays' },
    { keyword: 'b', text: 'goes' },
    { keyword: 'ab', text: 'stays' },
  ])
  const replaced = replacePngTexts(old, ['a', 'b'], [{ keyword: 'a', text: 'new' }])
  expect(await readPngTexts(replaced, ['a', 'b', 'parameters', 'ab'])).toEqual({ a: 'new', parameters: 'stays', ab: 'stays' })
  expect(Buffer.compare(replacePngTexts(replaced, ['a', 'parameters', 'ab'], []), png)).toBe(0)
})

test('writes a NUL, which would end the text, as a blank', async () => {
  const { comments } = await sharp(insertPngTexts(png, [{ keyword: 'parameters', text: 'a\0b' }])).metadata()
  expect(comments).toEqual([{ keyword: 'parameters', text: 'a b' }])
})

test('changes nothing without texts', () => {
  expect(Buffer.compare(insertPngTexts(png, []), png)).toBe(0)
})

test('reads every kind of text, the first of each keyword, and only those asked for', async () => {
  const chunk = (type: string, ...parts: (string | Uint8Array)[]) =>
    encodeChunk(type, Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))))
  const file = insertChunks(png, [
    chunk('tEXt', 'plain\0caf\xe9'),
    chunk('zTXt', 'packed\0\0', deflateSync(Buffer.from('caf\xe9', 'latin1'))),
    chunk('iTXt', 'wide\0\0\0de\0Titel\0', Buffer.from('狐')),
    chunk('iTXt', 'both\0\x01\0\0\0', deflateSync(Buffer.from('狐'))),
    chunk('tEXt', 'plain\0second'),
    chunk('tEXt', 'plainer\0other'),
  ])
  expect(await readPngTexts(file, ['plain', 'packed', 'wide', 'both', 'absent'])).toEqual({
    plain: 'café',
    packed: 'café',
    wide: '狐',
    both: '狐',
  })
})

test('leaves out what cannot be read, and what would fill the memory', async () => {
  const bomb = deflateSync(Buffer.alloc(40 * 2 ** 20))
  const file = insertChunks(png, [
    encodeChunk('zTXt', Buffer.from('broken\0\0nonsense')),
    encodeChunk('iTXt', Buffer.from('cut\0\0\0')),
    encodeChunk('iTXt', Buffer.concat([Buffer.from('bomb\0\x01\0\0\0'), bomb])),
    encodeChunk('tEXt', Buffer.from('fine\0yes')),
  ])
  expect(await readPngTexts(file, ['broken', 'cut', 'bomb', 'fine'])).toEqual({ fine: 'yes' })
  expect(await readPngTexts(Buffer.from('no picture at all'), ['fine'])).toEqual({})
})
