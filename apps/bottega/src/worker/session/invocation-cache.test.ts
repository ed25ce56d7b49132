import { expect, test } from 'vitest'
import { createInvocationCache } from './invocation-cache.ts'

const node = (a: number, more: object = {}) => ({
  id: `n${Math.random()}`,
  type: 'add',
  a,
  is_intermediate: true,
  use_cache: true,
  ...more,
})
const output = (value: number) => ({ type: 'integer_output', value })
const always = async () => true

function makeCache(maxSize = 3) {
  const cache = createInvocationCache()
  cache.resize(maxSize)
  return cache
}

test('an output is found again for the same inputs, whatever the id, and for the same user only', async () => {
  const cache = makeCache()
  cache.keep('ann', node(1), output(1))
  expect(await cache.find('ann', node(1), always)).toEqual(output(1))
  expect(await cache.find('ann', node(2), always)).toBeUndefined()
  expect(await cache.find('bert', node(1), always)).toBeUndefined()
  expect(cache.counts).toEqual({ size: 1, hits: 1, misses: 2 })
})

test('what was not used for the longest time goes first', async () => {
  const cache = makeCache(2)
  for (const a of [1, 2]) cache.keep('ann', node(a), output(a))
  await cache.find('ann', node(1), always)
  cache.keep('ann', node(3), output(3))
  expect(await cache.find('ann', node(2), always)).toBeUndefined()
  expect(await cache.find('ann', node(1), always)).toEqual(output(1))
})

test.each([{ use_cache: false }, { type: 'iterate' }, { type: 'collect' }])('a node with %o is never cached', async (more) => {
  const cache = makeCache()
  cache.keep('ann', node(1, more), output(1))
  expect(await cache.find('ann', node(1, more), always)).toBeUndefined()
  expect(cache.counts).toEqual({ size: 0, hits: 0, misses: 0 })
})

test('an output that names what is gone is forgotten', async () => {
  const cache = makeCache()
  cache.keep('ann', node(1), output(1))
  expect(await cache.find('ann', node(1), async () => false)).toBeUndefined()
  expect(await cache.find('ann', node(1), always)).toBeUndefined()
  expect(cache.counts).toEqual({ size: 0, hits: 0, misses: 2 })
})

test('a size of 0 keeps nothing, and clearing forgets the counts too', async () => {
  const cache = makeCache()
  cache.keep('ann', node(1), output(1))
  await cache.find('ann', node(1), always)
  cache.clear()
  expect(cache.counts).toEqual({ size: 0, hits: 0, misses: 0 })
  cache.resize(0)
  cache.keep('ann', node(1), output(1))
  expect(await cache.find('ann', node(1), always)).toBeUndefined()
  expect(cache.counts).toEqual({ size: 0, hits: 0, misses: 0 })
})
