import { expect, test } from 'vitest'
import { cacheKey } from './cache-key.ts'

const node = { id: 'a', type: 'add', is_intermediate: true, use_cache: true, a: 1, b: { y: 1, x: 2 } }

test('the same node has the same key, whatever its id and the order of its keys', () => {
  const other = { b: { x: 2, y: 1 }, a: 1, use_cache: true, is_intermediate: true, type: 'add', id: 'b' }
  expect(cacheKey(other)).toBe(cacheKey(node))
})

test.each([
  { ...node, a: 2 },
  { ...node, type: 'mul' },
  { ...node, is_intermediate: false },
  { ...node, use_cache: false },
  { ...node, board: { board_id: 'x' } },
])('another node has another key', (other) => {
  expect(cacheKey(other)).not.toBe(cacheKey(node))
})
