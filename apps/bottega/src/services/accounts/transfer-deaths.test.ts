import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as letOthersIn } from 'node:timers/promises'
import { type ProgramProcess, runProgram, type ServingProgram, startProgram, startServing } from '@bottega/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { transaction } from '../../data/database.ts'
import { createImage } from '../../data/repositories/images.ts'
import { openSqlite, type Sqlite } from '../../data/sqlite.ts'
import { openRoot } from '../../main.ts'
import { createMaker } from '../../testing/make-things.ts'
import { startTemporaryServer } from '../../testing/temporary-server.ts'

/*
 * Many images go from one account to another and back, and whoever does it, a server or a command, is killed on the way: as soon as a
 * random number of images has gone, or at a random moment before the first. What is stored is looked at after the death, and after the
 * next start, the same act once more, or the way back.
 */

/** More deaths by BOTTEGA_CRASH_ROUNDS, the same once more by BOTTEGA_CRASH_SEED. */
const ROUNDS = Number(process.env.BOTTEGA_CRASH_ROUNDS ?? 3)
const SEED = Number(process.env.BOTTEGA_CRASH_SEED ?? Date.now() % 1_000_000)
/** Enough for a dozen transactions. */
const IMAGES = 6000
const PASSWORD = 'Passage of many 7'
const [ADMIN, GIVER, TAKER] = ['ada@people.test', 'gil@people.test', 'tom@people.test']

const dist = inject('dist')
let place: string
let root: string
let watch: Sqlite
let ids: Readonly<Record<string, string>>
let drawn = 0

/** A number below a limit, the same for a seed. */
const draw = (limit: number) => createHash('sha256').update(`${SEED} ${drawn++}`).digest().readUInt32BE() % limit
const bottega = (...args: string[]) => runProgram(dist, [...args, '--root', root], { cwd: place })

beforeAll(async () => {
  place = await fs.mkdtemp(join(tmpdir(), 'bottega hand-overs é '))
  root = join(place, 'root')
  await fs.mkdir(root)
  await fs.writeFile(join(root, 'bottega.yaml'), 'multiuser: true\nlogin_throttle: false\n')
  for (const [email, ...more] of [[ADMIN, '--admin'], [GIVER], [TAKER]] as const) {
    expect(await bottega('useradd', '--email', email, '--password', PASSWORD, ...more)).toMatchObject({ exitCode: 0 })
  }
  const opened = await openRoot(root, {})
  const users = await opened.db.selectFrom('users').select(['email', 'user_id']).execute()
  await opened.close()
  ids = Object.fromEntries(users.map(({ email, user_id }) => [email, user_id]))
  await fill()
  watch = openSqlite(join(root, 'databases/bottega.db'), 'reader')
})
afterAll(async () => {
  watch.close()
  await fs.rm(place, { recursive: true })
})

/** One uploaded picture under many names, half of them on a board. */
async function fill(): Promise<void> {
  const server = await startTemporaryServer(dist)
  const name = await createMaker(server).image()
  const folder = join(root, 'outputs/images')
  const paths = [
    join(server.root, 'outputs/images', name),
    join(server.root, 'outputs/images/thumbnails', name.replace('.png', '.webp')),
  ]
  const opened = await openRoot(root, {})
  const [full = '', thumbnail = ''] = paths
  await fs.copyFile(full, join(place, 'full'))
  await fs.copyFile(thumbnail, join(place, 'thumbnail'))
  await server.close()
  await transaction(opened.db, async (tx) => {
    const user_id = ids[GIVER] ?? ''
    await tx.insertInto('boards').values({ board_id: 'board', board_name: 'Many', user_id }).execute()
    for (let index = 0; index < IMAGES; index++) {
      const board_id = index % 2 === 0 ? 'board' : null
      const more = { image_origin: 'external', image_category: 'general', width: 8, height: 8 } as const
      await createImage(tx, { image_name: nameOf(index), user_id, board_id, ...more })
    }
  })
  await opened.close()
  for (let index = 0; index < IMAGES; index++) {
    await fs.link(join(place, 'full'), join(folder, nameOf(index)))
    await fs.link(join(place, 'thumbnail'), join(folder, 'thumbnails', nameOf(index).replace('.png', '.webp')))
  }
}

const nameOf = (index: number) => `0b0f4f6c-6e5c-4f3b-9d8e-${String(index).padStart(12, '0')}.png`

const countOf = (sql: string, ...values: string[]) => Number(watch.prepare(sql).all(values)[0]?.count)
const imagesOf = (email: string) => countOf('select count(*) as count from images where user_id = ?', ids[email] ?? '')
const boardsOf = (email: string) => countOf('select count(*) as count from boards where user_id = ?', ids[email] ?? '')
/** The latest hand-over. */
const findTransfer = () => {
  const [row] = watch.prepare('select transfer_id, state, images from transfers order by created_at desc limit 1').all([])
  return row as { transfer_id: string; state: string; images: number } | undefined
}
const transferCount = () => countOf('select count(*) as count from transfers')

/** What has to be true at every moment. @returns where everything is; undefined where it is on its way */
function look(): 'giver' | 'taker' | undefined {
  const [giver, taker, transfer] = [imagesOf(GIVER), imagesOf(TAKER), findTransfer()]
  expect(giver + taker).toBe(IMAGES)
  expect(watch.prepare('pragma integrity_check').all([])).toEqual([{ integrity_check: 'ok' }])
  expect(watch.prepare('pragma foreign_key_check').all([])).toEqual([])
  // what is kept counted is what counting gives
  for (const email of [GIVER, TAKER]) {
    const kept = countOf('select coalesce(sum(images), 0) as count from image_counts where user_id = ?', ids[email] ?? '')
    expect([email, kept]).toEqual([email, imagesOf(email)])
  }
  // the hand-over knows each image that has gone and no other
  const known = countOf(
    `select count(*) as count from transfer_images join transfers using (transfer_id) join images on images.id = image_id
     where transfer_id = ? and images.user_id = to_user_id`,
    transfer?.transfer_id ?? '',
  )
  const remembered = countOf('select count(*) as count from transfer_images where transfer_id = ?', transfer?.transfer_id ?? '')
  if (transfer !== undefined && transfer.state !== 'undone') expect([known, remembered]).toEqual([taker, taker])
  // the board goes with the first transaction, in either direction
  const isWithTaker = transfer?.state === 'moving' || transfer?.state === 'done'
  expect([boardsOf(GIVER), boardsOf(TAKER)]).toEqual(isWithTaker ? [0, 1] : [1, 0])
  if (transfer === undefined || transfer.state === 'undone') {
    expect([giver, taker]).toEqual([IMAGES, 0])
    return 'giver'
  }
  if (transfer.state !== 'done') return undefined
  expect([giver, taker, transfer.images]).toEqual([0, IMAGES, IMAGES])
  return 'taker'
}

interface Session {
  request(method: string, path: string, json?: unknown): Promise<{ readonly status: number; readonly json: never }>
}

async function signIn({ url }: ServingProgram, email: string): Promise<Session> {
  let authorization = ''
  const request: Session['request'] = async (method, path, json) => {
    const headers = { 'content-type': 'application/json', ...(authorization !== '' && { authorization }) }
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers,
      body: json === undefined ? null : JSON.stringify(json),
    })
    const text = answer.headers.get('content-type')?.startsWith('application/json') ? await answer.json() : undefined
    await answer.body?.cancel().catch(() => {})
    return { status: answer.status, json: text as never }
  }
  const { token }: { token: string } = (await request('POST', 'auth/login', { email, password: PASSWORD })).json
  authorization = `Bearer ${token}`
  return { request }
}

/** Both accounts see what is theirs and nothing else, its files are there, and their queues work. */
async function lookThroughServer(server: ServingProgram): Promise<void> {
  const owner = look()
  for (const [email, isOwner] of [
    [GIVER, owner === 'giver'],
    [TAKER, owner === 'taker'],
  ] as const) {
    const { request } = await signIn(server, email)
    const { total }: { total: number } = (await request('GET', 'images/?limit=1')).json
    expect([email, total]).toEqual([email, isOwner ? IMAGES : 0])
    for (const path of ['full', 'thumbnail']) {
      const { status } = await request('GET', `images/i/${nameOf(draw(IMAGES))}/${path}`)
      expect([email, path, isOwner ? status === 200 : [403, 404].includes(status)]).toEqual([email, path, true])
    }
    const graph = { id: 'g', nodes: { n: { id: 'n', type: 'add', a: draw(1000), b: 1 } }, edges: [] }
    const { item_ids }: { item_ids: number[] } = (
      await request('POST', 'queue/default/enqueue_batch', { batch: { graph, runs: 1 }, prepend: false })
    ).json
    const read = async () => ((await request('GET', `queue/default/i/${item_ids[0]}`)).json as { status: string }).status
    await expect.poll(read).toBe('completed')
  }
  const files = await fs.readdir(join(root, 'outputs/images'))
  expect(files.filter((name) => name.endsWith('.png')).length).toBe(IMAGES)
}

/** Kills a process as soon as so many images have gone their way, or at a random moment before. */
async function killOnTheWay(pid: number, isOver: () => boolean, hasGone: () => number, begins: () => boolean): Promise<void> {
  const goal = draw(4) === 0 ? 0 : draw(IMAGES)
  const isEarly = goal === 0 && draw(2) === 0
  // a command takes a while until it has begun
  for (let looks = 0, patience = draw(60); !isOver(); looks++) {
    if (isEarly ? looks > patience : begins() && hasGone() >= goal) break
    await letOthersIn()
  }
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it was done already
  }
}

/** An act that somebody does, and is killed over. */
async function dieOver(who: 'server' | 'command', act: 'hand over' | 'undo'): Promise<void> {
  const before = transferCount()
  const transfer = findTransfer()
  const begins = () => (act === 'undo' ? findTransfer()?.state === 'undoing' : transferCount() > before)
  const hasGone = () => imagesOf(act === 'undo' ? GIVER : TAKER)
  if (who === 'command') {
    const args = act === 'undo' ? ['undo', transfer?.transfer_id ?? ''] : ['transfer', '--from', GIVER, '--to', TAKER]
    const child: ProgramProcess = startProgram(dist, ['assets', ...args, '--root', root], { cwd: place })
    let isOver = false
    const ended = child.ended.finally(() => {
      isOver = true
    })
    await killOnTheWay(child.pid, () => isOver, hasGone, begins)
    await ended
    return
  }
  const server = await startServing(dist, root, { flags: ['--log-level', 'error'] })
  const { request } = await signIn(server, ADMIN)
  let isOver = false
  const path = act === 'undo' ? `admin/transfers/${transfer?.transfer_id}/undo` : 'admin/transfers'
  const json = act === 'undo' ? undefined : { from_user_id: ids[GIVER], to_user_id: ids[TAKER] }
  const asked = request('POST', path, json)
    .catch(() => {})
    .finally(() => {
      isOver = true
    })
  await killOnTheWay(server.pid, () => isOver, hasGone, begins)
  await asked
  await server.ended
  server.endGroup()
}

/** Starts a server, which ends what was cut short, and looks at what it then says. */
async function startAndLook(expected: 'giver' | 'taker'): Promise<void> {
  const server = await startServing(dist, root, { flags: ['--log-level', 'error'] })
  try {
    await expect.poll(look, { timeout: 60_000 }).toBe(expected)
    await lookThroughServer(server)
  } finally {
    await server.stop()
  }
}

let cut = 0

/** A hand-over that is killed, and what ends it. */
async function handOver(who: 'server' | 'command', how: 'start' | 'again' | 'back'): Promise<void> {
  await dieOver(who, 'hand over')
  const where = look()
  if (where === undefined) cut++
  const transfer = findTransfer()
  // nothing had begun yet
  const isNothing = where === 'giver'
  if (how === 'start' && !isNothing) await startAndLook('taker')
  if (how === 'back' && !isNothing) {
    expect(await bottega('assets', 'undo', transfer?.transfer_id ?? '')).toMatchObject({ exitCode: 0, stderr: '' })
    expect(look()).toBe('giver')
  }
  if (look() === 'taker') return
  const before = transferCount()
  const again = await bottega('assets', 'transfer', '--from', GIVER, '--to', TAKER)
  expect(again).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining(`${IMAGES} images, 1 board.`) })
  // it was the one that had been cut off
  if (where === undefined && how === 'again')
    expect([transferCount(), findTransfer()?.transfer_id]).toEqual([before, transfer?.transfer_id])
  expect(look()).toBe('taker')
}

/** Its undo, killed too. */
async function takeBack(who: 'server' | 'command', how: 'start' | 'again'): Promise<void> {
  await dieOver(who, 'undo')
  const where = look()
  if (where === undefined) cut++
  const transfer = findTransfer()
  if (how === 'start' && where === undefined) await startAndLook('giver')
  if (look() !== 'giver') {
    const { exitCode, stderr } = await bottega('assets', 'undo', transfer?.transfer_id ?? '')
    // one that was cut off is ended, and it was taken back before
    expect([exitCode, stderr]).toEqual(where === 'taker' ? [0, ''] : [1, 'error: This transfer was undone before\n'])
  }
  expect(look()).toBe('giver')
}

test.each(['server', 'command'] as const)(
  `a hand-over and its undo, over which a %s is killed, leave nothing between two accounts (seed ${SEED}, ${ROUNDS} rounds)`,
  { timeout: 120_000 * ROUNDS },
  async (who) => {
    for (let round = 0; round < ROUNDS; round++) {
      await handOver(who, (['start', 'again', 'back'] as const)[round % 3] ?? 'start')
      await takeBack(who, round % 2 === 0 ? 'again' : 'start')
    }
    await startAndLook('giver')
  },
)

test('some of these deaths came while images were on their way', () => {
  expect(cut).toBeGreaterThan(0)
})
