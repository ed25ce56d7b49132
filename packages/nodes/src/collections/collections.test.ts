import { COLLECT, ITERATE } from '@bottega/graph'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Case, fails, listUntested, play, refused, titled } from '../image/testing/cases.ts'
import { createStage } from '../image/testing/stage.ts'
import { COLLECTION_NODES } from './index.ts'

const images = [{ image_name: 'a' }, { image_name: 'b' }]

// what these two do is the plan's
const isOfThePlan = (type: string) => type === COLLECT || type === ITERATE
const plainNodes = COLLECTION_NODES.filter(({ type }) => !isOfThePlan(type))

const CASES: readonly Case[] = [
  ['range', {}, { collection: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }],
  ['range', { start: -3, stop: 4, step: 3 }, { collection: [-3, 0, 3] }],
  ['range', { start: 0, stop: 4, step: -1 }, { collection: [] }],
  ['range', { start: 5, stop: 5 }, refused('more than start, 5')],
  ['range', { start: 0, stop: 4, step: 0 }, refused('A step of 0')],
  ['range', { start: 0, stop: 100_001 }, refused('100000 items at most')],
  ['range_of_size', {}, { collection: [0] }],
  ['range_of_size', { start: 5, size: 3, step: -2 }, { collection: [5, 3, 1] }],
  ['range_of_size', { size: 3, step: 0 }, refused('A step of 0')],
  ['range_of_size', { size: 100_001 }, refused('100000 items at most')],
  ['range_of_size', { start: Number.MAX_SAFE_INTEGER, size: 2 }, fails('too large')],
  // numpy 2.4.6: numpy.random.default_rng(3).integers(-5, 6, 4)
  ['random_range', { low: -5, high: 6, size: 4, seed: 3 }, { collection: [3, -5, -4, -3] }],
  ['random_range', { size: 0 }, { collection: [] }],
  ['random_range', { low: 6, high: 6 }, refused('more than low, 6')],
  ['random_range', { size: -1 }, refused('-1 items')],
  ['random_range', { size: 1_000_000 }, refused('100000 items at most')],
  ['boolean_collection', {}, { collection: [] }],
  ['boolean_collection', { collection: [true, false] }, { collection: [true, false] }],
  ['integer_collection', { collection: [3, 1] }, { collection: [3, 1] }],
  ['float_collection', { collection: [0.5, 1] }, { collection: [0.5, 1] }],
  ['string_collection', { collection: ['a', ''] }, { collection: ['a', ''] }],
  ['image_collection', {}, { collection: [] }],
  ['image_collection', { collection: [images[1] ?? null], images }, { collection: [images[1] ?? null, ...images] }],
]

test.each(titled(CASES))('%s', async (_, one) => {
  expect(await play(plainNodes, one)).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(listUntested(plainNodes, CASES)).toEqual([])
})

test('an iterator gives the item of its turn', async () => {
  const run = (index: number) => createStage(COLLECTION_NODES).run('iterate', { collection: ['a', 'b', 'c'], index })
  expect(await run(1)).toEqual({ type: 'iterate_output', item: 'b', index: 1, total: 3 })
  await expect(run(3)).rejects.toThrow('none at position 3')
})

test('a collector gives the list that was gathered for it', async () => {
  const output = await createStage(COLLECTION_NODES).run('collect', { collection: [1, 'a'] })
  expect(output).toEqual({ type: 'collect_output', collection: [1, 'a'] })
})

const whole = fc.integer({ min: -1000, max: 1000 })
const step = whole.filter((value) => value !== 0)

test('a range has exactly the numbers between its ends that its step reaches', async () => {
  const stage = createStage(COLLECTION_NODES)
  await fc.assert(
    fc.asyncProperty(whole, fc.integer({ min: 1, max: 2000 }), step, async (start, length, by) => {
      const expected: number[] = []
      for (let at = start; by > 0 && at < start + length; at += by) expected.push(at)
      expect((await stage.run('range', { start, stop: start + length, step: by })).collection).toEqual(expected)
    }),
  )
})

test('a range of a size is the range that ends behind its last number', async () => {
  const stage = createStage(COLLECTION_NODES)
  await fc.assert(
    fc.asyncProperty(whole, fc.integer({ min: 1, max: 50 }), step, async (start, size, by) => {
      const { collection } = await stage.run('range_of_size', { start, size, step: by })
      expect(collection).toHaveLength(size)
      if (by > 0) expect(collection).toEqual((await stage.run('range', { start, stop: start + size * by, step: by })).collection)
    }),
  )
})

test('random ranges stay within their ends and follow from their seed', async () => {
  const stage = createStage(COLLECTION_NODES)
  const ends = fc.tuple(whole, fc.integer({ min: 1, max: 2 ** 33 }))
  await fc.assert(
    fc.asyncProperty(ends, fc.integer({ min: 0, max: 2 ** 32 - 1 }), async ([low, span], seed) => {
      const inputs = { low, high: low + span, size: 20, seed }
      const numbers = (await stage.run('random_range', inputs)).collection as number[]
      expect(numbers.every((number) => Number.isInteger(number) && number >= low && number < low + span)).toBe(true)
      expect((await stage.run('random_range', inputs)).collection).toEqual(numbers)
    }),
  )
})
