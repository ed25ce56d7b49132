import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { listPngChunks } from '../pictures/png-chunks.ts'
import { insertPngTexts, readPngTexts } from '../pictures/png-text.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, expectStatus, type Person, setUpAdministrator } from '../testing/people.ts'
import { type Answer, startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let owner: Person
let make: Maker

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlog_level: debug\n' })
  admin = await setUpAdministrator(server)
  owner = await addPerson(server, admin, 'owner')
  make = createMaker({ ...server, request: owner.request })
})
afterAll(() => server.close())

interface Link {
  readonly id: string
  readonly token: string
  readonly url: string
  readonly boardId: string
  readonly imageName: string
}

const follow = (token: string, path = '', headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  server.request('GET', `/api/v1/public/${token}${path}`, { headers })
const filesOf = ({ imageName }: Pick<Link, 'imageName'>) => ['full', 'thumbnail'].map((kind) => `/images/${imageName}/${kind}`)
const linksOf = (boardId: string) => `/api/v1/boards/${boardId}/links`

/** An image of random colours with a prompt, a workflow and a graph written into it. */
async function upload(boardId: string, { isIntermediate = false } = {}): Promise<{ name: string; pixels: Buffer }> {
  const noise = Buffer.from(Array.from({ length: 64 * 64 * 3 }, () => Math.floor(Math.random() * 256)))
  const plain = await sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    .png()
    .toBuffer()
  const texts = ['invokeai_metadata', 'invokeai_workflow', 'invokeai_graph'].map((keyword) => ({
    keyword,
    text: JSON.stringify({ nodes: [], edges: [], positive_prompt: 'secretprompt' }),
  }))
  const png = insertPngTexts(plain, [...texts, { keyword: 'Comment', text: 'secretprompt' }])
  const body = new FormData()
  body.set('file', new Blob([Uint8Array.from(png)], { type: 'image/png' }), 'a.png')
  const path = `/api/v1/images/upload?image_category=general&is_intermediate=${isIntermediate}&board_id=${boardId}`
  const { json } = await expectStatus(owner.request('POST', path, { body }), 201)
  return { name: (json as { image_name: string }).image_name, pixels: noise }
}

describe('a link', () => {
  let link: Link
  beforeEach(async () => {
    link = await make.link()
  })

  test('shows the images of its board to anybody, and names nobody', async () => {
    const hidden = await upload(link.boardId, { isIntermediate: true })
    const elsewhere = await make.image()
    const answer = await follow(link.token)
    expect(answer).toMatchObject({
      status: 200,
      json: {
        board: { board_name: 'b', image_count: 1 },
        items: [{ image_name: link.imageName, width: 8, height: 8 }],
        ...{ offset: 0, limit: 50, total: 1 },
      },
    })
    const { items }: { items: [Readonly<Record<string, string>>] } = answer.json
    expect(Object.keys(items[0]).sort()).toEqual(
      ['image_name', 'width', 'height', 'created_at', 'image_url', 'thumbnail_url'].sort(),
    )
    for (const trace of [owner.userId, owner.email, 'Display of owner', link.boardId, link.id]) {
      expect(answer.bytes.includes(trace)).toBe(false)
    }
    for (const url of [items[0].image_url, items[0].thumbnail_url]) {
      expect(url).toMatch(`api/v1/public/${link.token}/`)
      const file = await server.request('GET', `/${url}`)
      expect(file.status).toBe(200)
      expect(file.headers.get('cache-control')).toBe('private, no-store')
      expect(file.headers.get('referrer-policy')).toBe('no-referrer')
    }
    for (const name of [hidden.name, elsewhere, 'nothing.png']) {
      for (const path of filesOf({ imageName: name })) expect((await follow(link.token, path)).status).toBe(404)
    }
  })

  test('gives pages of the board, newest first', async () => {
    const second = await make.image(`&board_id=${link.boardId}`)
    expect((await follow(link.token, '?limit=1')).json).toMatchObject({ items: [{ image_name: second }], limit: 1, total: 2 })
    expect((await follow(link.token, '?limit=1&offset=1')).json).toMatchObject({ items: [{ image_name: link.imageName }] })
    expect((await follow(link.token, '?limit=1001')).status).toBe(422)
  })

  test('gives every pixel of an image and nothing that is written into its file, also in parts', async () => {
    const { name, pixels } = await upload(link.boardId)
    const path = `/images/${name}/full`
    const { bytes, headers } = await follow(link.token, path)
    expect(await sharp(bytes).raw().toBuffer()).toEqual(pixels)
    expect(headers.get('content-length')).toBe(String(bytes.length))
    expect(await readPngTexts(bytes, ['invokeai_metadata', 'invokeai_workflow', 'invokeai_graph', 'Comment'])).toEqual({})
    expect(listPngChunks(bytes)?.filter(({ type }) => /^[a-z]/.test(type))).toEqual([])
    // while its owner has all of it
    const own = (await owner.request('GET', `/api/v1/images/i/${name}/full`)).bytes
    expect(
      Object.keys(await readPngTexts(own, ['invokeai_metadata', 'invokeai_workflow', 'invokeai_graph', 'Comment'])),
    ).toHaveLength(4)

    for (const [range, part] of [
      ['bytes=0-9', bytes.subarray(0, 10)],
      ['bytes=30-5000', bytes.subarray(30, 5001)],
      ['bytes=-20', bytes.subarray(-20)],
    ] as const) {
      const answer = await follow(link.token, path, { range })
      expect([range, answer.status, answer.bytes.equals(part)]).toEqual([range, 206, true])
    }
  })

  test('leads to the page for those who follow it, which no engine keeps and which tells nobody of it', async () => {
    expect(link.url).toBe(`${server.url}/link/${link.token}`)
    const page = await server.request('GET', `/link/${link.token}`)
    expect(page.status).toBe(200)
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'; style-src 'self'/)
    expect(page.bytes.includes(link.token)).toBe(false)
  })

  test('is listed while it is open, without its token, and closed by whoever may manage the board', async () => {
    const expected = { id: link.id, board_id: link.boardId, expires_at: null, has_password: false }
    const list = await owner.request('GET', linksOf(link.boardId))
    expect(list.json).toMatchObject([expected])
    expect(list.bytes.includes(link.token)).toBe(false)
    expect((await follow(link.token)).status).toBe(200)
    await expectStatus(owner.request('DELETE', `${linksOf(link.boardId)}/${link.id}`), 204)
    for (const path of ['', ...filesOf(link)]) {
      expect(await follow(link.token, path)).toMatchObject({ status: 404, json: { detail: 'Link not found' } })
    }
    expect((await owner.request('GET', linksOf(link.boardId))).json).toEqual([])
    const again = await owner.request('DELETE', `${linksOf(link.boardId)}/${link.id}`)
    expect(again).toMatchObject({ status: 404, json: { detail: 'Link not found' } })
  })

  test('of one board is not closed by way of another', async () => {
    const other = await make.board()
    expect((await owner.request('DELETE', `${linksOf(other)}/${link.id}`)).status).toBe(404)
    expect((await follow(link.token)).status).toBe(200)
  })

  test('opens nothing but its board', async () => {
    const headers = { authorization: `Bearer ${link.token}` }
    for (const path of ['/boards/?all=true', `/images/i/${link.imageName}`, `/images/i/${link.imageName}/full`]) {
      expect((await server.request('GET', `/api/v1${path}`, { headers })).status).toBe(401)
    }
    expect((await server.request('DELETE', `/api/v1/public/${link.token}`)).status).toBe(404)
  })

  test('leaves its token in no log, no row and no line of the audit log', async () => {
    await follow(link.token)
    await follow(link.token, '/images/unknown.png/full')
    await server.request('GET', `/link/${link.token}`)
    await server.request('POST', `/api/v1/public/${link.token}`)
    const audit = await admin.request('GET', '/api/v1/audit?action=link_created&limit=1')
    expect(audit.json).toMatchObject({
      items: [{ actor_id: owner.userId, target_type: 'board', target_id: link.boardId, details: { link_id: link.id } }],
    })
    const { sqlite } = server.app.db
    const rows = JSON.stringify(['board_links', 'audit_entries'].map((table) => sqlite.prepare(`select * from ${table}`).all([])))
    for (const text of [server.log.join('\n'), rows, audit.bytes.toString()]) expect(text).not.toContain(link.token)
  })
})

test('a link that nobody made, that ran out, or whose board or owner is gone, is not found in the same words', async () => {
  const leaver = await addPerson(server, admin, 'leaver')
  const makeLeavers = createMaker({ ...server, request: leaver.request })
  const [deleted, disabled, expired] = [await make.link(), await makeLeavers.link(), await make.link()]
  await owner.request('DELETE', `/api/v1/boards/${deleted.boardId}`)
  await admin.request('PATCH', `/api/v1/auth/users/${leaver.userId}`, { json: { is_active: false } })
  server.app.db.sqlite.prepare("update board_links set expires_at = '2026-01-01 00:00:00.000' where id = ?").run([expired.id])
  for (const { token, imageName } of [{ ...deleted, token: 'x'.repeat(43) }, deleted, disabled, expired]) {
    for (const path of ['', ...filesOf({ imageName })]) {
      const { status, bytes } = await follow(token, path)
      expect([status, bytes.toString()]).toEqual([404, '{"detail":"Link not found"}'])
    }
  }
  await admin.request('PATCH', `/api/v1/auth/users/${leaver.userId}`, { json: { is_active: true } })
  expect((await follow(disabled.token)).status).toBe(200)
  await admin.request('DELETE', `/api/v1/auth/users/${leaver.userId}`)
  expect((await follow(disabled.token)).status).toBe(404)
})

test('the end of a link lies ahead, in any time zone', async () => {
  const links = linksOf(await make.board())
  const post = (json: object) => owner.request('POST', links, { json })
  expect((await post({ expires_at: '2020-01-01T00:00:00Z' })).json).toEqual({ detail: 'expires_at lies in the past' })
  expect((await post({ expires_at: 'tomorrow' })).status).toBe(422)
  expect((await post({ expires_at: '2999-01-01T01:00:00+01:00' })).json).toMatchObject({ expires_at: '2999-01-01T00:00:00.000Z' })
})

describe('a link with a password', () => {
  const PASSWORD = 'Пароль für alle'
  const bytesOf = (text: string) => Buffer.from(text).toString('latin1')
  let link: Link
  beforeEach(async () => {
    link = await make.link({ password: PASSWORD })
  })

  test('opens list and files to whoever sends it', async () => {
    const headers = { 'x-link-password': bytesOf(PASSWORD) }
    for (const path of ['', ...filesOf(link)]) {
      const detail = 'Link password required: send it as X-Link-Password'
      expect(await follow(link.token, path)).toMatchObject({ status: 401, json: { detail } })
      expect(await follow(link.token, path, { 'x-link-password': 'wrong' })).toMatchObject({ status: 401, json: { detail } })
      expect((await follow(link.token, path, headers)).status).toBe(200)
    }
    expect((await owner.request('GET', linksOf(link.boardId))).json).toMatchObject([{ has_password: true }])
  })

  test('is not found without it once it is closed', async () => {
    await owner.request('DELETE', `${linksOf(link.boardId)}/${link.id}`)
    expect((await follow(link.token, '', { 'x-link-password': bytesOf(PASSWORD) })).status).toBe(404)
  })

  test('makes those wait who guess, and nobody else', async () => {
    const other = await make.link({ password: 'another' })
    const statuses: number[] = []
    for (let guess = 0; guess < 12; guess++)
      statuses.push((await follow(link.token, '', { 'x-link-password': `${guess}` })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
    const refused = await follow(link.token, '', { 'x-link-password': bytesOf(PASSWORD) })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await follow(other.token, '', { 'x-link-password': 'another' })).status).toBe(200)
    // and they sign in as ever
    const json = { email: owner.email, password: owner.password }
    expect((await server.request('POST', '/api/v1/auth/login', { json })).status).toBe(200)
  })

  test('is hashed with Argon2id, and refuses what no header can carry', async () => {
    const row = server.app.db.sqlite.prepare('select password_hash from board_links where id = ?').all([link.id])
    expect(JSON.stringify(row)).toContain('$argon2id$')
    for (const password of ['', '   ', 'two\nlines', 'x'.repeat(1025)]) {
      expect((await owner.request('POST', linksOf(link.boardId), { json: { password } })).status).toBe(422)
    }
  })
})

test('a link that is closed between two requests has shown its last', async () => {
  const link = await make.link()
  const { images } = server.app
  const { open } = images
  images.open = async (place, kind) => {
    const file = await open(place, kind)
    if (place.image_name === link.imageName)
      await expectStatus(owner.request('DELETE', `${linksOf(link.boardId)}/${link.id}`), 204)
    return file
  }
  try {
    // what was asked before it was closed is answered
    expect((await follow(link.token, `/images/${link.imageName}/full`)).status).toBe(200)
  } finally {
    images.open = open
  }
  for (const path of ['', ...filesOf(link)]) expect((await follow(link.token, path)).status).toBe(404)
})

test('a link that a guest made ends with the right to make it, and those of the owner stay', async () => {
  const board = await make.board()
  const guest = await addPerson(server, admin, 'link-guest')
  const share = (permission: string) =>
    expectStatus(owner.request('POST', `/api/v1/boards/${board}/share`, { json: { user_id: guest.userId, permission } }), 201)
  const makeLink = async (who: Person): Promise<{ id: string; token: string }> =>
    (await expectStatus(who.request('POST', linksOf(board), { json: {} }), 201)).json
  const opens = async ({ token }: { token: string }) => (await follow(token)).status
  const [ofOwner, ofAdmin] = [await makeLink(owner), await makeLink(admin)]

  await share('admin')
  const lowered = await makeLink(guest)
  expect(await opens(lowered)).toBe(200)
  await share('write')
  expect(await opens(lowered)).toBe(404)

  // to be allowed again brings nothing back
  await share('admin')
  expect(await opens(lowered)).toBe(404)
  const withdrawn = await makeLink(guest)
  await expectStatus(admin.request('PATCH', `/api/v1/auth/users/${guest.userId}`, { json: { is_active: false } }), 200)
  expect(await opens(withdrawn)).toBe(404)
  await expectStatus(admin.request('PATCH', `/api/v1/auth/users/${guest.userId}`, { json: { is_active: true } }), 200)
  expect(await opens(withdrawn)).toBe(200)
  await expectStatus(owner.request('DELETE', `/api/v1/boards/${board}/share/${guest.userId}`), 204)
  expect(await opens(withdrawn)).toBe(404)
  const { items } = (await admin.request('GET', '/api/v1/audit?action=link_revoked')).json as { items: object[] }
  expect(items[0]).toMatchObject({ target_id: board, details: { link_id: withdrawn.id, made_by: guest.userId } })

  await share('admin')
  const orphaned = await makeLink(guest)
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${guest.userId}`), 204)
  expect(await opens(orphaned)).toBe(404)
  expect(await Promise.all([ofOwner, ofAdmin].map(opens))).toEqual([200, 200])
  expect((await owner.request('GET', linksOf(board))).json).toHaveLength(2)
})
