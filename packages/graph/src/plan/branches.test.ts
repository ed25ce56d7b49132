import { expect, test } from 'vitest'
import { graphOf, outputsOf, planOf, runNode, runPlan } from '../testing/graphs.ts'

type Pairs = readonly (readonly [string, string])[]

const integer = (value: number) => ({ type: 'integer', value })
const flag = (value: boolean) => ({ type: 'boolean', value })
const range = (size: number) => ({ type: 'range_of_size', size })
const iterate = { type: 'iterate' }
const collect = { type: 'collect' }
const odd = { type: 'is_odd' }
const add = { type: 'add' }
const choose = { type: 'if' }

const run = async (nodes: Readonly<Record<string, object>>, edges: Pairs) => {
  const plan = planOf(graphOf(nodes, edges))
  const order = await runPlan(plan)
  expect(plan.isComplete).toBe(true)
  return { plan, order }
}

const fork: Pairs = [
  ['c.value', 'f.condition'],
  ['x.value', 'x2.a'],
  ['x2.value', 'f.true_input'],
  ['y.value', 'y2.a'],
  ['y2.value', 'f.false_input'],
]

test.each([
  [true, ['x', 'x2'], 1, ['y', 'y2']],
  [false, ['y', 'y2'], 2, ['x', 'x2']],
])('runs only the branch that a condition of %s takes', async (condition, taken, value, other) => {
  const nodes = { c: flag(condition), x: integer(1), x2: add, y: integer(2), y2: add, f: choose }
  const { plan, order } = await run(nodes, fork)
  expect(order).toEqual(['c', ...taken, 'f'])
  expect(outputsOf(plan, 'f')).toEqual([value])
  const { executed, executed_history, results, source_prepared_mapping } = plan.toSession()
  expect(executed).toEqual(expect.arrayContaining(other))
  expect([...executed_history].sort()).toEqual(Object.keys(nodes).sort())
  for (const id of other) {
    const [copy = ''] = source_prepared_mapping[id] ?? []
    expect(executed).toContain(copy)
    expect(results[copy]).toBeUndefined()
  }
})

test.each([
  [true, 'true_input'],
  [true, 'false_input'],
  [false, 'true_input'],
  [false, 'false_input'],
])('a condition of %s that is the value of %s too', async (value, branch) => {
  const { plan } = await run({ c: flag(value), f: { ...choose, true_input: 'yes', false_input: 'no' } }, [
    ['c.value', 'f.condition'],
    ['c.value', `f.${branch}`],
  ])
  const isTaken = value === (branch === 'true_input')
  expect(outputsOf(plan, 'f')).toEqual([isTaken ? value : value ? 'yes' : 'no'])
})

test('in a loop, a condition that is the value of a branch too', async () => {
  const { plan } = await run({ r: range(4), i: iterate, o: odd, f: { ...choose, false_input: 'even' }, all: collect }, [
    ['r.collection', 'i.collection'],
    ['i.item', 'o.value'],
    ['o.value', 'f.condition'],
    ['o.value', 'f.true_input'],
    ['f.value', 'all.item'],
  ])
  expect(outputsOf(plan, 'all', 'collection')).toEqual([['even', true, 'even', true]])
})

test('a condition that is written decides before anything runs', async () => {
  const { order } = await run({ x: integer(1), y: integer(2), f: { ...choose, condition: true } }, [
    ['x.value', 'f.true_input'],
    ['y.value', 'f.false_input'],
  ])
  expect(order).toEqual(['x', 'f'])
})

test('values that are written stand in for branches without an edge', async () => {
  const { plan } = await run({ c: flag(false), f: { ...choose, true_input: 'yes', false_input: ['no'] } }, [
    ['c.value', 'f.condition'],
  ])
  expect(outputsOf(plan, 'f')).toEqual([['no']])
})

test('what others need too runs whatever the condition says, and at once', async () => {
  const { order } = await run({ c: flag(false), x: integer(1), f: choose, other: add }, [
    ['c.value', 'f.condition'],
    ['x.value', 'f.true_input'],
    ['x.value', 'other.a'],
  ])
  expect([...order].sort()).toEqual(['c', 'f', 'other', 'x'])
})

test('what both branches need runs', async () => {
  const { order } = await run({ c: flag(true), x: integer(1), left: add, right: add, f: choose }, [
    ['c.value', 'f.condition'],
    ['x.value', 'left.a'],
    ['x.value', 'right.a'],
    ['left.value', 'f.true_input'],
    ['right.value', 'f.false_input'],
  ])
  expect([...order].sort()).toEqual(['c', 'f', 'left', 'x'])
})

test('an if in a branch that is not taken runs neither its condition nor its branches', async () => {
  const { plan, order } = await run(
    { outer: flag(false), inner: flag(true), x: integer(1), y: integer(2), f: choose, g: { ...choose, false_input: 3 } },
    [
      ['inner.value', 'f.condition'],
      ['x.value', 'f.true_input'],
      ['y.value', 'f.false_input'],
      ['outer.value', 'g.condition'],
      ['f.value', 'g.true_input'],
    ],
  )
  expect(order).toEqual(['outer', 'g'])
  expect(outputsOf(plan, 'g')).toEqual([3])
})

test('a branch waits for every if around it, also when the inner one is decided first', async () => {
  const plan = planOf(
    graphOf({ inner: flag(true), late: integer(1), outer: odd, x: integer(5), f: choose, g: choose, watch: add }, [
      ['inner.value', 'f.condition'],
      ['x.value', 'f.true_input'],
      ['late.value', 'outer.value'],
      ['outer.value', 'g.condition'],
      ['f.value', 'g.true_input'],
      ['late.value', 'watch.a'],
    ]),
  )
  const order = await runPlan(plan)
  expect(plan.isComplete).toBe(true)
  expect(order.indexOf('x')).toBeGreaterThan(order.indexOf('outer'))
  expect(outputsOf(plan, 'g')).toEqual([5])
})

test('takes the branch of each item in a loop', async () => {
  const { plan, order } = await run(
    { r: range(4), i: iterate, c: odd, x: { ...add, b: 100 }, y: { ...add, b: 200 }, f: choose, all: collect },
    [
      ['r.collection', 'i.collection'],
      ['i.item', 'c.value'],
      ['i.item', 'x.a'],
      ['i.item', 'y.a'],
      ['c.value', 'f.condition'],
      ['x.value', 'f.true_input'],
      ['y.value', 'f.false_input'],
      ['f.value', 'all.item'],
    ],
  )
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[200, 101, 202, 103]])
  expect(outputsOf(plan, 'x')).toEqual([undefined, 101, undefined, 103])
  expect(order.filter((id) => id === 'y')).toHaveLength(2)
})

const shared: Pairs = [
  ['r.collection', 'i.collection'],
  ['i.item', 'c.value'],
  ['c.value', 'f.condition'],
  ['heavy.value', 'f.true_input'],
  ['f.value', 'all.item'],
]

test.each([
  [3, ['heavy'], [0, 7, 0]],
  [1, [], [0]],
])('a node outside of a loop runs once when one of %i items needs it', async (size, ran, values) => {
  const nodes = { r: range(size), i: iterate, c: odd, heavy: integer(7), f: { ...choose, false_input: 0 }, all: collect }
  const { plan, order } = await run(nodes, shared)
  expect(order.filter((id) => id === 'heavy')).toEqual(ran)
  expect(outputsOf(plan, 'all', 'collection')).toEqual([values])
})

test('a node outside of a loop over nothing does not run for it', async () => {
  const nodes = { r: range(0), i: iterate, c: odd, heavy: integer(7), f: choose, all: collect }
  const { plan, order } = await run(nodes, shared)
  expect(order).toEqual(['r', 'all'])
  expect(outputsOf(plan, 'all', 'collection')).toEqual([[]])
})

const loopInBranch: Pairs = [
  ['c.value', 'f.condition'],
  ['r.collection', 'i.collection'],
  ['i.item', 'x.a'],
  ['x.value', 'all.item'],
  ['all.collection', 'f.true_input'],
]

test.each([
  [true, ['c', 'r', 'i', 'i', 'x', 'x', 'all', 'f'], [0, 1]],
  [false, ['c', 'f'], []],
])('a whole loop inside of a branch runs only when a condition of %s takes it', async (condition, ran, value) => {
  const nodes = { c: flag(condition), r: range(2), i: iterate, x: add, all: collect, f: { ...choose, false_input: [] } }
  const { plan, order } = await run(nodes, loopInBranch)
  expect(order).toEqual(ran)
  expect(outputsOf(plan, 'f')).toEqual([value])
})

const openLoop: Pairs = [
  ['c.value', 'f.condition'],
  ['r.collection', 'i.collection'],
  ['i.item', 'f.true_input'],
  ['f.value', 'after.a'],
]

test.each([
  [true, [10, 11]],
  [false, [15]],
])('what follows a loop inside of a branch runs for each item when %s takes it, else once', async (condition, values) => {
  const nodes = { c: flag(condition), r: range(2), i: iterate, f: { ...choose, false_input: 5 }, after: { ...add, b: 10 } }
  const { plan } = await run(nodes, openLoop)
  expect(outputsOf(plan, 'after')).toEqual(values)
  expect(plan.toSession().source_prepared_mapping.after).toHaveLength(values.length)
})

test('what is gathered for a branch is whole, although the condition changes with each item', async () => {
  const nodes = { r: range(4), i: iterate, c: odd, x: add, all: collect, s: { type: 'sum' }, f: { ...choose, false_input: -1 } }
  const { plan } = await run(nodes, [
    ['r.collection', 'i.collection'],
    ['i.item', 'c.value'],
    ['c.value', 'f.condition'],
    ['i.item', 'x.a'],
    ['x.value', 'all.item'],
    ['all.collection', 's.values'],
    ['s.value', 'f.true_input'],
  ])
  expect(outputsOf(plan, 'f')).toEqual([-1, 6, -1, 6])
})

test('what is gathered from ifs for a branch is whole, although both conditions change with each item', async () => {
  const nodes = {
    r: range(4),
    i: iterate,
    isOdd: odd,
    next: { ...add, b: 1 },
    isEven: odd,
    x: add,
    inner: { ...choose, false_input: 0 },
    all: collect,
    s: { type: 'sum' },
    outer: { ...choose, false_input: -1 },
  }
  const { plan } = await run(nodes, [
    ['r.collection', 'i.collection'],
    ['i.item', 'isOdd.value'],
    ['i.item', 'next.a'],
    ['next.value', 'isEven.value'],
    ['i.item', 'x.a'],
    ['isOdd.value', 'inner.condition'],
    ['x.value', 'inner.true_input'],
    ['inner.value', 'all.item'],
    ['all.collection', 's.values'],
    ['isEven.value', 'outer.condition'],
    ['s.value', 'outer.true_input'],
  ])
  expect(outputsOf(plan, 'outer')).toEqual([4, -1, 4, -1])
})

test('what one if gathers and another takes item by item runs for both', async () => {
  const nodes = {
    r: range(4),
    i: iterate,
    c: odd,
    x: add,
    all: collect,
    s: { type: 'sum' },
    whole: choose,
    single: choose,
    both: add,
    f: { ...choose, false_input: -1 },
  }
  const { plan } = await run(nodes, [
    ['r.collection', 'i.collection'],
    ['i.item', 'c.value'],
    ['i.item', 'x.a'],
    ['x.value', 'all.item'],
    ['all.collection', 's.values'],
    ['c.value', 'whole.condition'],
    ['s.value', 'whole.true_input'],
    ['c.value', 'single.condition'],
    ['x.value', 'single.true_input'],
    ['whole.value', 'both.a'],
    ['single.value', 'both.b'],
    ['c.value', 'f.condition'],
    ['both.value', 'f.true_input'],
  ])
  expect(outputsOf(plan, 'f')).toEqual([-1, 7, -1, 9])
})

test('loops in a branch that only some items take run for those items', async () => {
  const nodes = {
    r: range(2),
    o: iterate,
    c: odd,
    some: range(2),
    i: iterate,
    inner: range(0),
    j: iterate,
    each: collect,
    sum: { type: 'sum' },
    all: collect,
    total: { type: 'sum' },
    f: { ...choose, false_input: -1 },
  }
  const { plan, order } = await run(nodes, [
    ['r.collection', 'o.collection'],
    ['o.item', 'c.value'],
    ['c.value', 'f.condition'],
    ['o.item', 'some.start'],
    ['some.collection', 'i.collection'],
    ['i.item', 'inner.size'],
    ['inner.collection', 'j.collection'],
    ['j.item', 'each.item'],
    ['each.collection', 'sum.values'],
    ['sum.value', 'all.item'],
    ['all.collection', 'total.values'],
    ['total.value', 'f.true_input'],
  ])
  expect(outputsOf(plan, 'f')).toEqual([-1, 1])
  expect(order.filter((id) => id === 'some')).toHaveLength(1)
  expect(order.filter((id) => id === 'j')).toHaveLength(3)
})

test('a branch that is made ready after its condition turned out to be nowhere does not run', async () => {
  const nodes = {
    none: range(0),
    i: iterate,
    c: odd,
    size: integer(2),
    more: add,
    late: range(1),
    j: iterate,
    x: add,
    watch: { type: 'sum' },
    f: choose,
  }
  const { order } = await run(nodes, [
    ['none.collection', 'i.collection'],
    ['i.item', 'c.value'],
    ['c.value', 'f.condition'],
    ['size.value', 'more.a'],
    ['more.value', 'late.size'],
    ['late.collection', 'j.collection'],
    ['j.item', 'x.a'],
    ['x.value', 'f.true_input'],
    ['late.collection', 'watch.values'],
  ])
  expect(order).not.toContain('x')
  expect(order).toContain('watch')
})

test('a condition that is no truth value fails at the if', async () => {
  const plan = planOf(
    graphOf({ q: { type: 'anything', value: 'yes' }, x: integer(1), f: choose }, [
      ['q.value', 'f.condition'],
      ['x.value', 'f.true_input'],
    ]),
  )
  const q = plan.next()
  plan.complete(q?.id ?? '', { type: 'any_output', value: 'yes' })
  const f = plan.next()
  if (f === undefined) throw new Error('the if does not run')
  expect(f.sourceId).toBe('f')
  await expect(runNode(f)).rejects.toMatchObject({ errorType: 'NodeInputError' })
})
