import type { QueueItemSummary } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { foldJobs, listRows, putCalledBehind } from './list-rows.ts'

// what the functions read of an item
const item = (item_id: number, batch_id: string, more: Partial<QueueItemSummary> = {}) =>
  ({
    item_id,
    batch_id,
    user_id: 'ann',
    user_display_name: null,
    status: 'pending',
    parent_item_id: null,
    ...more,
  }) as QueueItemSummary

const show = (rows: ReturnType<typeof listRows>) =>
  rows.map((row) =>
    row.kind === 'heading'
      ? row.total
      : row.kind === 'detail'
        ? `detail ${row.item.item_id}`
        : row.kind === 'more'
          ? 'more'
          : row.job.items.map((one) => one.item_id),
  )

test('the jobs of a batch are one line at the place of the first, however they are mixed with others', () => {
  const items = [item(1, 'a'), item(2, 'b', { user_id: 'bert' }), item(3, 'a'), item(4, 'c')]
  expect(foldJobs(items).map((job) => job.items.map(({ item_id }) => item_id))).toEqual([[1, 3], [2], [4]])
})

test('what is hidden of others folds into one line for each of them', () => {
  const hidden = (id: number, user_display_name: string | null = null) =>
    item(id, 'redacted', { user_id: 'redacted', user_display_name })
  expect(foldJobs([hidden(1), hidden(2), hidden(3, 'Bert'), hidden(4)])).toHaveLength(2)
})

test('a line that stands for several says when one of them failed', () => {
  const [job] = foldJobs([item(1, 'a', { status: 'completed' }), item(2, 'a', { status: 'failed' })])
  expect(job?.status).toBe('failed')
})

test('a line unfolds to its detail, a folded one to its jobs', () => {
  const list = { items: [item(1, 'a'), item(2, 'a'), item(3, 'b')], total: 9 }
  const rows = listRows('open', list, new Set())
  expect(show(rows)).toEqual([9, [1, 2], [3], 'more'])
  const open = new Set([...rows.map((row) => (row.kind === 'job' ? row.job.key : '')), 'item 2'])
  expect(show(listRows('open', list, open))).toEqual([9, [1, 2], [1], [2], 'detail 2', [3], 'detail 3', 'more'])
  expect(listRows('ended', { items: [], total: 0 }, open)).toEqual([])
})

test('a line whose batch was not read to its end says so, and only where there is more', () => {
  const items = [item(1, 'a'), item(2, 'a'), item(3, 'b'), item(4, 'b')]
  const parts = (part: 'open' | 'ended', total: number) =>
    listRows(part, { items, total }, new Set()).flatMap((row) =>
      row.kind === 'job' && row.job.isPart ? row.job.lead.batch_id : [],
    )
  expect(parts('open', 5)).toEqual(['b'])
  // what has ended is read from the latest backwards
  expect(parts('ended', 5)).toEqual(['a'])
  expect(parts('open', 4)).toEqual([])
})

test('what was called stands behind what has called it, in whichever order they are read', () => {
  const called = (id: number, parent_item_id: number) => item(id, 'a', { parent_item_id })
  const items = [called(5, 4), called(4, 1), called(3, 1), item(2, 'a'), item(1, 'a'), called(6, 99)]
  expect(putCalledBehind(items).map(({ item_id }) => item_id)).toEqual([2, 1, 3, 4, 5, 6])
  expect(foldJobs(items)[0]?.lead.item_id).toBe(2)
})
