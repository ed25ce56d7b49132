import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { expect, inject, test } from 'vitest'
import { transaction } from '../../data/database.ts'
import { expireBulkDownloads, findBulkDownload } from '../../data/repositories/bulk-downloads.ts'
import { createImage, createImages } from '../../data/repositories/images.ts'
import type { ImageFiles } from '../../files/image-files.ts'
import { startTemporaryServer } from '../../testing/temporary-server.ts'
import type { ServerEvent } from '../app.ts'
import { COMMAND_LINE } from '../audit/audit.ts'
import { startDownload } from './downloads.ts'

test('of an archive that cannot be packed nothing stays but the word that it failed', async () => {
  const server = await startTemporaryServer(inject('dist'))
  const { app, events } = server
  const row = { user_id: 'system', image_origin: 'internal', image_category: 'general', width: 1, height: 1 } as const
  const content = { png: Buffer.alloc(500_000, 1), thumbnail: Buffer.from('small') }
  for (const image_name of ['a.png', 'b.png']) {
    const place = { image_name, image_subfolder: '' }
    await app.images.store(place, content, () => transaction(app.db, (tx) => createImage(tx, { ...row, ...place })))
  }
  const failed = new Promise<void>((resolve) => {
    events.subscribe(({ name }) => name === 'bulk_download_error' && resolve())
  })
  const open: ImageFiles['open'] = async (place, kind) => {
    if (place.image_name === 'b.png') throw new Error('the disk has failed')
    return app.images.open(place, kind)
  }
  const deps = { ...app, images: { ...app.images, open } }
  const name = await startDownload(deps, SYSTEM_ACTOR, { image_names: ['a.png', 'b.png'] }, COMMAND_LINE)
  await failed
  expect(await findBulkDownload(app.db, name)).toMatchObject({ status: 'error' })
  expect(await readdir(join(server.root, 'cache/downloads'))).toEqual([])
  await server.close()
})

test.each([
  ['stays to be cleared', async () => undefined],
  [
    'is cleared at once',
    async (root: string) => {
      const folder = join(root, 'cache/downloads')
      for (const name of await readdir(folder)) await rm(join(folder, name))
    },
  ],
])(
  'whoever waits for an archive that is withdrawn as it is packed is told so, and no file stays, be it that what there is of it %s',
  async (_how, clear) => {
    const server = await startTemporaryServer(inject('dist'))
    const { app, events } = server
    const row = { user_id: 'system', image_origin: 'internal', image_category: 'general', width: 1, height: 1 } as const
    const place = { image_name: 'a.png', image_subfolder: '' }
    const content = { png: Buffer.alloc(500_000, 1), thumbnail: Buffer.from('small') }
    await app.images.store(place, content, () => transaction(app.db, (tx) => createImage(tx, { ...row, ...place })))
    const ended = new Promise<ServerEvent>((resolve) => {
      events.subscribe((event) => ['bulk_download_error', 'bulk_download_complete'].includes(event.name) && resolve(event))
    })
    const open: ImageFiles['open'] = async (image, kind) => {
      await expireBulkDownloads(app.db, 'system')
      await clear(server.root)
      return app.images.open(image, kind)
    }
    const name = await startDownload(
      { ...app, images: { ...app.images, open } },
      SYSTEM_ACTOR,
      { image_names: ['a.png'] },
      COMMAND_LINE,
    )
    expect(await ended).toMatchObject({
      name: 'bulk_download_error',
      payload: { bulk_download_item_name: name, error: expect.stringContaining('was withdrawn while it was packed') },
    })
    expect(await readdir(join(server.root, 'cache/downloads'))).toEqual([])
    expect(await findBulkDownload(app.db, name)).toMatchObject({ status: 'started', error: null })
    await server.close()
  },
)

test('an archive holds each image once, however many there are and however often they are named', async () => {
  const server = await startTemporaryServer(inject('dist'))
  const { app, events } = server
  const names = Array.from({ length: 450 }, (_, at) => `${at}.png`)
  const row = { user_id: 'system', board_id: null, image_origin: 'internal', image_category: 'general', width: 1, height: 1 }
  const made = { session_id: null, node_id: null, is_intermediate: 0, starred: 0, has_workflow: 0, image_subfolder: '' }
  const time = '2026-08-19 12:00:00.000'
  const rest = { placeholder: null, created_at: time, updated_at: time, metadata: null }
  const images = names.map((image_name) => ({ image_name, ...row, ...made, ...rest }))
  await transaction(app.db, (tx) => createImages(tx as never, images))
  const packed = new Promise<void>((resolve) => {
    events.subscribe(({ name }) => name === 'bulk_download_complete' && resolve())
  })
  const open: ImageFiles['open'] = async ({ image_name }) => ({
    sizeBytes: image_name.length,
    etag: '""',
    stream: () => Readable.from([Buffer.from(image_name)]),
    readAt: async () => Buffer.alloc(0),
    close: async () => {},
  })
  const deps = { ...app, images: { ...app.images, open } }
  const archive = await startDownload(deps, SYSTEM_ACTOR, { image_names: [...names, 'absent.png', '0.png'] }, COMMAND_LINE)
  await packed
  const bytes = await readFile(join(server.root, 'cache/downloads', archive), 'latin1')
  expect(bytes.match(/general\/\d+\.png\d+\.png/g)).toHaveLength(450)
  expect(bytes.split('PK\x01\x02')).toHaveLength(451)
  await server.close()
})
