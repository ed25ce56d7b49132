import { expect, test } from 'vitest'
import { isLineDrawing, keepRidges, splitByOtsu, thin } from './line-drawing.ts'
import { parsePicture, writePicture } from './testing/pixels.ts'

/** A drawing of signs: a hash is white. */
const draw = (...rows: readonly string[]) =>
  parsePicture(rows.map((row) => [...row].map((sign) => (sign === '#' ? 'ff' : '00')).join(' ')).join(' / '))

test('a picture is parted at the level that OpenCV finds', () => {
  const picture = parsePicture('cf 15 2d 3c 2e cd / de 95 0a 18 55 6e / 9f 7a 43 28 b1 bc / 08 1d 73 64 e3 84')
  // OpenCV 5.0: threshold(…, THRESH_BINARY + THRESH_OTSU)
  expect(writePicture(splitByOtsu(picture))).toBe('ff 00 00 00 00 ff / ff ff 00 00 00 ff / ff ff 00 00 ff ff / 00 00 ff 00 ff ff')
})

test('thick strokes are worn down to lines of one pixel that hang together', () => {
  const thick = draw(
    '..........',
    '.########.',
    '.########.',
    '.########.',
    '.....###..',
    '.....###..',
    '.....###..',
    '.....###..',
    '..........',
  )
  const { data, width } = thin(thick)
  const white = [...data.keys()].filter((at) => data[at] === 255)
  expect(white.length).toBeGreaterThan(7)
  expect(white.length).toBeLessThan(16)
  // no block of four is left
  const isWhite = (at: number) => data[at] === 255
  expect(white.some((at) => isWhite(at + 1) && isWhite(at + width) && isWhite(at + width + 1))).toBe(false)
  const reached = new Set([white[0]])
  for (const at of reached) {
    if (at === undefined) continue
    for (const step of [-width - 1, -width, 1 - width, -1, 1, width - 1, width, width + 1])
      if (isWhite(at + step)) reached.add(at + step)
  }
  expect(reached.size).toBe(white.length)
})

test('a thin line is left alone', () => {
  const line = draw('.....', '.###.', '.....')
  expect(thin(line)).toEqual(line)
})

test('what is brightest along some line is kept', () => {
  expect(writePicture(keepRidges(parsePicture('10 20 30 / 20 90 20 / 30 20 10')))).toBe('10 20 30 / 20 90 20 / 30 20 10')
  expect(writePicture(keepRidges(parsePicture('90 80 90 / 80 10 80 / 90 80 90'))).split(' / ')[1]).toMatch(/^80 00 80$/)
})

test('drawings of lines are told from those of areas', () => {
  expect(isLineDrawing(draw('.....', '.###.', '.....'))).toBe(true)
  expect(
    isLineDrawing(draw('########', '########', '########', '########', '########', '########', '########', '#######.')),
  ).toBe(false)
})
