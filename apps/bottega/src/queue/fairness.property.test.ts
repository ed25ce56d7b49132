import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Db, transaction } from '../data/database.ts'
import { openTemporaryStore } from '../data/temporary-store.ts'
import { cancelItems } from './cancel.ts'
import type { ClaimedItem } from './claim.ts'
import { endItem } from './end.ts'
import { findPositions } from './positions.ts'
import { pruneItems, removeItems } from './remove.ts'
import { findRetriable, retryItems } from './retry.ts'
import { returnDeadItem } from './return.ts'
import { claim, enqueue } from './testing.ts'

const users = fc.constantFrom('ann', 'bert', 'cleo', 'dora')
const acts = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant('enqueue' as const),
      userId: users,
      count: fc.integer({ min: 1, max: 4 }),
      prepend: fc.boolean(),
    }),
  },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('claim' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constantFrom('complete' as const, 'fail' as const, 'die' as const), at: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constantFrom('cancel' as const, 'remove' as const, 'retry' as const),
      itemId: fc.integer({ min: 1, max: 30 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constantFrom('prune' as const), userId: users }) },
)
type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never

const recount = 'select queue_id, user_id, status, count(*) as n from queue_items group by 1, 2, 3'
const recountBatches = 'select batch_id, status, count(*) as n from queue_items group by 1, 2'
const STATUSES = ['pending', 'in_progress', 'waiting', 'completed', 'failed', 'canceled'] as const

/** Compares the counts that are kept with those that one gets by counting. */
async function expectTrueCounts(db: Db) {
  const kept = (rows: readonly Record<string, unknown>[], key: string) =>
    rows
      .flatMap((row) => STATUSES.map((status) => [row[key], status, row[status]]))
      .filter(([, , n]) => n !== 0)
      .sort()
  const counted = (sql: string, key: string) =>
    db.sqlite
      .prepare(sql)
      .all([])
      .map((row) => [row[key], row.status, row.n])
      .sort()
  expect(kept(await db.selectFrom('queue_users').selectAll().execute(), 'user_id')).toEqual(counted(recount, 'user_id'))
  expect(kept(await db.selectFrom('batch_counts').selectAll().execute(), 'batch_id')).toEqual(counted(recountBatches, 'batch_id'))
}

/** The queue as a list, where every rule is as plain as its sentence. */
class Model {
  items: { id: number; userId: string; priority: number }[] = []
  turns: string[] = []

  next() {
    const heads = new Map<string, (typeof this.items)[number]>()
    for (const item of this.items) {
      const head = heads.get(item.userId)
      if (!head || item.priority > head.priority || (item.priority === head.priority && item.id < head.id))
        heads.set(item.userId, item)
    }
    const lastTurn = (userId: string) => this.turns.lastIndexOf(userId)
    return [...heads.values()].sort((a, b) => lastTurn(a.userId) - lastTurn(b.userId) || a.id - b.id)[0]
  }

  take(id: number) {
    this.turns.push(this.items.find((item) => item.id === id)?.userId ?? '')
    this.items = this.items.filter((item) => item.id !== id)
  }
}

async function perform(db: Db, act: Act, running: ClaimedItem[]) {
  const run = <T>(work: Parameters<typeof transaction<never, T>>[1]) => transaction(db, work)
  const one = (itemId: number) => ({ queueId: 'default', what: { kind: 'item', itemId } }) as const
  if (act.act === 'enqueue') await enqueue(db, act)
  else if (act.act === 'claim') {
    const item = await claim(db)
    if (item) running.push(item)
    return item?.item_id
  } else if (act.act === 'prune') await run((tx) => pruneItems(tx, { queueId: 'default', userId: act.userId }))
  else if ('itemId' in act) {
    if (act.act === 'retry') await run(async (tx) => retryItems(tx, await findRetriable(tx, 'default', [act.itemId])))
    else {
      await run((tx) => cancelItems(tx, one(act.itemId)))
      if (act.act === 'remove') await run((tx) => removeItems(tx, one(act.itemId)))
    }
  } else if (running.length > 0) {
    const [item] = running.splice(act.at % running.length, 1)
    const attempt = item ?? { item_id: 0, claim_token: '' }
    if (act.act === 'die') await run((tx) => returnDeadItem(tx, attempt, 'It died'))
    else await run((tx) => endItem(tx, attempt, { status: act.act === 'fail' ? 'failed' : 'completed' }))
  }
  return undefined
}

test('whatever happens, the user who waits longest is next, positions foretell it, and counts are those of a recount', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 40 }), async (script) => {
      await using store = await openTemporaryStore()
      const running: ClaimedItem[] = []
      const turns: string[] = []
      for (const act of script) {
        const model = new Model()
        model.turns = turns
        const pending = await store.db.selectFrom('queue_items').selectAll().where('status', '=', 'pending').execute()
        model.items = pending.map((item) => ({ id: item.item_id, userId: item.user_id, priority: item.priority }))
        const ids = model.items.map(({ id }) => id)
        const expected = model.next()
        const foretold = await findPositions(store, 'default', 'round_robin', ids)
        expect(foretold.map(({ position }) => position).sort((a, b) => a - b)).toEqual(ids.map((_, at) => at + 1))
        expect(foretold.find(({ position }) => position === 1)?.item_id).toBe(expected?.id)
        const taken = await perform(store.db, act, running)
        if (act.act === 'claim') {
          expect(taken).toBe(expected?.id)
          if (taken !== undefined) model.take(taken)
        }
        await expectTrueCounts(store.db)
      }
    }),
    { numRuns: 25 },
  )
})

test('positions foretell the whole order in which items are taken', async () => {
  const batches = fc.array(fc.record({ userId: users, count: fc.integer({ min: 1, max: 4 }), prepend: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(
      batches,
      fc.nat(6),
      fc.constantFrom('round_robin' as const, 'FIFO' as const),
      async (script, served, mode) => {
        await using store = await openTemporaryStore()
        for (const batch of script) await enqueue(store.db, batch)
        for (let at = 0; at < served; at++) await claim(store.db, mode)
        const pending = await store.db.selectFrom('queue_items').select('item_id').where('status', '=', 'pending').execute()
        const positions = await findPositions(
          store,
          'default',
          mode,
          pending.map(({ item_id }) => item_id),
        )
        const foretold = positions.toSorted((a, b) => a.position - b.position).map(({ item_id }) => item_id)
        const taken: number[] = []
        for (let item = await claim(store.db, mode); item !== undefined; item = await claim(store.db, mode))
          taken.push(item.item_id)
        expect(taken).toEqual(foretold)
      },
    ),
    { numRuns: 25 },
  )
})

test('ten thousand items are enqueued in one go', async () => {
  await using store = await openTemporaryStore()
  const values = (at: number) => [{ node_path: randomUUID(), field_name: 'seed', value: at }]
  const { itemIds } = await enqueue(store.db, { count: 10_000, fieldValuesAt: values })
  expect(itemIds).toHaveLength(10_000)
  expect(await findPositions(store, 'default', 'round_robin', [10_000])).toEqual([
    { item_id: 10_000, position: 10_000, others: 0 },
  ])
})
