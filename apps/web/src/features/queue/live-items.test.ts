import type { QueueStatus } from '@bottega/contracts'
import { beforeEach, expect, test } from 'vitest'
import {
  changeItem,
  changeKnown,
  changeProgress,
  chooseItem,
  dropItems,
  findStaged,
  forgetItems,
  useLiveItems,
  useLiveProgress,
} from './live-items.ts'
import { hasEnded } from './tracked-item.ts'
import { listEntries } from './tray-entries.ts'

const turn = (id: number, status: QueueStatus, more: object = {}) =>
  changeItem(id, (item) => ({ ...item, status, heardAt: ++now, ...more }))
const staged = () => {
  const { items, chosen } = useLiveItems.getState()
  return findStaged(items, chosen)?.id
}
const entries = () => listEntries(useLiveItems.getState().items).map(({ item, ids }) => [item.id, ids.length])
const progress = (preview: string) => ({ message: '', share: 0.5, at: 0, preview })

let now = 0
beforeEach(forgetItems)

test('the stage shows what runs, then what ended last, and what was chosen before both', () => {
  turn(1, 'pending')
  expect(staged()).toBe(1)
  turn(2, 'in_progress')
  expect(staged()).toBe(2)
  turn(1, 'canceled')
  turn(2, 'completed')
  expect(staged()).toBe(2)
  chooseItem(1)
  expect(staged()).toBe(1)
  // what begins takes the stage from what has ended, not from what was chosen while it waits
  turn(3, 'in_progress')
  expect(staged()).toBe(3)
  turn(4, 'pending')
  chooseItem(4)
  turn(5, 'in_progress')
  expect(staged()).toBe(4)
})

test('steps leave the items alone, and a preview stays until its picture is there', () => {
  turn(1, 'in_progress')
  const { items } = useLiveItems.getState()
  changeProgress(1, () => progress('data:1'))
  expect(useLiveItems.getState().items).toBe(items)
  turn(1, 'completed')
  expect(useLiveProgress.getState()[1]?.preview).toBe('data:1')
  // put back by a server that died
  turn(2, 'in_progress')
  changeProgress(2, () => progress('data:2'))
  turn(2, 'pending')
  expect(Object.keys(useLiveProgress.getState())).toEqual(['1'])
  dropItems(hasEnded)
  expect(useLiveProgress.getState()).toEqual({})
})

test('the ended ones that are remembered are the latest', () => {
  for (let id = 1; id <= 40; id++) turn(id, 'completed')
  turn(41, 'pending')
  const ids = Object.keys(useLiveItems.getState().items).map(Number)
  expect(ids).toEqual([...Array.from({ length: 24 }, (_, at) => at + 17), 41])
})

test('the tray has what runs, an entry for what waits of a batch by place, and what ended last', () => {
  turn(1, 'completed')
  turn(2, 'failed')
  for (const id of [3, 4, 5]) turn(id, 'pending', { batchId: 'a', place: { position: 9 - id } })
  turn(6, 'pending', { batchId: 'b', place: { position: 1 } })
  turn(7, 'in_progress', { batchId: 'a' })
  expect(entries()).toEqual([
    [7, 1],
    [6, 1],
    [5, 3],
    [2, 1],
    [1, 1],
  ])
})

test('news of an item that was taken off the list do not bring it back', () => {
  turn(1, 'in_progress')
  dropItems(() => true)
  changeKnown(1, (item) => ({ ...item, imageName: 'a.png' }))
  expect(useLiveItems.getState().items).toEqual({})
  turn(2, 'in_progress')
  changeKnown(2, (item) => ({ ...item, imageName: 'b.png' }))
  expect(useLiveItems.getState().items[2]?.imageName).toBe('b.png')
})
