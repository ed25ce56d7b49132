import { describe, expect, test } from 'vitest'
import { cacheKey } from '../cache-key.ts'
import type { GraphError } from '../errors.ts'
import { graphOf, outputsOf, planOf, runNode, runPlan } from '../testing/graphs.ts'
import { toEventNode } from './event-node.ts'
import type { Plan } from './plan.ts'
import { emptySession } from './session.ts'

type Pairs = readonly (readonly [string, string])[]

/** The places of a node's copies. */
function pathsOf(plan: Plan, sourceId: string) {
  const { source_prepared_mapping, prepared_iteration_paths } = plan.toSession()
  return source_prepared_mapping[sourceId]?.map((id) => prepared_iteration_paths[id])
}

const range = (size: number, start = 0) => ({ type: 'range_of_size', start, size })
const iterate = { type: 'iterate' }
const collect = { type: 'collect' }
const add = { type: 'add' }

const walk = (size: number) =>
  graphOf({ range: range(size), each: iterate, twice: { type: 'mul', b: 2 }, all: collect, sum: { type: 'sum' } }, [
    ['range.collection', 'each.collection'],
    ['each.item', 'twice.a'],
    ['twice.value', 'all.item'],
    ['all.collection', 'sum.values'],
  ])

test('hands values along edges, over those that are written', async () => {
  const plan = planOf(
    graphOf({ sum: { ...add, a: 2, b: 3 }, product: { type: 'mul', a: 9, b: 10 } }, [['sum.value', 'product.a']]),
  )
  expect(await runPlan(plan)).toEqual(['sum', 'product'])
  expect(outputsOf(plan, 'product')).toEqual([50])
})

test('an empty graph is complete at once', () => {
  const plan = planOf(graphOf({}))
  expect(plan.next()).toBeUndefined()
  expect(plan.isComplete).toBe(true)
})

test('a prepared node says all that it runs with, defaults included, under its own id', () => {
  const plan = planOf(graphOf({ a: { ...add, a: 2, is_intermediate: true }, n: { type: 'notes', mood: 'calm' } }))
  expect(plan.next()).toEqual({
    id: expect.any(String),
    sourceId: 'a',
    node: { id: expect.any(String), type: 'add', is_intermediate: true, use_cache: true, a: 2, b: 0 },
  })
  expect(plan.next()?.node).toMatchObject({ type: 'notes', mood: 'calm' })
})

test('a default that is written and one that is not have the same cache key', () => {
  const plan = planOf(graphOf({ a: { ...add, a: 2 }, b: { ...add, b: 0, a: 2 }, c: { ...add, b: 1, a: 2 } }))
  const keys = [plan.next(), plan.next(), plan.next()].map((each) => each && cacheKey(each.node))
  expect(keys[0]).toBe(keys[1])
  expect(keys[2]).not.toBe(keys[0])
})

test('drains one class of nodes before the next, classes in alphabetical order', async () => {
  const plan = planOf(
    graphOf({ m1: { type: 'mul' }, m2: { type: 'mul' }, a1: add, i1: { type: 'integer' }, a2: add, a3: add }, [
      ['i1.value', 'a2.a'],
      ['a1.value', 'a3.a'],
    ]),
  )
  expect(await runPlan(plan)).toEqual(['a1', 'a3', 'i1', 'a2', 'm1', 'm2'])
})

test('runs the copies of a node in the order of the list', async () => {
  const plan = planOf(walk(12))
  await runPlan(plan)
  expect(outputsOf(plan, 'each', 'index')).toEqual([...Array(12).keys()])
  expect(outputsOf(plan, 'each', 'total')).toEqual(Array(12).fill(12))
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[...Array(12).keys()].map((index) => 2 * index)])
  expect(plan.toSession().executed_history).toEqual(['range', 'each', 'twice', 'all', 'sum'])
})

test('goes in a straight line through forty thousand items, and so does telling of it', async () => {
  const plan = planOf(walk(40_000))
  await runPlan(plan)
  expect(outputsOf(plan, 'sum')).toEqual([39_999 * 40_000])
  expect(JSON.stringify(plan.toSession()).length).toBeLessThan(40e6)
}, 30_000)

test('refuses a session beyond all measure at the node that would be repeated', async () => {
  const plan = planOf(
    graphOf({ r: range(2000), i: iterate, j: iterate, pair: add }, [
      ['r.collection', 'i.collection'],
      ['r.collection', 'j.collection'],
      ['i.item', 'pair.a'],
      ['j.item', 'pair.b'],
    ]),
  )
  for (let prepared = plan.next(); prepared !== undefined; prepared = plan.next()) {
    if (prepared.fault === undefined) plan.complete(prepared.id, await runNode(prepared))
    else {
      expect(prepared.sourceId).toBe('pair')
      await expect(runNode(prepared)).rejects.toMatchObject({ errorType: 'SessionTooLargeError' })
      plan.fail(prepared.id, 'SessionTooLargeError: too large')
    }
  }
  expect(plan.hasFailed).toBe(true)
}, 20_000)

describe('what grows beyond all measure fails at its node', () => {
  /** Runs a plan until a node fails. @returns the id of the submitted node, and why */
  async function runToFailure(plan: Plan) {
    for (let prepared = plan.next(); prepared !== undefined; prepared = plan.next()) {
      try {
        plan.complete(prepared.id, await runNode(prepared))
      } catch (error) {
        plan.fail(prepared.id, `${(error as GraphError).errorType}: ${(error as Error).message}`)
        return { sourceId: prepared.sourceId, error: error as GraphError }
      }
    }
    return undefined
  }

  test('a list that doubles from one collector to the next', async () => {
    const stages = Array.from({ length: 40 }, (_, at) => `c${at}`)
    const pairs = stages.flatMap((id, at) => {
      const from = at === 0 ? 'r.collection' : `c${at - 1}.collection`
      return [[from, `${id}.collection`] as const, [from, `${id}.collection`] as const]
    })
    const plan = planOf(graphOf({ r: range(100), ...Object.fromEntries(stages.map((id) => [id, collect])) }, pairs))
    // 100 items, 13 times twice as many, are 819,200
    expect(await runToFailure(plan)).toMatchObject({ sourceId: 'c13', error: { errorType: 'SessionTooLargeError' } })
    expect(plan.isComplete).toBe(true)
    expect(Object.keys(plan.toSession().results)).toHaveLength(14)
  })

  test('many lists gathered at once', async () => {
    const pairs = Array.from({ length: 2000 }, () => ['r.collection', 'all.collection'] as const)
    const plan = planOf(graphOf({ r: range(1000), all: collect }, pairs))
    expect(await runToFailure(plan)).toMatchObject({ sourceId: 'all', error: { message: /1000000 items at most/ } })
  })

  test('a long text that is passed on again and again', async () => {
    const ids = Array.from({ length: 100 }, (_, at) => `s${at}`)
    const nodes = Object.fromEntries(ids.map((id) => [id, { type: 'string', value: id === 's0' ? 'x'.repeat(1_000_000) : '' }]))
    const pairs = ids.slice(1).map((id, at) => [`s${at}.value`, `${id}.value`] as const)
    const failure = await runToFailure(planOf(graphOf(nodes, pairs)))
    expect(failure).toMatchObject({ sourceId: 's67', error: { code: 'session_too_large', message: /64 million characters/ } })
  })

  test('lists in lists, through nodes that take anything', async () => {
    const nodes: Record<string, object> = { one: { type: 'integer' } }
    const pairs: [string, string][] = []
    for (let at = 0, last = 'one.value'; at < 1000; at++) {
      nodes[`c${at}`] = collect
      nodes[`f${at}`] = { type: 'if', condition: true }
      pairs.push([last, `c${at}.item`], [`c${at}.collection`, `f${at}.true_input`])
      last = `f${at}.value`
    }
    const plan = planOf(graphOf(nodes, pairs))
    expect(await runToFailure(plan)).toMatchObject({ error: { message: /more than 200 deep/ } })
    expect(() => JSON.stringify(plan.toSession())).not.toThrow()
  })
})

test('an empty list runs nothing that follows, and gathers nothing', async () => {
  const plan = planOf(walk(0))
  expect(await runPlan(plan)).toEqual(['range', 'all', 'sum'])
  expect(plan.isComplete).toBe(true)
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[]])
  const { executed, executed_history, source_prepared_mapping } = plan.toSession()
  expect(source_prepared_mapping).toMatchObject({ each: [], twice: [] })
  expect(executed).toEqual(expect.arrayContaining(['each', 'twice']))
  expect(executed_history).toEqual(['range', 'each', 'twice', 'all', 'sum'])
})

const nested: Pairs = [
  ['outer.collection', 'o.collection'],
  ['o.item', 'inner.size'],
  ['inner.collection', 'i.collection'],
  ['i.item', 'all.item'],
  ['all.collection', 'sum.values'],
  ['sum.value', 'sums.item'],
]

test('a loop in a loop is gathered once for each outer item, also where the inner list is empty', async () => {
  const plan = planOf(
    graphOf(
      { outer: range(4), o: iterate, inner: range(0), i: iterate, all: collect, sum: { type: 'sum' }, sums: collect },
      nested,
    ),
  )
  await runPlan(plan)
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[], [0], [0, 1], [0, 1, 2]])
  expect(outputsOf(plan, 'sums', 'collection')).toEqual([[0, 0, 1, 3]])
  expect(pathsOf(plan, 'i')).toEqual([
    [1, 0],
    [2, 0],
    [2, 1],
    [3, 0],
    [3, 1],
    [3, 2],
  ])
  expect([pathsOf(plan, 'all'), pathsOf(plan, 'sums')]).toEqual([[[0], [1], [2], [3]], [[]]])
})

test('loops side by side are multiplied, and gathered over the inner one', async () => {
  const plan = planOf(
    graphOf({ r: range(2, 10), s: range(3, 1), i: iterate, j: iterate, product: { type: 'mul' }, all: collect }, [
      ['r.collection', 'i.collection'],
      ['s.collection', 'j.collection'],
      ['i.item', 'product.a'],
      ['j.item', 'product.b'],
      ['product.value', 'all.item'],
    ]),
  )
  await runPlan(plan)
  expect(outputsOf(plan, 'product')).toEqual([10, 20, 30, 11, 22, 33])
  expect(outputsOf(plan, 'all', 'collection')).toEqual([
    [10, 20, 30],
    [11, 22, 33],
  ])
})

test('a node outside of a loop serves every item of it', async () => {
  const plan = planOf(
    graphOf({ r: range(3), i: iterate, ten: { type: 'integer', value: 10 }, plus: add, all: collect }, [
      ['r.collection', 'i.collection'],
      ['i.item', 'plus.a'],
      ['ten.value', 'plus.b'],
      ['plus.value', 'all.item'],
    ]),
  )
  expect(await runPlan(plan)).toEqual(['ten', 'r', 'i', 'i', 'i', 'plus', 'plus', 'plus', 'all'])
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[10, 11, 12]])
})

test('gathers lists first, flat, then single items, both in the order of their places and then of the edges', async () => {
  const plan = planOf(
    graphOf(
      {
        r: range(2),
        i: iterate,
        l: range(2, 50),
        x: { type: 'integer', value: 7 },
        y: { type: 'integer', value: 8 },
        all: collect,
      },
      [
        ['i.item', 'all.item'],
        ['r.collection', 'i.collection'],
        ['y.value', 'all.item'],
        ['x.value', 'all.item'],
        ['l.collection', 'all.collection'],
        ['r.collection', 'all.collection'],
      ],
    ),
  )
  await runPlan(plan)
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[50, 51, 0, 1, 8, 7, 0, 1]])
})

test('adds to a list in each turn of a loop', async () => {
  const plan = planOf(
    graphOf({ r: range(2), i: iterate, l: range(2), one: { type: 'integer', value: 9 }, all: collect }, [
      ['r.collection', 'i.collection'],
      ['i.item', 'l.start'],
      ['l.collection', 'all.collection'],
      ['one.value', 'all.item'],
    ]),
  )
  await runPlan(plan)
  expect(outputsOf(plan, 'all', 'collection')).toEqual([
    [0, 1, 9],
    [1, 2, 9],
  ])
})

test.each<[string, Pairs]>([
  ['directly', [['first.collection', 'again.collection']]],
  [
    'through a list',
    [
      ['first.collection', 'list.collection'],
      ['list.collection', 'again.collection'],
    ],
  ],
])('walks over what was just gathered, %s', async (_, between) => {
  const plan = planOf(
    graphOf(
      {
        r: range(3),
        i: iterate,
        first: collect,
        list: { type: 'integer_collection' },
        again: iterate,
        plus: { ...add, b: 1 },
        all: collect,
      },
      [
        ['r.collection', 'i.collection'],
        ['i.item', 'first.item'],
        ...between,
        ['again.item', 'plus.a'],
        ['plus.value', 'all.item'],
      ],
    ),
  )
  await runPlan(plan)
  expect(plan.isComplete).toBe(true)
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[1, 2, 3]])
})

test('what is no list fails at the iterator, as a value that does not fit', async () => {
  const plan = planOf(graphOf({ f: { type: 'if' }, i: iterate }, [['f.value', 'i.collection']]))
  const first = plan.next()
  plan.complete(first?.id ?? '', { type: 'if_output', value: 5 })
  const second = plan.next()
  if (second === undefined) throw new Error('the iterator does not run')
  await expect(runNode(second)).rejects.toMatchObject({
    errorType: 'NodeInputError',
    message: `Node ${second.id} has invalid incoming input for collection`,
  })
})

test('the first error ends the session', async () => {
  const plan = planOf(graphOf({ a: add, b: add, c: add }, [['a.value', 'c.a']]))
  const first = plan.next()
  plan.fail(first?.id ?? '', 'RangeError: no')
  expect(plan.next()).toBeUndefined()
  expect([plan.hasFailed, plan.isComplete]).toEqual([true, true])
  expect(plan.toSession().errors).toEqual({ [first?.id ?? '']: 'RangeError: no' })
})

test('takes outputs only of nodes that run', () => {
  const plan = planOf(graphOf({ a: add }))
  const id = plan.next()?.id ?? ''
  plan.complete(id, { type: 'integer_output', value: 1 })
  expect(() => plan.complete(id, { type: 'integer_output', value: 1 })).toThrow(RangeError)
  expect(() => plan.fail('other', 'x')).toThrow(RangeError)
})

test('hands out everything that is ready before anything has completed', () => {
  const plan = planOf(graphOf({ a: add, b: add, c: add }, [['a.value', 'c.a']]))
  const [a, b] = [plan.next(), plan.next()]
  expect([a?.sourceId, b?.sourceId, plan.next()]).toEqual(['a', 'b', undefined])
  plan.complete(a?.id ?? '', { type: 'integer_output', value: 1 })
  expect(plan.next()?.sourceId).toBe('c')
})

test('an output is shared with all that read it, and nobody can change it', async () => {
  const plan = planOf(walk(2))
  const first = plan.next()
  const output = { type: 'integer_collection_output', collection: [1, 2] }
  plan.complete(first?.id ?? '', output)
  expect(plan.next()?.node.collection).toBe(output.collection)
  expect(() => output.collection.push(3)).toThrow(TypeError)
})

test('null along an edge is nothing, whatever is written', () => {
  const plan = planOf(graphOf({ f: { type: 'if' }, q: { type: 'anything', value: 5 } }, [['f.value', 'q.value']]))
  plan.complete(plan.next()?.id ?? '', { type: 'if_output' })
  expect(plan.next()?.node).not.toHaveProperty('value')
})

test('loops and collectors are never cached, other copies as their node says', async () => {
  const plan = planOf(walk(1))
  const seen: [string, boolean][] = []
  for (let prepared = plan.next(); prepared; prepared = plan.next()) {
    seen.push([prepared.sourceId, prepared.node.use_cache])
    plan.complete(prepared.id, await runNode(prepared))
  }
  expect(Object.fromEntries(seen)).toEqual({ range: true, each: false, twice: true, all: false, sum: true })
})

test('tells a session in the words of the wire', async () => {
  const plan = planOf(walk(1))
  const ids = { range: 'copy1', each: 'copy2', twice: 'copy3', all: 'copy4', sum: 'copy5' }
  expect(plan.toSession()).toMatchObject({
    id: 'session',
    executed: [],
    prepared_source_mapping: { copy1: 'range' },
    indegree: { copy1: 0 },
  })
  await runPlan(plan)
  const attributes = { is_intermediate: false }
  expect(plan.toSession()).toEqual({
    id: 'session',
    graph: walk(1),
    execution_graph: {
      id: 'copy0',
      nodes: {
        copy1: { id: 'copy1', type: 'range_of_size', ...attributes, use_cache: true, start: 0, size: 1 },
        copy2: { id: 'copy2', type: 'iterate', ...attributes, use_cache: false, collection: [], index: 0 },
        copy3: { id: 'copy3', type: 'mul', ...attributes, use_cache: true, a: 0, b: 2 },
        copy4: { id: 'copy4', type: 'collect', ...attributes, use_cache: false, collection: [] },
        copy5: { id: 'copy5', type: 'sum', ...attributes, use_cache: true, values: [0] },
      },
      edges: [
        { source: { node_id: 'copy1', field: 'collection' }, destination: { node_id: 'copy2', field: 'collection' } },
        { source: { node_id: 'copy2', field: 'item' }, destination: { node_id: 'copy3', field: 'a' } },
        { source: { node_id: 'copy3', field: 'value' }, destination: { node_id: 'copy4', field: 'item' } },
        { source: { node_id: 'copy4', field: 'collection' }, destination: { node_id: 'copy5', field: 'values' } },
      ],
    },
    executed: ['copy1', 'range', 'copy2', 'each', 'copy3', 'twice', 'copy4', 'all', 'copy5', 'sum'],
    executed_history: ['range', 'each', 'twice', 'all', 'sum'],
    results: {
      copy1: { type: 'integer_collection_output', collection: [0] },
      copy2: { type: 'iterate_output', item: 0, index: 0, total: 1 },
      copy3: { type: 'integer_output', value: 0 },
      copy4: { type: 'collect_output', collection: [0] },
      copy5: { type: 'integer_output', value: 0 },
    },
    errors: {},
    prepared_source_mapping: Object.fromEntries(Object.entries(ids).map(([source, id]) => [id, source])),
    source_prepared_mapping: Object.fromEntries(Object.entries(ids).map(([source, id]) => [source, [id]])),
    prepared_iteration_paths: { copy1: [], copy2: [0], copy3: [0], copy4: [], copy5: [] },
    indegree: { copy1: 0, copy2: 0, copy3: 0, copy4: 0, copy5: 0 },
    ready_order: [],
    workflow_call_stack: [],
    workflow_call_history: [],
    max_workflow_call_depth: 4,
  })
})

test('long values are not written again for each node that has them', async () => {
  const text = 'x'.repeat(5000)
  const plan = planOf(
    graphOf({ r: range(1500), i: iterate, s: { type: 'sum' }, l: { type: 'string', value: text }, m: { type: 'string' } }, [
      ['r.collection', 'i.collection'],
      ['r.collection', 's.values'],
      ['l.value', 'm.value'],
    ]),
  )
  await runPlan(plan)
  const { execution_graph, graph } = plan.toSession()
  const written = Object.values(execution_graph.nodes)
  expect(written.filter(({ type }) => type === 'string').every(({ value }) => value === undefined)).toBe(true)
  expect(written.find(({ type }) => type === 'sum')).not.toHaveProperty('values')
  expect(written.filter(({ type }) => type === 'iterate').every(({ collection }) => JSON.stringify(collection) === '[]')).toBe(
    true,
  )
  expect(graph.nodes.l?.value).toBe(text)
})

test('a session that has not begun has its graph and nothing else', () => {
  const session = emptySession('session', walk(1), 'execution')
  expect(Object.keys(session).sort()).toEqual(Object.keys(planOf(walk(1)).toSession()).sort())
  expect(session).toMatchObject({ graph: walk(1), execution_graph: { id: 'execution', nodes: {}, edges: [] }, results: {} })
})

test('events tell loops and collectors without their lists', () => {
  const node = { id: 'x', is_intermediate: false, use_cache: false, collection: [1, 2] }
  expect(toEventNode({ ...node, type: 'iterate', index: 1 })).toEqual({ ...node, type: 'iterate', index: 1, collection: [] })
  expect(toEventNode({ ...node, type: 'collect' }).collection).toEqual([])
  expect(toEventNode({ ...node, type: 'integer_collection' }).collection).toEqual([1, 2])
})
