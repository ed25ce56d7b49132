import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureDistances } from './distance.ts'
import { erode } from './erode.ts'

const plane = (data: Uint8Array, width: number) => {
  const height = Math.floor(data.length / width)
  return { data: data.subarray(0, width * height), width, height, channels: 1 } as const
}

test('erosion gives each pixel the darkest of its window', () => {
  const reach = fc.integer({ min: 0, max: 6 })
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      reach,
      reach,
      (bytes, wanted, before, after) => {
        const picture = plane(bytes, Math.min(wanted, bytes.length))
        const { width, height } = picture
        const naive = picture.data.map((_, at) => {
          const [x, y] = [at % width, Math.floor(at / width)]
          return picture.data.reduce((darkest, value, other) => {
            const [dx, dy] = [(other % width) - x, Math.floor(other / width) - y]
            const isNear = dx >= -before && dx <= after && dy >= -before && dy <= after
            return isNear ? Math.min(darkest, value) : darkest
          }, 255)
        })
        expect([...erode(picture, { before, after }).data]).toEqual([...naive])
        expect(naive.length).toBe(width * height)
      },
    ),
  )
})

test('distances are those to the nearest place that is set', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.integer({ min: 1, max: 11 }),
      fc.constantFrom(40, 200, 255),
      (bytes, wanted, level) => {
        const { data, width, height } = plane(bytes, Math.min(wanted, bytes.length))
        const isSet = Array.from(data, (value) => value > level)
        const distances = measureDistances(isSet, width, height)
        for (let at = 0; at < isSet.length; at++) {
          const naive = isSet.reduce((nearest, set, other) => {
            const distance = Math.hypot((at % width) - (other % width), Math.floor(at / width) - Math.floor(other / width))
            return set ? Math.min(nearest, distance) : nearest
          }, Number.POSITIVE_INFINITY)
          expect(distances[at]).toBeCloseTo(naive, 9)
        }
      },
    ),
  )
})
