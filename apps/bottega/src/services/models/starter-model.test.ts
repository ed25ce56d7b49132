import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findModel, updateModel } from '../../data/repositories/models.ts'
import { startTemporaryServer, type TemporaryServer } from '../../testing/temporary-server.ts'
import { readRecord } from './model-records.ts'
import { findStarterModelKey, registerStarterModel } from './starter-model.ts'

let server: TemporaryServer

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
})
afterAll(() => server.close())

test('the record of a starter model of before gets the count of layers at the next start, and keeps what was said of it', async () => {
  const { app } = server
  const key = (await findStarterModelKey(app.db))!
  const read = async () => readRecord((await findModel(app.db, key))!)
  const counted = await read()
  const { text_encoder_layers: _, ...before } = counted as { text_encoder_layers: number } & typeof counted
  await updateModel(app.db, key, JSON.stringify({ ...before, path: '/elsewhere', name: 'Mine' }))
  await registerStarterModel(app)
  expect(await read()).toEqual({ ...counted, name: 'Mine' })
})
