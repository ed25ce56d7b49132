import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { transaction } from '../data/database.ts'
import { createErasure } from '../data/repositories/erasures.ts'
import { deleteUser } from '../data/repositories/users.ts'
import { finishErasures } from '../services/accounts/account-deletion.ts'
import { createMaker, type Maker } from '../testing/make-things.ts'
import { addPerson, enqueueAs, expectStatus, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let made = 0

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\nlogin_throttle: false\n' })
  admin = await setUpAdministrator(server)
  // nothing that is asked for is to be done before it is looked at
  await admin.request('PUT', '/api/v1/queue/default/processor/pause')
})
afterAll(() => server.close())

const makerOf = ({ request }: Person): Maker => createMaker({ ...server, request })
const addNext = () => addPerson(server, admin, `person${++made}`)
const remove = (userId: string, query = '') => admin.request('DELETE', `/api/v1/auth/users/${userId}${query}`)

/** Every row of the store that names an account, by table, but for what the audit log and hand-overs remember. */
async function findTraces(userId: string): Promise<string[]> {
  const { sqlite } = server.app.db
  const tables = sqlite.prepare(`select name from sqlite_schema where type = 'table' and sql not like '%virtual table%'`).all([])
  const kept = ['audit_entries', 'transfers']
  return tables
    .map(({ name }) => String(name))
    .filter((name) => !kept.includes(name) && !name.startsWith('sqlite_') && !name.startsWith('image_search'))
    .filter((name) => {
      const columns = sqlite.prepare(`select name from pragma_table_info('${name}')`).all([])
      return columns.some(
        (column) => sqlite.prepare(`select 1 from "${name}" where "${column.name}" = ? limit 1`).all([userId]).length > 0,
      )
    })
}

const listFiles = async () => {
  const { root } = server.app.root
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return files.filter((file) => !file.includes('databases')).sort()
}

/** Somebody who has made one of everything, and what a guest has put on the board of theirs. */
async function addMaker() {
  const [person, guest] = [await addNext(), await addNext()]
  const make = makerOf(person)
  const board = await make.board()
  await person.request('PATCH', `/api/v1/boards/${board}`, { json: { board_visibility: 'public' } })
  const image = await make.image(`&board_id=${board}`)
  const trashed = await make.trashedImage()
  await make.image('&board_id=none')
  const ofGuest = await makerOf(guest).image(`&board_id=${board}`)
  await make.workflowWithPicture()
  await make.stylePreset()
  await make.systemPrompt()
  await make.archive()
  const sum = { id: 'g', nodes: { n: { id: 'n', type: 'add', a: 2, b: 3 } }, edges: [] }
  await enqueueAs(person, sum)
  await person.request('POST', '/api/v1/client_state/default/set_by_key?key=k', { json: 'v' })
  return { person, guest, board, image, trashed, ofGuest }
}

test('without a word the content stays for administrators', async () => {
  const { person, board, image } = await addMaker()
  await expectStatus(remove(person.userId), 204)
  expect((await admin.request('GET', `/api/v1/images/i/${image}`)).status).toBe(200)
  expect((await admin.request('GET', `/api/v1/boards/${board}`)).status).toBe(200)
})

test('erased content leaves neither rows nor files, and nothing of others goes', async () => {
  const before = await listFiles()
  const { person, guest, board, image, trashed, ofGuest } = await addMaker()
  await expectStatus(remove(person.userId, '?content=erase'), 204)

  expect(await findTraces(person.userId)).toEqual([])
  expect((await admin.request('GET', `/api/v1/boards/${board}`)).status).toBe(404)
  const left = (await listFiles()).filter((file) => !before.includes(file))
  // the file and the thumbnail of the guest's picture
  expect(left.map((file) => file.includes(ofGuest.replace('.png', '')))).toEqual([true, true])
  for (const name of [image, trashed]) expect((await admin.request('GET', `/api/v1/images/i/${name}`)).status).toBe(404)
  expect((await admin.request('POST', '/api/v1/images/restore', { json: { image_names: [trashed] } })).status).toBe(404)
  expect((await guest.request('GET', `/api/v1/images/i/${ofGuest}`)).json).not.toHaveProperty('board_id')
})

test('erasing that a death cut short goes on at the next start', async () => {
  const { person } = await addMaker()
  // what is stored when a process dies right after the account is gone
  await transaction(server.app.db, async (tx) => {
    await deleteUser(tx, person.userId)
    await createErasure(tx, person.userId)
  })
  await finishErasures(server.app)
  expect(await findTraces(person.userId)).toEqual([])
})

test('content goes to somebody together with the deletion, and can go back to administrators', async () => {
  const { person, guest, board, image } = await addMaker()
  await expectStatus(remove(person.userId, `?content=transfer&to_user_id=${guest.userId}`), 204)
  for (const path of [`boards/${board}`, `images/i/${image}`]) {
    expect((await guest.request('GET', `/api/v1/${path}`)).status).toBe(200)
  }
  const { json } = await admin.request('GET', '/api/v1/admin/transfers?limit=1')
  const [transfer] = (json as { items: { id: string }[] }).items
  expect(transfer).toMatchObject({ from_user_id: person.userId, from_name: null, to_user_id: guest.userId, images: 3, boards: 1 })
  await expectStatus(admin.request('POST', `/api/v1/admin/transfers/${transfer?.id}/undo`), 200)
  expect((await admin.request('GET', `/api/v1/images/i/${image}`)).status).toBe(200)
  const row = await server.app.db.selectFrom('images').select('user_id').where('image_name', '=', image).executeTakeFirst()
  expect(row?.user_id).toBe(person.userId)
})

test('a fate that makes no sense is refused, and the account stays', async () => {
  const person = await addNext()
  for (const query of [
    '?content=sell',
    '?content=transfer',
    `?content=transfer&to_user_id=${person.userId}`,
    '?content=transfer&to_user_id=system',
  ]) {
    expect((await remove(person.userId, query)).status).toBe(422)
  }
  const unknown = await remove(person.userId, '?content=transfer&to_user_id=nobody')
  expect([unknown.status, unknown.json]).toEqual([404, { detail: 'User not found' }])
  expect((await remove('system', '?content=erase')).status).toBe(400)
  expect((await remove(admin.userId, '?content=erase')).status).toBe(400)
  expect((await person.request('GET', '/api/v1/auth/me')).status).toBe(200)
})

test('somebody who uploads while they are erased leaves nothing', async () => {
  const person = await addNext()
  const make = makerOf(person)
  await make.image()
  const [erased] = await Promise.all([
    remove(person.userId, '?content=erase'),
    ...Array.from({ length: 5 }, () => make.image().catch(() => undefined)),
  ])
  expect(erased.status).toBe(204)
  expect(await findTraces(person.userId)).toEqual([])
})

test('the audit log tells what happened to the content', async () => {
  const person = await addNext()
  await remove(person.userId, '?content=erase')
  const { json } = await admin.request('GET', '/api/v1/audit?action=user_deleted&limit=1')
  expect((json as { items: object[] }).items[0]).toMatchObject({
    target_id: person.userId,
    details: { email: person.email, content: 'erase' },
  })
})
