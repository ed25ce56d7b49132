import { expect, test } from 'vitest'
import { type Case, listUntested, play, refused, titled } from '../image/testing/cases.ts'
import { PRIMITIVE_NODES } from './index.ts'

const pictures = { forest: { data: new Uint8Array(3 * 2 * 3), width: 3, height: 2, channels: 3 } } as const
const red = { r: 255, g: 0, b: 0, a: 128 }

const CASES: readonly Case[] = [
  ['boolean', {}, { value: false }],
  ['boolean', { value: true }, { value: true }],
  ['integer', {}, { value: 0 }],
  ['integer', { value: -7 }, { value: -7 }],
  ['float', {}, { value: 0 }],
  ['float', { value: 0.25 }, { value: 0.25 }],
  ['string', {}, { value: '' }],
  ['string', { value: 'a\nb' }, { value: 'a\nb' }],
  ['color', {}, { color: { r: 0, g: 0, b: 0, a: 255 } }],
  ['color', { color: red }, { color: red }],
  ['image', { image: { image_name: 'forest' } }, { image: { image_name: 'forest' }, width: 3, height: 2 }],
  ['bounding_box', {}, { bounding_box: { x_min: 0, y_min: 0, x_max: 0, y_max: 0 } }],
  ['bounding_box', { x_min: -1, y_min: 2, x_max: 3, y_max: 4 }, { bounding_box: { x_min: -1, y_min: 2, x_max: 3, y_max: 4 } }],
  ['bounding_box', { x_min: 2, x_max: 1 }, refused('x_max must not be less than x_min')],
  ['bounding_box', { y_min: 2, y_max: 1 }, refused('y_max must not be less than y_min')],
]

const PROPS = { pictures }

test.each(titled(CASES))('%s', async (_, one) => {
  expect(await play(PRIMITIVE_NODES, one, PROPS)).toEqual(one[2])
})

test('every node has a case that it answers', () => {
  expect(listUntested(PRIMITIVE_NODES, CASES)).toEqual([])
})
