import { afterEach, beforeEach, expect, test } from 'vitest'
import { transaction } from '../database.ts'
import { openTemporaryStore, type TemporaryStore } from '../temporary-store.ts'
import { deleteClientState, findClientState, listClientStateKeys, replaceClientState, saveClientState } from './client-state.ts'

let store: TemporaryStore<never>

beforeEach(async () => {
  store = await openTemporaryStore()
})

afterEach(async () => {
  await store.close()
})

test('a text is kept for its user alone, the last one written', async () => {
  await saveClientState(store.db, 'ann', 'ui', '1')
  await saveClientState(store.db, 'ann', 'ui', '2')
  await saveClientState(store.db, 'bob', 'ui', '3')
  expect((await findClientState(store.db, 'ann', 'ui'))?.value).toBe('2')
  expect(await findClientState(store.db, 'ann', 'other')).toBeUndefined()
})

test('a version never comes back, not even when a key was deleted between', async () => {
  const versions = new Set<number>()
  for (let at = 0; at < 5; at++) {
    versions.add(await saveClientState(store.db, 'ann', 'ui', 'same'))
    if (at % 2 === 0) await deleteClientState(store.db, 'ann', 'ui')
  }
  expect(versions.size).toBe(5)
})

test('a stale write is refused with what is there and changes nothing', async () => {
  const first = await saveClientState(store.db, 'ann', 'ui', '1')
  const write = (value: string, ifVersion: number) =>
    transaction(store.db, (tx) => replaceClientState(tx, 'ann', 'ui', { value, ifVersion }))
  const second = await write('2', first)
  expect(second).toEqual({ version: expect.any(Number) })
  expect(await write('3', first)).toEqual({ current: { value: '2', ...second } })
  expect((await findClientState(store.db, 'ann', 'ui'))?.value).toBe('2')
  await deleteClientState(store.db, 'ann')
  expect(await write('4', first)).toEqual({ current: undefined })
})

test('keys with a prefix come the latest written first, every letter of it standing for itself', async () => {
  for (const key of ['snap_1', 'snap_2', 'snapX', 'SNAP_3', '%']) await saveClientState(store.db, 'ann', key, '')
  await saveClientState(store.db, 'ann', 'snap_1', 'again')
  await saveClientState(store.db, 'bob', 'snap_9', '')
  expect(await listClientStateKeys(store.db, 'ann', 'snap_')).toEqual(['snap_1', 'snap_2'])
  expect(await listClientStateKeys(store.db, 'ann', '%')).toEqual(['%'])
  expect(await listClientStateKeys(store.db, 'ann', '')).toHaveLength(5)
})
