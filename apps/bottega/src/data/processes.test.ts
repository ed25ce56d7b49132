import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createImageFiles } from '../files/image-files.ts'
import { acquireRootLock } from './lock.ts'
import { findUnknownImages } from './repositories/images.ts'
import { openRootDatabase } from './root-database.ts'

let root: string
const started: { kill(): Promise<void> }[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bottega processes '))
  for (const folder of ['databases', 'backups']) await mkdir(join(root, folder))
})

afterEach(async () => {
  for (const child of started.splice(0)) await child.kill()
  await rm(root, { recursive: true })
})

/** Runs a few lines of TypeScript as a process of its own; `root` is there, and `say` sends a message here. */
async function start(code: string) {
  // packages of npm are looked up from where the file lies
  const folder = join(import.meta.dirname, '../../../../node_modules/.cache/bottega-tests')
  await mkdir(folder, { recursive: true })
  const outfile = join(folder, `${randomUUID()}.mjs`)
  const contents = `
    import { acquireRootLock } from './lock.ts'
    import { openRootDatabase } from './root-database.ts'
    import { transaction } from './database.ts'
    import { createImage, createImages } from './repositories/images.ts'
    import { findSetting, saveSetting } from './repositories/settings.ts'
    const root = process.argv[2]
    const say = (message) => new Promise((resolve) => process.send(message, resolve))
    ${code}`
  const options = { bundle: true, format: 'esm', platform: 'node', target: 'node20.19', packages: 'external' } as const
  await build({ ...options, outfile, stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' } })
  const child = fork(outfile, [root], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const messages: unknown[] = []
  child.on('message', (message) => messages.push(message))
  const process = {
    messages,
    /** Waits until it has said that many things. */
    async heard(count: number) {
      while (messages.length < count)
        await Promise.race([once(child, 'message'), ended.then(([code]) => Promise.reject(Error(`ended: ${code}`)))])
    },
    async exit() {
      return (await ended)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
      await rm(outfile, { force: true })
    },
  }
  started.push(process)
  return process
}

const holdLock = `acquireRootLock(root + '/databases'); say('held'); setInterval(() => {}, 1000)`

test('one server holds a root; the second is refused with advice, and the way is free once the first was killed', async () => {
  const first = await start(holdLock)
  await first.heard(1)
  expect(() => acquireRootLock(join(root, 'databases'), 50)).toThrow(
    expect.objectContaining({ code: 'root_in_use', message: expect.stringContaining(root) }),
  )
  await first.kill()
  acquireRootLock(join(root, 'databases'), 50).release()
})

test('a root can be held once within a process too, and again after it was given back', () => {
  const lock = acquireRootLock(join(root, 'databases'), 50)
  expect(() => acquireRootLock(join(root, 'databases'), 50)).toThrow(expect.objectContaining({ code: 'root_in_use' }))
  lock.release()
  acquireRootLock(join(root, 'databases'), 50).release()
})

test('commands read and write beside the server that holds the root', async () => {
  const lock = acquireRootLock(join(root, 'databases'))
  await (await openRootDatabase(root, { lock })).close()
  const command = await start(`
    const db = await openRootDatabase(root)
    await saveSetting(db, 'a', '1')
    await say(await findSetting(db, 'a'))
    await db.close()
    process.disconnect()`)
  expect(await command.exit()).toBe(0)
  expect(command.messages).toEqual(['1'])
  lock.release()
})

test('a command does not change the tables under a server that holds the root', async () => {
  const lock = acquireRootLock(join(root, 'databases'))
  const command = await start(`
    await openRootDatabase(root).catch((error) => say([error.code, error.message]))
    process.disconnect()`)
  expect(await command.exit()).toBe(0)
  expect(command.messages).toEqual([['root_in_use', expect.stringContaining('End it first')]])
  lock.release()
})

test('several processes that open a new root at once all find it ready', async () => {
  const open = `
    const db = await openRootDatabase(root)
    await say(await db.selectFrom('users').select('user_id').execute())
    await db.close()
    process.disconnect()`
  const all = await Promise.all([start(open), start(open), start(open)])
  expect(await Promise.all(all.map((one) => one.exit()))).toEqual([0, 0, 0])
  for (const one of all) expect(one.messages).toEqual([[{ user_id: 'system' }]])
  expect(await readdir(join(root, 'backups'))).toEqual([])
})

test('two processes that write at once lose nothing and never find the database locked', async () => {
  await (await openRootDatabase(root)).close()
  const add = `
    const db = await openRootDatabase(root)
    for (let at = 0; at < 300; at++) {
      await transaction(db, async (tx) => {
        const before = Number(await findSetting(tx, 'n') ?? 0)
        await saveSetting(tx, 'n', String(before + 1))
      })
    }
    await db.close()
    process.disconnect()`
  const all = await Promise.all([start(add), start(add)])
  expect(await Promise.all(all.map((one) => one.exit()))).toEqual([0, 0])
  const db = await openRootDatabase(root)
  const { value } = await db.selectFrom('settings').select('value').where('key', '=', 'n').executeTakeFirstOrThrow()
  await db.close()
  expect(value).toBe('600')
})

test('a process that is killed while it writes leaves whole transactions, all that it had acknowledged among them', async () => {
  const writer = await start(`
    const lock = acquireRootLock(root + '/databases')
    const db = await openRootDatabase(root, { lock })
    for (let at = 0; ; at++) {
      const images = Array.from({ length: 10 }, (_, place) => ({
        image_name: at + '-' + place + '.png', user_id: 'system', board_id: null, image_origin: 'internal', image_category: 'general',
        width: 1, height: 1, session_id: null, node_id: null, is_intermediate: place % 2, starred: 0, has_workflow: 0, image_subfolder: '',
        created_at: '2026-01-01 00:00:00.000', updated_at: '2026-01-01 00:00:00.000', metadata: '{"fox":' + place + '}',
      }))
      await transaction(db, (tx) => createImages(tx, images))
      await say(at)
    }`)
  await writer.heard(30)
  await writer.kill()

  const db = await openRootDatabase(root)
  const rows = await db.selectFrom('images').select('image_name').execute()
  const counted = await db.selectFrom('image_counts').select(['shelf', 'images']).orderBy('shelf').execute()
  const found = db.sqlite.prepare(`select count(*) as found from image_search where image_search match 'fox'`).all([])
  const [sound] = db.sqlite.prepare('pragma integrity_check').all([])
  await db.close()
  const names = new Set(rows.map(({ image_name }) => image_name))
  for (const at of writer.messages) expect(names).toContain(`${at}-9.png`)
  expect(rows.length % 10).toBe(0)
  expect(counted).toEqual([
    { shelf: 'images', images: rows.length / 2 },
    { shelf: 'intermediate_images', images: rows.length / 2 },
  ])
  expect(found).toEqual([{ found: rows.length }])
  expect(sound).toEqual({ integrity_check: 'ok' })
})

test('a server that is killed while it stores images leaves every image whole and no file without one', async () => {
  const writer = await start(`
    import { createImageFiles } from '../files/image-files.ts'
    const lock = acquireRootLock(root + '/databases')
    const db = await openRootDatabase(root, { lock })
    const files = createImageFiles(root + '/outputs/images')
    for (let at = 0; ; at++) {
      const image_name = at + '.png'
      const content = { png: Buffer.alloc(300_000, at), thumbnail: Buffer.alloc(9_000, at) }
      const image = { image_name, user_id: 'system', image_origin: 'internal', image_category: 'general', width: 1, height: 1 }
      await files.store({ image_name, image_subfolder: '' }, content, () => transaction(db, (tx) => createImage(tx, image)))
      await say(at)
    }`)
  await writer.heard(40)
  await writer.kill()

  const db = await openRootDatabase(root)
  const folder = join(root, 'outputs/images')
  await createImageFiles(folder).finishUnfinished((names) => findUnknownImages(db, names))
  const names = (await db.selectFrom('images').select('image_name').execute()).map(({ image_name }) => image_name).sort()
  await db.close()
  expect(names).toEqual(expect.arrayContaining(writer.messages.map((at) => `${at}.png`)))
  for (const name of names) {
    expect((await stat(join(folder, name))).size).toBe(300_000)
    expect((await stat(join(folder, 'thumbnails', name.replace('.png', '.webp')))).size).toBe(9_000)
  }
  expect((await readdir(folder)).filter((name) => name.endsWith('.png')).sort()).toEqual(names)
  expect(await readdir(join(folder, 'thumbnails'))).toHaveLength(names.length)
  expect(await readdir(join(folder, '.unfinished'))).toEqual([])
})
