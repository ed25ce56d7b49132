import type { Tile } from '@bottega/graph'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { layTiles, layTilesEvenly, layTilesWithMinOverlap } from './layout.ts'

const length = fc.integer({ min: 1, max: 100 })

/** Spans along one axis, first those of the first row or column. */
function readAxis(tiles: readonly Tile[], axis: 'x' | 'y') {
  const [start, end, before, behind] =
    axis === 'x' ? (['left', 'right', 'left', 'right'] as const) : (['top', 'bottom', 'top', 'bottom'] as const)
  const spans = new Map(
    tiles.map(({ coords, overlap }) => [
      coords[start],
      { start: coords[start], end: coords[end], before: overlap[before], behind: overlap[behind] },
    ]),
  )
  return [...spans.values()]
}

function expectCovered(tiles: readonly Tile[], width: number, height: number): void {
  const [columns, rows] = [readAxis(tiles, 'x'), readAxis(tiles, 'y')]
  expect(tiles).toHaveLength(columns.length * rows.length)
  expect(tiles.map(({ coords }) => [coords.top, coords.left])).toEqual(
    rows.flatMap((row) => columns.map((column) => [row.start, column.start])),
  )
  for (const [spans, size] of [
    [columns, width],
    [rows, height],
  ] as const) {
    expect(spans[0]?.start).toBe(0)
    expect(spans.at(-1)?.end).toBe(size)
    expect([spans[0]?.before, spans.at(-1)?.behind]).toEqual([0, 0])
    for (const [at, { start, end, behind }] of spans.entries()) {
      expect(end).toBeGreaterThan(start)
      const next = spans[at + 1]
      if (next === undefined) continue
      expect(next.start).toBeGreaterThan(start)
      expect(next.start).toBeLessThanOrEqual(end)
      expect([next.before, behind]).toEqual([end - next.start, end - next.start])
    }
  }
}

const spansOf = (tiles: readonly Tile[]) => readAxis(tiles, 'x').map(({ start, end }) => [start, end])

test('tiles of one size cover every picture, and all but the last overlap by exactly what was asked for', () => {
  const sizes = fc
    .record({ imageWidth: length, imageHeight: length, tileWidth: length, tileHeight: length })
    .filter((s) => s.tileWidth <= s.imageWidth && s.tileHeight <= s.imageHeight)
  fc.assert(
    fc.property(sizes, fc.nat(60), (size, wanted) => {
      const overlap = Math.min(wanted, size.tileWidth - 1, size.tileHeight - 1)
      const tiles = layTiles(size, overlap)
      expectCovered(tiles, size.imageWidth, size.imageHeight)
      expect(tiles.every(({ coords }) => coords.right - coords.left === size.tileWidth)).toBe(true)
      expect(tiles.every(({ coords }) => coords.bottom - coords.top === size.tileHeight)).toBe(true)
      const columns = readAxis(tiles, 'x')
      expect(columns.slice(1, -1).every(({ before }) => before === overlap)).toBe(true)
      expect(columns.slice(-1).every(({ before }) => columns.length === 1 || before >= overlap)).toBe(true)
    }),
  )
})

test('tiles with a least overlap cover every picture, spread evenly, and never overlap by less', () => {
  fc.assert(
    fc.property(length, length, length, length, fc.nat(60), (imageWidth, imageHeight, tileWidth, tileHeight, wanted) => {
      const least = Math.min(wanted, tileWidth - 1, tileHeight - 1)
      const tiles = layTilesWithMinOverlap({ imageWidth, imageHeight, tileWidth, tileHeight }, least)
      expectCovered(tiles, imageWidth, imageHeight)
      const overlaps = readAxis(tiles, 'x')
        .slice(1)
        .map(({ before }) => before)
      expect(overlaps.every((overlap) => overlap >= least)).toBe(true)
      if (overlaps.length > 0) expect(Math.max(...overlaps) - Math.min(...overlaps)).toBeLessThanOrEqual(1)
      const size = Math.min(tileWidth, imageWidth)
      expect(tiles.every(({ coords }) => coords.right - coords.left === size)).toBe(true)
    }),
  )
})

test('an even split has as many tiles as asked for, on multiples of 8, all overlapping alike', () => {
  const sides = fc.integer({ min: 1, max: 60 })
  const counts = fc.integer({ min: 1, max: 5 })
  fc.assert(
    fc.property(sides, sides, counts, counts, fc.nat(6), (w, h, columns, rows, steps) => {
      const split = { imageWidth: w * 8, imageHeight: h * 8, columns, rows }
      let tiles: readonly Tile[]
      try {
        tiles = layTilesEvenly(split, steps * 8)
      } catch (error) {
        expect(String(error)).toMatch('cannot overlap')
        return
      }
      expectCovered(tiles, w * 8, h * 8)
      expect(tiles).toHaveLength(columns * rows)
      const spans = readAxis(tiles, 'x')
      expect(spans.slice(1).every(({ before }) => before === steps * 8)).toBe(true)
      expect(spans.every(({ start, end }) => start % 8 === 0 && end % 8 === 0)).toBe(true)
    }),
  )
})

test('layouts are those of the reference', () => {
  const sizes = { imageWidth: 1024, imageHeight: 576, tileWidth: 576, tileHeight: 576 }
  expect(spansOf(layTiles(sizes, 128))).toEqual([
    [0, 576],
    [448, 1024],
  ])
  expect(spansOf(layTiles({ ...sizes, imageWidth: 1000 }, 64))).toEqual([
    [0, 576],
    [424, 1000],
  ])
  expect(spansOf(layTilesWithMinOverlap({ ...sizes, imageWidth: 1500 }, 128))).toEqual([
    [0, 576],
    [308, 884],
    [616, 1192],
    [924, 1500],
  ])
  expect(spansOf(layTilesWithMinOverlap({ ...sizes, imageWidth: 400, imageHeight: 400 }, 128))).toEqual([[0, 400]])
  expect(spansOf(layTilesEvenly({ imageWidth: 1024, imageHeight: 512, columns: 3, rows: 1 }, 128))).toEqual([
    [0, 424],
    [296, 720],
    [592, 1024],
  ])
})

const sizes = { imageWidth: 100, imageHeight: 100, tileWidth: 50, tileHeight: 50 }

test.each([
  ['larger than the picture', () => layTiles({ ...sizes, tileHeight: 101 }, 10)],
  ['must be less than their size, 50', () => layTiles(sizes, 50)],
  ['must be less than their size, 50', () => layTilesWithMinOverlap(sizes, 50)],
  ['multiples of 8', () => layTilesEvenly({ imageWidth: 100, imageHeight: 96, columns: 1, rows: 1 }, 0)],
  ['cannot overlap by 96', () => layTilesEvenly({ imageWidth: 96, imageHeight: 96, columns: 2, rows: 1 }, 96)],
  ['100000 items at most', () => layTiles({ ...sizes, imageWidth: 1e9, tileWidth: 2, tileHeight: 2 }, 1)],
  ['100000 items at most', () => layTilesEvenly({ imageWidth: 80_000, imageHeight: 80_000, columns: 400, rows: 400 }, 0)],
])('is refused with the words: %s', (words, lay) => {
  expect(lay).toThrow(words)
})
