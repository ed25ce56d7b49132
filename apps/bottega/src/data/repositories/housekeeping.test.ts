import { afterEach, beforeEach, expect, test } from 'vitest'
import { isTaken } from '../errors.ts'
import { openTemporaryStore, type TemporaryStore } from '../temporary-store.ts'
import * as downloads from './bulk-downloads.ts'
import { findSetting, saveSetting } from './settings.ts'
import { createUser, findUser, findUserByEmail } from './users.ts'

let store: TemporaryStore<never>

beforeEach(async () => {
  store = await openTemporaryStore()
})

afterEach(async () => {
  await store.close()
})

test('an address is taken in whichever letter case it was folded from', async () => {
  const user = { password_hash: 'h', display_name: 'Ann' }
  await createUser(store.db, { ...user, user_id: 'ann', email: 'Ann@x.org', email_folded: 'ann@x.org' })
  expect(await findUser(store.db, 'ann')).toMatchObject({ email: 'Ann@x.org', is_admin: 0, is_active: 1 })
  expect((await findUserByEmail(store.db, 'ann@x.org'))?.user_id).toBe('ann')
  const again = createUser(store.db, { ...user, user_id: 'bob', email: 'ANN@x.org', email_folded: 'ann@x.org' })
  await expect(again).rejects.toSatisfy(isTaken)
})

test('a setting keeps the last value', async () => {
  await saveSetting(store.db, 'a', '1')
  await saveSetting(store.db, 'a', '{"b":2}')
  expect([await findSetting(store.db, 'a'), await findSetting(store.db, 'b')]).toEqual(['{"b":2}', undefined])
})

test('zip files are named when their time is over, unfinished ones when a dead server left them', async () => {
  const download = { user_id: 'ann', status: 'started', expires_at: '2999-01-02 00:00:00.000' } as const
  await downloads.createBulkDownload(store.db, { ...download, bulk_download_item_name: 'a.zip' })
  await downloads.createBulkDownload(store.db, { ...download, bulk_download_item_name: 'b.zip' })
  await downloads.updateBulkDownload(store.db, 'b.zip', { status: 'complete', size_bytes: 7 })
  expect(await downloads.findBulkDownload(store.db, 'b.zip')).toMatchObject({ status: 'complete', size_bytes: 7, error: null })
  const expired = (now: string, more?: { unfinishedToo: boolean }) => downloads.listExpiredBulkDownloads(store.db, now, more)
  expect(await expired('2999-01-01 00:00:00.000')).toEqual([])
  expect(await expired('2999-01-01 00:00:00.000', { unfinishedToo: true })).toEqual(['a.zip'])
  expect(await expired('2999-01-02 00:00:00.000')).toEqual(['a.zip', 'b.zip'])
  // one whose time is over is wanted no more, whatever comes of it
  await downloads.expireBulkDownloads(store.db, 'ann')
  expect(await downloads.updateBulkDownload(store.db, 'a.zip', { status: 'complete', size_bytes: 7 })).toBe(false)
  expect(await downloads.findBulkDownload(store.db, 'a.zip')).toMatchObject({ status: 'started' })
  await downloads.deleteBulkDownloads(store.db, ['a.zip'])
  expect(await downloads.findBulkDownload(store.db, 'a.zip')).toBeUndefined()
})
