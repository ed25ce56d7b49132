import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openTemporaryStore } from '../data/temporary-store.ts'
import { AFFINITY_REACH } from './affinity.ts'
import { claim, enqueue } from './testing.ts'

const graph = (...keys: string[]) => JSON.stringify({ nodes: keys.map((key) => ({ model: { key } })) })
const naming = (key: string) => [{ node_path: 'n', field_name: 'model', value: { key, base: 'sd-1', type: 'main' } }]

test('among items of a user the one that names most of the loaded models comes first, then the oldest', async () => {
  await using store = await openTemporaryStore()
  await enqueue(store.db, { graph: graph('a') })
  await enqueue(store.db, { graph: graph('b') })
  await enqueue(store.db, { graph: graph('b', 'c'), count: 2 })
  const order = []
  for (let at = 0; at < 4; at++) order.push((await claim(store.db, 'round_robin', ['b', 'c']))?.item_id)
  expect(order).toEqual([3, 4, 2, 1])
})

test('a model among the values of a batch stands in place of the one of its graph', async () => {
  await using store = await openTemporaryStore()
  await enqueue(store.db, { graph: graph('b'), count: 4, fieldValuesAt: (at) => naming(at % 2 === 0 ? 'a' : 'b') })
  const order = []
  for (let at = 0; at < 4; at++) order.push((await claim(store.db, 'round_robin', ['b']))?.item_id)
  expect(order).toEqual([2, 4, 1, 3])
})

test('values that name no model leave that of the graph', async () => {
  await using store = await openTemporaryStore()
  const fieldValuesAt = (at: number) => [{ node_path: 'n', field_name: 'seed', value: at }]
  await enqueue(store.db, { graph: graph('a') })
  await enqueue(store.db, { graph: graph('b'), fieldValuesAt })
  expect(await claim(store.db, 'round_robin', ['b'])).toMatchObject({ item_id: 2 })
})

test('turns of users and priorities come before what is loaded', async () => {
  await using store = await openTemporaryStore()
  await enqueue(store.db, { graph: graph('a') })
  await enqueue(store.db, { graph: graph('b'), userId: 'bert' })
  await enqueue(store.db, { graph: graph('b') })
  await enqueue(store.db, { graph: graph('a'), prepend: true })
  const order = []
  for (let at = 0; at < 4; at++) order.push((await claim(store.db, 'round_robin', ['b']))?.item_id)
  expect(order).toEqual([2, 4, 3, 1])
})

test.each(['FIFO', 'fair_time'] as const)('%s does not look at what is loaded', async (mode) => {
  await using store = await openTemporaryStore()
  await enqueue(store.db, { graph: graph('a') })
  await enqueue(store.db, { graph: graph('b') })
  expect(await claim(store.db, mode, ['b'])).toMatchObject({ item_id: 1 })
})

test('one looks 32 ids far and no farther', async () => {
  await using store = await openTemporaryStore()
  await enqueue(store.db, { graph: graph('a'), count: AFFINITY_REACH + 1 })
  await enqueue(store.db, { graph: graph('b') })
  expect(await claim(store.db, 'round_robin', ['b'])).toMatchObject({ item_id: 1 })
  expect(await claim(store.db, 'round_robin', ['b'])).toMatchObject({ item_id: AFFINITY_REACH + 2 })
})

test('whatever is loaded, and however much is enqueued, nobody is overtaken more than 32 times', async () => {
  const keys = fc.constantFrom('a', 'b', 'c')
  const rounds = fc.array(fc.record({ named: keys, count: fc.integer({ min: 1, max: 3 }), held: keys }), {
    minLength: 30,
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(rounds, async (script) => {
      await using store = await openTemporaryStore()
      await enqueue(store.db, { graph: graph('never') })
      const taken: number[] = []
      const take = async (held: string) => {
        const item = await claim(store.db, 'round_robin', [held])
        if (item !== undefined) taken.push(item.item_id)
        return item
      }
      for (const { named, count, held } of script) {
        await enqueue(store.db, { graph: graph(named), count })
        await take(held)
      }
      while ((await take('b')) !== undefined);
      for (const [at, itemId] of taken.entries()) {
        expect(taken.slice(0, at).filter((before) => before > itemId).length).toBeLessThanOrEqual(AFFINITY_REACH)
      }
      expect(new Set(taken).size).toBe(taken.length)
    }),
    { numRuns: 10 },
  )
})
