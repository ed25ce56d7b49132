import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { createMaker } from '../../testing/make-things.ts'
import { addPerson, setUpAdministrator } from '../../testing/people.ts'
import { startTemporaryServer, type TemporaryServer } from '../../testing/temporary-server.ts'

const PASSWORD = 'Passage of somebody 7'

let root: string
let server: TemporaryServer | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega assets é '))
})
afterEach(async () => {
  await server?.close()
  server = undefined
  await rm(root, { recursive: true, force: true })
})

async function bottega(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const command = [join(inject('dist'), 'program.js'), ...args, '--root', server?.root ?? root]
  const child = spawn(process.execPath, command, { stdio: 'pipe' })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code, out, err }
}
const add = (email: string) => bottega('useradd', '--email', email, '--password', PASSWORD)
const transfer = (from: string, to: string, ...more: string[]) =>
  bottega('assets', 'transfer', '--from', from, '--to', to, ...more)

test('a root that no server has opened has nothing to hand over', async () => {
  await add('ann@example.test')
  expect(await bottega('assets', 'list')).toMatchObject({ code: 0, out: 'Nothing has been handed over yet.\n' })
  expect(await transfer('system', 'ann@example.test', '--dry-run')).toEqual({
    ...{ code: 0, err: '' },
    out: 'This would hand over from system to ann@example.test: nothing. Nothing was changed.\n',
  })
})

test('what was made without accounts goes to somebody, and back, beside a running server', async () => {
  server = await startTemporaryServer(inject('dist'))
  const make = createMaker(server)
  const board = await make.board()
  const [image] = [await make.image(`&board_id=${board}`), await make.image()]
  await add('ann@example.test')
  const dry = await transfer('system', 'ann@example.test', '--dry-run', '--json')
  expect(JSON.parse(dry.out)).toMatchObject({ id: null, images: 2, boards: 1 })

  const byName = await transfer('system', 'ann@example.test', '--board', 'b', '--json')
  const { id } = JSON.parse(byName.out) as { id: string }
  expect(JSON.parse(byName.out)).toMatchObject({ images: 1, boards: 1, dry_run: false })
  const owner = await server.app.db.selectFrom('images').select('user_id').where('image_name', '=', image).executeTakeFirst()
  expect(owner?.user_id).not.toBe('system')
  expect((await bottega('assets', 'list')).out).toMatch(new RegExp(`${id} .* ann@example.test +1 image, 1 board +done`))

  expect(await bottega('assets', 'undo', id)).toMatchObject({ code: 0, out: 'Gave back: 1 image, 1 board.\n' })
  expect(await bottega('assets', 'undo', id)).toMatchObject({ code: 1, err: 'error: This transfer was undone before\n' })
  expect(await transfer('system', 'ann@example.test')).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^Handed over from system to ann@example.test: 2 images, 1 board\.\nTo take it back: bottega assets undo \S+\n$/,
    ),
  })
})

test('days are those of the calendar, both included', async () => {
  server = await startTemporaryServer(inject('dist'))
  await createMaker(server).image()
  await add('ann@example.test')
  const now = new Date()
  const day = (offset: number) => {
    const at = new Date(now.getFullYear(), now.getMonth(), now.getDate() + offset)
    return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  }
  const count = async (...span: string[]) =>
    (JSON.parse((await transfer('system', 'ann@example.test', '--dry-run', '--json', ...span)).out) as { images: number }).images
  expect(await count('--since', day(-1), '--until', day(1))).toBe(1)
  expect(await count('--since', day(2))).toBe(0)
  expect(await count('--until', day(-2))).toBe(0)
})

test('wrong usage ends with 2, and what is refused with 1', async () => {
  await add('ann@example.test')
  await add('bert@example.test')
  for (const args of [
    ['assets'],
    ['assets', 'transfer'],
    ['assets', 'transfer', '--from', 'system'],
    ['assets', 'transfer', '--from', 'system', '--to', 'ann@example.test', '--since', 'yesterday'],
    ['assets', 'transfer', '--from', 'system', '--to', 'ann@example.test', '--since', '2026-02-31'],
    ['assets', 'undo'],
    ['assets', 'sell'],
    ['userdel', '--email', 'ann@example.test', '--force', '--content', 'sell'],
    ['userdel', '--email', 'ann@example.test', '--force', '--content', 'transfer'],
    ['userdel', '--email', 'ann@example.test', '--force', '--to', 'bert@example.test'],
  ]) {
    expect([args, (await bottega(...args)).code]).toEqual([args, 2])
  }
  for (const [from, to, reason] of [
    ['nobody@example.test', 'ann@example.test', "No user found with email 'nobody@example.test'"],
    ['system', 'nobody@example.test', "No user found with email 'nobody@example.test'"],
    ['ann@example.test', 'ANN@example.test', 'has the content already'],
    ['ann@example.test', 'system@system.invokeai', 'takes nothing over'],
  ] as const) {
    const { code, err } = await transfer(from, to)
    expect([code, err]).toEqual([1, expect.stringContaining(reason)])
  }
  const noBoard = await transfer('system', 'ann@example.test', '--board', 'nothing')
  expect([noBoard.code, noBoard.err]).toEqual([1, 'error: Board not found\n'])
})

test('an account is deleted with what it has made, or hands it over', async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'multiuser: true\n' })
  const admin = await setUpAdministrator(server)
  const [ann, bert] = [await addPerson(server, admin, 'ann'), await addPerson(server, admin, 'bert')]
  await createMaker({ ...server, request: ann.request }).image()
  const deleted = await bottega('userdel', '--email', ann.email, '--content', 'transfer', '--to', bert.email, '--force')
  expect(deleted).toMatchObject({ code: 0 })
  const ofBert = await bert.request('GET', '/api/v1/images/')
  expect(ofBert.json).toMatchObject({ total: 1 })
  expect(await bottega('userdel', '--email', bert.email, '--content', 'erase', '--force')).toMatchObject({ code: 0 })
  expect((await admin.request('GET', '/api/v1/images/?scope=all')).json).toMatchObject({ total: 0 })
})
