import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SYSTEM_ACTOR } from '@bottega/contracts'
import { expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { findBulkDownload } from '../data/repositories/bulk-downloads.ts'
import { createImage } from '../data/repositories/images.ts'
import type { ImageFiles } from '../files/image-files.ts'
import { startTemporaryServer } from '../testing/temporary-server.ts'
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
  const name = await startDownload(deps, SYSTEM_ACTOR, { image_names: ['a.png', 'b.png'] })
  await failed
  expect(await findBulkDownload(app.db, name)).toMatchObject({ status: 'error' })
  expect(await readdir(join(server.root, 'cache/downloads'))).toEqual([])
  await server.close()
})
