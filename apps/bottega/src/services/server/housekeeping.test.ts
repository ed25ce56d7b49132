import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, expect, inject, onTestFinished, test, vi } from 'vitest'
import { transaction } from '../../data/database.ts'
import { trashImages } from '../../data/repositories/images.ts'
import { formatTime } from '../../data/time.ts'
import { startTemporaryServer, type TemporaryServer } from '../../testing/temporary-server.ts'
import { keepHouse, keepHouseRegularly } from './housekeeping.ts'

let server: TemporaryServer

afterEach(async () => {
  vi.useRealTimers()
  await server.close()
})

async function upload(isIntermediate = false): Promise<string> {
  const pixels = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(await pixels.png().toBuffer())], { type: 'image/png' }), 'a.png')
  const query = `image_category=general&is_intermediate=${isIntermediate}`
  const { json } = await server.request('POST', `/api/v1/images/upload?${query}`, { body: form })
  return (json as { readonly image_name: string }).image_name
}

async function uploadAndDelete(): Promise<string> {
  const image_name = await upload()
  const deleted = await server.request('DELETE', `/api/v1/images/i/${image_name}`)
  expect(deleted.json).toMatchObject({ deleted_images: [image_name] })
  return image_name
}

async function restore(imageName: string): Promise<number> {
  return (await server.request('POST', '/api/v1/images/restore', { json: { image_names: [imageName] } })).status
}

test('what has lain in the trash long enough is deleted for good, with its files; the rest can come back', async () => {
  server = await startTemporaryServer(inject('dist'))
  const { app } = server
  const [old, young] = [await uploadAndDelete(), await uploadAndDelete()]
  const place = { image_name: old, image_subfolder: '' }
  await app.db.updateTable('images').set({ deleted_at: '2020-01-01 00:00:00.000' }).where('image_name', '=', old).execute()
  await keepHouse(app)
  expect(await restore(old)).toBe(404)
  expect([await app.images.open(place, 'full'), await app.images.open(place, 'thumbnail')]).toEqual([undefined, undefined])
  expect(await restore(young)).toBe(200)
})

test('a start with a clock that is far ahead empties no trash', async () => {
  server = await startTemporaryServer(inject('dist'))
  const { app } = server
  const name = await uploadAndDelete()
  await app.db
    .updateTable('images')
    .set({ created_at: '2020-01-01 00:00:00.000', deleted_at: '2020-01-02 00:00:00.000' })
    .execute()
  const stop = keepHouseRegularly(app)
  await expect.poll(() => server.log.join('\n')).toMatch(/nothing was stored for \d+ days/)
  await stop()
  expect(await restore(name)).toBe(200)
  await server.request('DELETE', `/api/v1/images/i/${name}`)
  await app.db.updateTable('images').set({ deleted_at: '2020-01-02 00:00:00.000' }).execute()
  await upload()
  onTestFinished(keepHouseRegularly(app))
  const places = app.db.selectFrom('images').where('image_name', '=', name)
  await expect.poll(() => places.selectAll().execute()).toEqual([])
})

test('what the doctor put into the trash comes out of it when its picture is back, and goes in time when it is not', async () => {
  server = await startTemporaryServer(inject('dist'))
  const { app } = server
  const [back, gone] = [await upload(), await upload()]
  await transaction(app.db, (tx) => trashImages(tx, [back, gone], { areLost: true }))
  await rm(join(app.root.images, gone))
  await app.db.updateTable('images').set({ deleted_at: '2020-01-01 00:00:00.000' }).execute()
  await keepHouse(app)
  expect((await server.request('GET', `/api/v1/images/i/${back}/full`)).status).toBe(200)
  expect(await restore(gone)).toBe(404)
})

test('an intermediate image goes for good after thirty days, unless a page still uses it', async () => {
  server = await startTemporaryServer(inject('dist'))
  const { app } = server
  const [old, layer, young] = [await upload(true), await upload(true), await upload(true)]
  const canvas = JSON.stringify({ layers: [{ image: { image_name: layer } }] })
  await server.request('POST', '/api/v1/client_state/default/set_by_key?key=canvas', { body: canvas })
  const created_at = formatTime(new Date(Date.now() - 31 * 24 * 3600 * 1000))
  await app.db.updateTable('images').set({ created_at }).where('image_name', 'in', [old, layer]).execute()
  await keepHouse(app)
  const status = async (name: string) => (await server.request('GET', `/api/v1/images/i/${name}`)).status
  expect([await status(old), await status(layer), await status(young)]).toEqual([404, 200, 200])
  expect(await app.images.open({ image_name: old, image_subfolder: '' }, 'full')).toBeUndefined()
})

test('without a trash a deletion is for good at once', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'trash_days: 0\n' })
  const name = await uploadAndDelete()
  expect(await restore(name)).toBe(404)
  expect(await server.app.images.open({ image_name: name, image_subfolder: '' }, 'full')).toBeUndefined()
})

test('an archive whose time is over is not handed out, and goes', async () => {
  server = await startTemporaryServer(inject('dist'))
  const name = await uploadAndDelete()
  await restore(name)
  const { json } = await server.request('POST', '/api/v1/images/download', { json: { image_names: [name] } })
  const { bulk_download_item_name: archive }: { readonly bulk_download_item_name: string } = json
  const path = `/api/v1/images/download/${archive}`
  await expect.poll(async () => (await server.request('GET', path)).status).toBe(200)
  await server.app.db.updateTable('bulk_downloads').set({ expires_at: '2020-01-01 00:00:00.000' }).execute()
  expect((await server.request('GET', path)).status).toBe(404)
  await keepHouse(server.app)
  expect(await server.app.db.selectFrom('bulk_downloads').selectAll().execute()).toEqual([])
})

/** Only the clock moves; timers go on. */
function moveClock(days: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + days * 24 * 3600 * 1000 })
}

test('the trash is emptied on the day that the setting says, and not the day before', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'trash_days: 7\n' })
  const name = await uploadAndDelete()
  moveClock(6)
  await keepHouse(server.app)
  expect(await restore(name)).toBe(200)
  expect((await server.request('DELETE', `/api/v1/images/i/${name}`)).status).toBe(200)
  moveClock(2)
  await keepHouse(server.app)
  expect(await restore(name)).toBe(404)
})

test.each([
  ['audit_days: 10\n', [0, 1]],
  ['audit_days: 0\n', [0, 1, 2]],
])('the audit log keeps what the setting says: %j', async (settings, kept) => {
  server = await startTemporaryServer(inject('dist'), { settings })
  const { db } = server.app
  for (const [at, days] of [1, 9, 11].entries()) {
    const created_at = formatTime(new Date(Date.now() - days * 24 * 3600 * 1000))
    const entry = { action: 'login', created_at, actor_id: null, target_type: null, target_id: null, address: null } as const
    await db
      .insertInto('audit_entries')
      .values({ ...entry, details: JSON.stringify({ at }) })
      .execute()
  }
  // more than go at once
  db.sqlite.execute(`
    with recursive number (value) as (select 1 union all select value + 1 from number where value < 5000)
    insert into audit_entries (action, created_at, details) select 'login', '2020-01-01 00:00:00.000', '{"at":2}' from number`)
  await keepHouse(server.app)
  const entries = await db.selectFrom('audit_entries').select('details').orderBy('id').execute()
  const found = entries.map(({ details }) => JSON.parse(details).at)
  expect([...new Set(found)]).toEqual(kept)
  expect(found).toHaveLength(kept.includes(2) ? 5003 : kept.length)
})

test('images of which nobody knows the size are measured', async () => {
  server = await startTemporaryServer(inject('dist'))
  const { db, images } = server.app
  const name = await upload()
  const sizeOf = async () => (await db.selectFrom('images').select('size_bytes').executeTakeFirstOrThrow()).size_bytes
  const stored = await sizeOf()
  expect(stored).toBe(await images.measure({ image_name: name, image_subfolder: '' }))
  await db.updateTable('images').set({ size_bytes: null }).execute()
  await keepHouse(server.app)
  expect(await sizeOf()).toBe(stored)
})
