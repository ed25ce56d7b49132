import sharp from 'sharp'
import { expect, test } from 'vitest'
import { insertPngTexts } from './png-text.ts'

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

test('writes a NUL, which would end the text, as a blank', async () => {
  const { comments } = await sharp(insertPngTexts(png, [{ keyword: 'parameters', text: 'a\0b' }])).metadata()
  expect(comments).toEqual([{ keyword: 'parameters', text: 'a b' }])
})

test('changes nothing without texts', () => {
  expect(Buffer.compare(insertPngTexts(png, []), png)).toBe(0)
})
