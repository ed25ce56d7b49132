import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let images: string

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'))
  images = join(server.root, 'outputs/images')
})
afterAll(() => server.close())

async function upload() {
  const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer()
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }), 'a.png')
  return server.request('POST', '/api/v1/images/upload?image_category=general&is_intermediate=false', { body: form })
}

async function countImages(): Promise<number> {
  const { total }: { total: number } = (await server.request('GET', '/api/v1/images/?limit=0')).json
  return total
}

test('an image whose file is gone stays in the gallery; its file is not found', async () => {
  const { image_name: name }: { image_name: string } = (await upload()).json
  await rm(join(images, name))
  const full = await server.request('GET', `/api/v1/images/i/${name}/full`)
  expect([full.status, full.json]).toEqual([404, { detail: 'Image not found' }])
  expect((await server.request('HEAD', `/api/v1/images/i/${name}/full`)).status).toBe(404)
  expect((await server.request('GET', `/api/v1/images/i/${name}/workflow`)).status).toBe(404)
  expect((await server.request('GET', `/api/v1/images/i/${name}/thumbnail`)).status).toBe(200)
  expect((await server.request('GET', `/api/v1/images/i/${name}`)).json).toMatchObject({ image_name: name })
})

test('where files cannot be written, nothing is stored, the log says where, and it goes on once they can', async () => {
  const before = await countImages()
  await rm(join(images, '.unfinished'), { recursive: true })
  await writeFile(join(images, '.unfinished'), '')
  const { status, json } = await upload()
  expect([status, json]).toEqual([503, { detail: expect.stringContaining('cannot use its disk') }])
  expect(server.log.at(-1)).toContain(images)
  expect(await countImages()).toBe(before)
  await rm(join(images, '.unfinished'))
  expect((await upload()).status).toBe(201)
})

test('where the database cannot grow, nothing is stored, neither row nor file, and it goes on once it can', async () => {
  const before = await countImages()
  const files = (await readdir(images)).length
  const pages = Number(server.app.db.sqlite.prepare('pragma page_count').all([])[0]?.page_count)
  const limit = (count: number) => server.app.db.sqlite.execute(`pragma max_page_count = ${count}`)
  limit(pages)
  const name = 'x'.repeat(300)
  const makeBoard = () => server.request('POST', `/api/v1/boards/?board_name=${name}`)
  const answers = []
  for (let at = 0; at < 200 && answers.at(-1) !== 507; at++) answers.push((await makeBoard()).status)
  expect(answers.at(-1)).toBe(507)
  let refused = await upload()
  for (let at = 0; at < 200 && refused.status === 201; at++) refused = await upload()
  expect([refused.status, refused.json]).toEqual([507, { detail: expect.stringContaining('The disk of the server is full') }])
  const stored = (await countImages()) - before
  expect((await readdir(images)).length).toBe(files + stored)
  expect(await readdir(join(images, '.unfinished'))).toEqual([])
  limit(1_000_000)
  expect((await upload()).status).toBe(201)
  expect((await makeBoard()).status).toBe(201)
})
