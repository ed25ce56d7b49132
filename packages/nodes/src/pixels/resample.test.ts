import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resample } from './resample.ts'
import { areaTaps, cubicTaps, type FilterName, filterTaps, leftTaps, linearTaps, nearestTaps, type Taps } from './taps.ts'

const FILTERS: readonly FilterName[] = ['box', 'bilinear', 'hamming', 'bicubic', 'lanczos']
const MAKERS: Readonly<Record<string, (from: number, to: number) => Taps>> = {
  ...Object.fromEntries(FILTERS.map((name) => [name, (from: number, to: number) => filterTaps(from, to, name)])),
  nearest: nearestTaps,
  left: leftTaps,
  linear: linearTaps,
  cubic: cubicTaps,
  area: areaTaps,
}

const side = fc.integer({ min: 1, max: 9 })
const sizes = fc.record({ width: side, height: side, columns: side, rows: side, channels: fc.constantFrom(1, 3, 4) })

test.for(Object.entries(MAKERS))('%s: each new place is the sum of its old ones, across and down', ([, makeTaps]) => {
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 1e6 }), ({ width, height, columns, rows, channels }, seed) => {
      const data = Array.from({ length: width * height * channels }, (_, at) => (seed * (at + 1)) % 251)
      const [across, down] = [makeTaps(width, columns), makeTaps(height, rows)]
      const resampled = resample({ data, width, height, channels }, across, down)
      const wrong = resampled.findIndex((value, at) => {
        const [x, y] = [Math.floor(at / channels) % columns, Math.floor(at / channels / columns)]
        let sum = 0
        for (const [row, weightDown] of (down.weights[y] ?? []).entries()) {
          for (const [column, weightAcross] of (across.weights[x] ?? []).entries()) {
            const from = ((down.first[y] ?? 0) + row) * width + (across.first[x] ?? 0) + column
            sum += weightDown * weightAcross * (data[from * channels + (at % channels)] ?? Number.NaN)
          }
        }
        return !(Math.abs(value - sum) < 1e-3)
      })
      expect(wrong).toBe(-1)
    }),
  )
})

test.for(Object.entries(MAKERS))('%s: the weights of a place make 1 and lie within what there is', ([, makeTaps]) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (from, to) => {
      const { first, weights } = makeTaps(from, to)
      expect([first.length, weights.length]).toEqual([to, to])
      for (const [at, taps] of weights.entries()) {
        expect(taps.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9)
        expect(first[at]).toBeGreaterThanOrEqual(0)
        expect((first[at] ?? Number.NaN) + taps.length).toBeLessThanOrEqual(from)
      }
    }),
  )
})
