import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataExport } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createMaker, type Maker, pictureForm } from '../testing/make-things.ts'
import { addPerson, expectStatus, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let made = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
})
afterAll(() => server.close())

const makerOf = ({ request }: Person): Maker => createMaker({ ...server, request })
const addNext = () => addPerson(server, admin, `person${++made}`)

async function start({ request }: Person, path = '/api/v1/auth/me/export'): Promise<DataExport> {
  return (await expectStatus(request('POST', path), 202)).json
}
const listOf = async ({ request }: Person): Promise<DataExport[]> => (await request('GET', '/api/v1/auth/me/exports')).json
const fetchBy = ({ request }: Person, { bulk_download_item_name: name }: DataExport) =>
  request('GET', `/api/v1/images/download/${encodeURIComponent(name)}`)

/** Waits until an archive can be fetched, and fetches it; nothing in it is compressed. */
async function read(person: Person, started: DataExport): Promise<string> {
  await expect.poll(async () => (await listOf(person))[0]?.status).toBe('complete')
  return (await expectStatus(fetchBy(person, started), 200)).bytes.toString('latin1')
}

test('an archive holds all that somebody owns, and no secrets', async () => {
  const [ann, bert] = [await addNext(), await addNext()]
  const make = makerOf(ann)
  const board = await make.board()
  await ann.request('PATCH', `/api/v1/boards/${board}`, { json: { board_visibility: 'public', board_name: 'Foxes at dawn' } })
  const form = await pictureForm('file', { metadata: '{"positive_prompt":"a fox in the snow"}' })
  const upload = `/api/v1/images/upload?image_category=general&is_intermediate=false&board_id=${board}`
  const { image_name } = (await expectStatus(ann.request('POST', upload, { body: form }), 201)).json as { image_name: string }
  const trashed = await make.trashedImage()
  const ofBert = await makerOf(bert).image(`&board_id=${board}`)
  const [workflow, preset, prompt] = [await make.workflowWithPicture(), await make.stylePreset(), await make.systemPrompt()]
  await ann.request('POST', '/api/v1/client_state/default/set_by_key?key=looks', { json: 'dark as night' })

  const started = await start(ann)
  expect(started).toMatchObject({
    user_id: ann.userId,
    bulk_download_item_name: expect.stringMatching(/^bottega_Display_of_person\d+_.*\.zip$/),
  })
  const archive = await read(ann, started)
  for (const name of [
    'README.txt',
    `images/${image_name}`,
    `trash/${trashed}`,
    `workflows/${workflow}.webp`,
    `style_presets/${preset}.webp`,
  ]) {
    expect(archive).toContain(name)
  }
  for (const text of [ann.email, 'a fox in the snow', 'Foxes at dawn', 'dark as night', prompt, workflow, 'Times are UTC']) {
    expect(archive).toContain(text)
  }
  const { password_hash } = await server.app.db
    .selectFrom('users')
    .select('password_hash')
    .where('user_id', '=', ann.userId)
    .executeTakeFirstOrThrow()
  for (const text of [password_hash, 'argon2', ann.token, ofBert, bert.userId, bert.email]) expect(archive).not.toContain(text)
})

test('it is for who asked for it and for administrators, not for others', async () => {
  const [ann, bert] = [await addNext(), await addNext()]
  await makerOf(ann).image()
  const started = await start(ann)
  await read(ann, started)
  expect((await fetchBy(bert, started)).status).toBe(403)
  expect((await fetchBy(admin, started)).status).toBe(200)
  expect(await listOf(bert)).toEqual([])
  expect((await bert.request('POST', `/api/v1/auth/users/${ann.userId}/export`)).status).toBe(403)
})

test('an administrator takes along what somebody else owns', async () => {
  const ann = await addNext()
  const image = await makerOf(ann).image()
  const started = await start(admin, `/api/v1/auth/users/${ann.userId}/export`)
  expect(started.user_id).toBe(ann.userId)
  expect(await read(admin, started)).toContain(`images/${image}`)
  expect(await listOf(ann)).toEqual([])
  expect((await admin.request('POST', '/api/v1/auth/users/nobody/export')).status).toBe(404)
  const query = `action=content_exported&actor_id=${admin.userId}`
  const { json: audit } = await expectStatus(admin.request('GET', `/api/v1/audit?${query}`), 200)
  expect(audit).toMatchObject({ total: 1, items: [{ outcome: 'success', target_type: 'user', target_id: ann.userId }] })
  const { json: told } = await expectStatus(ann.request('GET', '/api/v1/auth/me/access-log'), 200)
  expect(told).toMatchObject([{ kind: 'export', opened_by: admin.userId, noted_at: null }])
  // what one packs oneself is nothing to tell
  await start(ann, '/api/v1/auth/me/export')
  expect((await ann.request('GET', '/api/v1/auth/me/access-log')).json).toHaveLength(1)
})

test('an archive that cannot be begun is neither in the audit log nor told to the owner', async () => {
  const ann = await addNext()
  const { sqlite } = server.app.db
  const refusal = `before insert on bulk_downloads begin select raise(abort, 'the disk is full'); end`
  sqlite.prepare(`create temp trigger no_archives ${refusal}`).all([])
  try {
    await expectStatus(admin.request('POST', `/api/v1/auth/users/${ann.userId}/export`), 500)
  } finally {
    sqlite.prepare('drop trigger no_archives').all([])
  }
  const { items } = (await admin.request('GET', '/api/v1/audit?action=content_exported')).json as {
    items: { target_id: string }[]
  }
  expect(items.filter(({ target_id }) => target_id === ann.userId)).toEqual([])
  expect((await ann.request('GET', '/api/v1/auth/me/access-log')).json).toEqual([])
})

test('an archive whose end cannot be stored is told as failed, and made anew once there is room', async () => {
  const ann = await addNext()
  const { sqlite } = server.app.db
  const refusal = `before update on bulk_downloads begin select raise(abort, 'the disk is full'); end`
  sqlite.prepare(`create temp trigger no_ends ${refusal}`).all([])
  try {
    await start(ann)
    await expect
      .poll(async () => (await listOf(ann))[0])
      .toMatchObject({ status: 'error', error: expect.stringContaining('full') })
  } finally {
    sqlite.prepare('drop trigger no_ends').all([])
  }
  await read(ann, await start(ann))
})

test('a new archive takes the place of the former one', async () => {
  const ann = await addNext()
  const first = await start(ann)
  await read(ann, first)
  const second = await start(ann)
  await read(ann, second)
  expect(await listOf(ann)).toHaveLength(1)
  expect((await fetchBy(ann, first)).status).toBe(404)
})

test('an account that is erased leaves no archive behind, be it under way', async () => {
  const ann = await addNext()
  const make = makerOf(ann)
  for (let at = 0; at < 5; at++) await make.image()
  await read(ann, await start(ann))
  await start(ann)
  const files = async () =>
    (await readdir(join(server.root, 'cache/downloads'))).filter((name) => name.includes(`person${made}_`))
  await expectStatus(admin.request('DELETE', `/api/v1/auth/users/${ann.userId}?content=erase`), 204)
  await expect.poll(files).toEqual([])
})
