import fc from 'fast-check'
import { expect, test } from 'vitest'
import { graphOf } from '../testing/graphs.ts'
import { applySubstitutions, type BatchDatum, countSessions, substitutionsAt } from './batch.ts'

const datum = (node_path: string, items: BatchDatum['items']): BatchDatum => ({ node_path, field_name: 'value', items })
const graph = graphOf({ seed: { type: 'integer', value: 0 }, prompt: { type: 'string', value: '' } })

/** What a batch expands to, in full, the values alone. */
function expand(batch: { readonly data: readonly (readonly BatchDatum[])[]; readonly runs: number }) {
  return Array.from({ length: countSessions(batch) }, (_, index) => substitutionsAt(batch, index).map(({ value }) => value))
}

test('multiplies groups, the last one fastest', () => {
  const data = [[datum('seed', [1, 2])], [datum('prompt', ['a', 'b', 'c'])]]
  expect(expand({ data, runs: 1 })).toEqual([
    [1, 'a'],
    [1, 'b'],
    [1, 'c'],
    [2, 'a'],
    [2, 'b'],
    [2, 'c'],
  ])
})

test('zips the data of one group', () => {
  const data = [[datum('seed', [1, 2]), datum('prompt', ['a', 'b'])]]
  expect(expand({ data, runs: 1 })).toEqual([
    [1, 'a'],
    [2, 'b'],
  ])
})

test('repeats all of it for each run', () => {
  expect(expand({ data: [[datum('seed', [1, 2])]], runs: 2 })).toEqual([[1], [2], [1], [2]])
  expect(expand({ data: [], runs: 3 })).toEqual([[], [], []])
})

test('says what goes where', () => {
  expect(substitutionsAt({ data: [[datum('seed', [7])]] }, 0)).toEqual([{ node_path: 'seed', field_name: 'value', value: 7 }])
})

test.each([
  [[[datum('seed', [])]], 0],
  [[[]], 0],
  [[[datum('seed', [1])], [datum('prompt', [])]], 0],
])('makes nothing of a group without items', (data, count) => {
  expect(countSessions({ data, runs: 5 })).toBe(count)
})

test('counts at once what could never be made', () => {
  const items = Array.from({ length: 1000 }, (_, at) => at)
  const data = Array.from({ length: 40 }, (_, at) => [datum(`n${at}`, items)])
  expect(countSessions({ data: [], runs: 1_000_000 })).toBe(1_000_000)
  expect(countSessions({ data, runs: 1_000_000 })).toBe(Number.MAX_SAFE_INTEGER)
})

test('gives each element of the product once, in order, wherever one begins', () => {
  const group = fc.integer({ min: 1, max: 4 }).map((length) => Array.from({ length }, (_, at) => at))
  fc.assert(
    fc.property(fc.array(group, { maxLength: 4 }), fc.integer({ min: 1, max: 3 }), (groups, runs) => {
      const product = groups.reduce<number[][]>((rows, items) => rows.flatMap((row) => items.map((item) => [...row, item])), [[]])
      const data = groups.map((items, at) => [datum(`n${at}`, items)])
      expect(expand({ data, runs })).toEqual(Array.from({ length: runs }, () => product).flat())
    }),
  )
})

test('puts values into a graph and leaves the graph alone', () => {
  const substitutions = [
    { node_path: 'seed', field_name: 'value', value: 5 },
    { node_path: 'prompt', field_name: 'value', value: 'fox' },
  ]
  const changed = applySubstitutions(graph, substitutions)
  expect(changed.nodes).toMatchObject({ seed: { id: 'seed', type: 'integer', value: 5 }, prompt: { value: 'fox' } })
  expect(graph.nodes).toMatchObject({ seed: { value: 0 }, prompt: { value: '' } })
})
