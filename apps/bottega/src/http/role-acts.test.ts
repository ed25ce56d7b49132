import type { AccountOpening, AuditEntry } from '@bottega/contracts'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createMaker, type Maker, WORKFLOW } from '../testing/make-things.ts'
import { addPerson, expectStatus, type Person, setUpAdministrator } from '../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

let server: TemporaryServer
let admin: Person
let ann: Person
let make: Maker

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  admin = await setUpAdministrator(server)
  ann = await addPerson(server, admin, 'ann')
  make = createMaker({ ...server, request: ann.request })
})
afterAll(() => server.close())

async function readNotices({ request }: Person): Promise<AccountOpening[]> {
  return (await expectStatus(request('GET', '/api/v1/auth/me/access-log'), 200)).json as AccountOpening[]
}
async function readLog(): Promise<AuditEntry[]> {
  const { json } = await admin.request('GET', '/api/v1/audit?action=content_changed')
  return (json as { items: AuditEntry[] }).items
}
const tell = ({ kind, what, amount }: AccountOpening) => [kind, what, amount]

test('what an administrator does to things of others is told to the owner in few notices, and logged by kind and number', async () => {
  const [board, images] = [await make.board(), [await make.image(), await make.image(), await make.image()]]
  const { json } = await expectStatus(ann.request('POST', '/api/v1/workflows/', { json: { workflow: WORKFLOW } }), 200)
  const { workflow_id }: { workflow_id: string } = json
  const act = (method: string, path: string, body?: unknown, status = 200) =>
    expectStatus(admin.request(method, `/api/v1/${path}`, body === undefined ? {} : { json: body }), status)

  // looking is nothing to tell
  await act('GET', `images/i/${images[0]}`)
  await act('POST', 'images/star', { image_names: images })
  await act('PATCH', `images/i/${images[0]}`, { starred: false })
  await act('POST', 'board_images/batch', { board_id: board, image_names: images }, 201)
  await act('PATCH', `boards/${board}`, { board_name: 'Secret name' }, 201)
  await act('DELETE', `workflows/i/${workflow_id}`)
  await act('POST', 'images/delete', { image_names: [images[0]] })
  await act('DELETE', `boards/${board}?include_images=true`)
  await act('DELETE', 'images/trash', { image_names: [images[0]] })

  const notices = await readNotices(ann)
  expect(notices.map(tell).sort()).toEqual([
    ['changed', 'board', 1],
    ['changed', 'image', 4],
    ['deleted', 'board', 1],
    ['deleted', 'image', 4],
    ['deleted', 'workflow', 1],
    ['moved', 'image', 3],
  ])
  expect(new Set(notices.map(({ opened_by }) => opened_by))).toEqual(new Set([admin.userId]))
  const log = await readLog()
  expect(log.map(({ details }) => details).reverse()).toEqual([
    { act: 'changed', image: 3 },
    { act: 'changed', image: 1 },
    { act: 'moved', image: 3 },
    { act: 'changed', board: 1 },
    { act: 'deleted', workflow: 1 },
    { act: 'deleted', image: 1 },
    { act: 'deleted', image: 2 },
    { act: 'deleted', board: 1 },
    { act: 'deleted', image: 1 },
  ])
  expect(log.every(({ actor_id, target_id }) => actor_id === admin.userId && target_id === ann.userId)).toBe(true)

  // what the owner has taken note of is told anew
  for (const { id } of notices) await ann.request('POST', `/api/v1/auth/me/access-log/${id}/noted`)
  await act('PATCH', `images/i/${await make.image()}`, { starred: true })
  expect((await readNotices(ann)).filter(({ noted_at }) => noted_at === null).map(tell)).toEqual([['changed', 'image', 1]])
})

test('on boards that are shared with them administrators work as others do, and what is refused or their own is not told', async () => {
  const before = [(await readLog()).length, (await readNotices(ann)).length]
  const board = await make.board()
  const shared = await make.image(`&board_id=${board}`)
  const json = { user_id: admin.userId, permission: 'admin' }
  await expectStatus(ann.request('POST', `/api/v1/boards/${board}/share`, { json }), 201)
  await expectStatus(admin.request('PATCH', `/api/v1/images/i/${shared}`, { json: { starred: true } }), 200)
  await expectStatus(admin.request('PATCH', `/api/v1/boards/${board}`, { json: { board_name: 'Ours' } }), 201)
  await expectStatus(admin.request('POST', '/api/v1/images/delete', { json: { image_names: [shared] } }), 200)

  const own = await createMaker({ ...server, request: admin.request }).image()
  await expectStatus(admin.request('POST', '/api/v1/images/star', { json: { image_names: [own] } }), 200)
  const bob = await addPerson(server, admin, 'bob')
  expect((await bob.request('DELETE', `/api/v1/images/i/${await make.image()}`)).status).toBe(403)
  expect((await admin.request('PATCH', `/api/v1/images/i/${await make.image()}`, { json: { starred: 'x' } })).status).toBe(422)
  expect([(await readLog()).length, (await readNotices(ann)).length]).toEqual(before)
})
