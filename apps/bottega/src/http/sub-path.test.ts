import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { makeGraph } from '../testing/graphs.ts'
import { openListener } from '../testing/listener.ts'
import { pictureForm } from '../testing/make-things.ts'
import { type SubPathProxy, startProxy } from '../testing/proxy.ts'
import { openStudio, type Studio } from '../testing/studio.ts'

let studio: Studio

beforeAll(async () => {
  studio = await openStudio(inject('dist'), { settings: 'base_url: /studio\n' })
})
afterAll(() => studio.close())

describe.each([
  { strips: false, keepsHost: true },
  { strips: false, keepsHost: false },
  { strips: true, keepsHost: true },
  { strips: true, keepsHost: false },
])('behind a proxy with a sub-path (strips it: $strips, keeps the host: $keepsHost)', (options) => {
  let proxy: SubPathProxy
  let origin: string

  beforeAll(async () => {
    proxy = await startProxy(studio.url, '/studio', options)
    origin = new URL(proxy.url).origin
  })
  afterAll(() => proxy.close())

  /** Asks as a page does that was opened at the proxy. */
  const ask = (path: string, { headers, ...init }: RequestInit = {}) =>
    fetch(new URL(path, `${proxy.url}/`), { ...init, headers: { origin, ...headers } })

  test('pages read and change', async () => {
    expect(await (await ask('api/v1/app/version')).json()).toEqual({ version: '6.14.0' })
    const made = await ask('api/v1/boards/?board_name=behind', { method: 'POST' })
    expect(made.status).toBe(201)
    expect((await ask('openapi.json')).status).toBe(200)
    expect((await ask('health/ready')).status).toBe(200)
    expect(await (await ask('api/v1/nothing')).json()).toEqual({ detail: 'Not Found' })
    const foreign = await ask('api/v1/boards/?board_name=x', { method: 'POST', headers: { origin: 'http://foreign.example' } })
    expect(foreign.status).toBe(403)
  })

  test('an upload is found under every address that the answer tells', async () => {
    const uploaded = await ask('api/v1/images/upload?image_category=user&is_intermediate=false', {
      method: 'POST',
      body: await pictureForm('file'),
    })
    expect(uploaded.status).toBe(201)
    const image = (await uploaded.json()) as Readonly<Record<string, string>>
    const urls = (await (await ask(`api/v1/images/i/${image.image_name}/urls`)).json()) as Readonly<Record<string, string>>
    const told = [image.image_url, image.thumbnail_url, urls.image_url, urls.thumbnail_url, uploaded.headers.get('location')]
    for (const address of told) {
      const file = await ask(address ?? '')
      expect([address, file.status]).toEqual([address, 200])
      expect(await sharp(Buffer.from(await file.arrayBuffer())).metadata()).toMatchObject({ width: 8, height: 8 })
    }
  })

  test('covers and pictures of presets are found too', async () => {
    const form = await pictureForm('image', { data: '{"name":"p","positive_prompt":"","negative_prompt":"","type":"user"}' })
    const preset = (await (await ask('api/v1/style_presets/', { method: 'POST', body: form })).json()) as { image: string }
    expect((await ask(preset.image)).headers.get('content-type')).toBe('image/webp')
  })

  test('an archive is fetched', async () => {
    const { image_name } = (await (
      await ask('api/v1/images/upload?image_category=user&is_intermediate=false', {
        method: 'POST',
        body: await pictureForm('file'),
      })
    ).json()) as { image_name: string }
    const listener = await openListener(proxy.url)
    const begun = await ask('api/v1/images/download', {
      method: 'POST',
      body: JSON.stringify({ image_names: [image_name] }),
      headers: { 'content-type': 'application/json' },
    })
    const { bulk_download_item_name: name } = (await begun.json()) as { bulk_download_item_name: string }
    await listener.hear('bulk_download_complete', (told) => told.bulk_download_item_name === name)
    listener.close()
    expect((await ask(`api/v1/images/download/${name}`)).headers.get('content-type')).toBe('application/zip')
  })

  test.each(['websocket', 'polling'])('sockets of its pages hear by %s, those of others are refused', async (transport) => {
    const listener = await openListener(proxy.url, { transports: [transport], extraHeaders: { origin } })
    const { item_id } = await studio.run(makeGraph([{ id: 'sum', type: 'add', a: 1, b: 1 }]))
    await listener.hear('invocation_complete', (told) => told.item_id === item_id)
    listener.close()
    const foreign = openListener(proxy.url, { transports: [transport], extraHeaders: { origin: 'http://foreign.example' } })
    await expect(foreign).rejects.toThrow()
  })
})

test('the host that somebody else than a proxy claims is not believed', async () => {
  const bare = await openStudio(inject('dist'), { settings: 'forwarded_allow_ips: []\n' })
  const extraHeaders = { origin: 'http://foreign.example', 'x-forwarded-host': 'foreign.example' }
  const opening = openListener(bare.url, { extraHeaders })
  await expect(opening).rejects.toThrow()
  const made = await bare.request('POST', '/api/v1/boards/?board_name=x', { headers: extraHeaders })
  expect(made.status).toBe(403)
  await bare.close()
})
