import type { QueueStatus } from '@bottega/contracts'
import { expect, test } from 'vitest'
import { findAnnounced } from './announced.ts'
import { meetItem } from './tracked-item.ts'

const list = (statuses: readonly QueueStatus[], batchId = 'a') =>
  Object.fromEntries(statuses.map((status, id) => [id, { ...meetItem(id), status, batchId }]))
const told = (before: readonly QueueStatus[], after: readonly QueueStatus[], batchId?: string) =>
  findAnnounced(list(after, batchId), list(before, batchId))?.id

test('of a batch its beginning and its end are told, not each picture', () => {
  expect(told(['pending', 'pending'], ['in_progress', 'pending'])).toBe(0)
  expect(told(['in_progress', 'pending'], ['completed', 'pending'])).toBeUndefined()
  expect(told(['completed', 'pending'], ['completed', 'in_progress'])).toBeUndefined()
  expect(told(['completed', 'in_progress'], ['completed', 'completed'])).toBe(1)
})

test('what failed is told at once', () => {
  expect(told(['in_progress', 'pending'], ['failed', 'pending'])).toBe(0)
})

test('jobs of which no batch is known stand for themselves', () => {
  expect(told(['in_progress', 'pending'], ['completed', 'pending'], '')).toBe(0)
})

test('what is only met is not told', () => {
  expect(findAnnounced(list(['in_progress']), {})).toBeUndefined()
})
