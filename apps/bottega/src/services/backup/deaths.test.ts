import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runProgram, startServing } from '@bottega/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { acquireRootLock, holdFiles } from '../../data/lock.ts'
import { hashFile } from '../../files/hashed-copy.ts'
import { refuseUnfinishedReplacement } from '../../files/replacement.ts'
import { openRoot } from '../../main.ts'
import { createMaker } from '../../testing/make-things.ts'
import { startTemporaryServer } from '../../testing/temporary-server.ts'
import { listBackups } from './kept-backups.ts'
import { restoreBackup, undoRestore } from './restore-backup.ts'
import { runBackup } from './run-backup.ts'
import { verifyBackup } from './verify-backup.ts'

/*
 * `bottega restore` and `bottega backup` are killed before one act on the disk after the other: the program is the built one, and a
 * module that is loaded before it counts its acts and kills it at the one that is ordered.
 */

const dist = inject('dist')
const ALL = { withImages: true, withModels: false, withSecrets: true }

/** More moments by BOTTEGA_CRASH_ROUNDS, the same once more by BOTTEGA_CRASH_SEED. */
const ROUNDS = Number(process.env.BOTTEGA_CRASH_ROUNDS ?? 6)
const SEED = Number(process.env.BOTTEGA_CRASH_SEED ?? Date.now() % 1_000_000)

/** Counts the acts from the first that fits a pattern on, and dies before the one of the ordered number, or within a removal. */
const COUNTING = `
import { appendFileSync, promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
const { ACTS_FROM, ACTS_FILE, DEATH_AT } = process.env
const die = () => process.kill(process.pid, 'SIGKILL')
let count = 0
for (const name of ['open', 'mkdir', 'rename', 'link', 'rm', 'rmdir', 'unlink', 'cp', 'writeFile', 'chmod']) {
  const act = promises[name]
  promises[name] = (...args) => {
    const said = name + ' ' + args[0] + ' ' + (name === 'rename' ? args[1] : '')
    if (count === 0 && !new RegExp(ACTS_FROM).test(said)) return act(...args)
    count++
    appendFileSync(ACTS_FILE, said + '\\n')
    if (count !== Number(DEATH_AT)) return act(...args)
    if (name === 'rm') setImmediate(die)
    else {
      die()
      // nothing more is done until the signal has arrived
      for (;;);
    }
    return act(...args)
  }
}
syncBuiltinESMExports()
`

let place: string
let counting: string
/** A root, and a backup of it when it held less. */
let root: string
let backup: string
/** What lies in the root, and in one that was restored from the backup. */
let before: Record<string, string>
let restored: Record<string, string>

beforeAll(async () => {
  place = await fs.mkdtemp(join(tmpdir(), 'bottega deaths é '))
  counting = join(place, 'counting.mjs')
  await fs.writeFile(counting, COUNTING)
  const server = await startTemporaryServer(dist, { settings: '# mine\n' })
  const make = createMaker(server)
  await make.workflowWithPicture()
  await make.stylePreset()
  await make.image()
  const kept = join(place, 'kept')
  backup = (await runBackup(server.app, { ...ALL, folder: kept })).path
  await make.stylePreset()
  await make.image()
  const later = await runBackup(server.app, { ...ALL, folder: kept })
  await server.close()
  root = join(place, 'root')
  await restoreBackup(later.path, root, { force: false })
  await (await openRoot(root, {})).close()
  before = await readFiles(root)
  restored = await readFiles(await restoreInto(await copyRoot()))
  expect(restored).not.toEqual(before)
})
afterAll(() => fs.rm(place, { recursive: true }))

let targets = 0
const nameTarget = () => join(place, `target ${++targets}`)

async function copyRoot(): Promise<string> {
  const target = nameTarget()
  await fs.cp(root, target, { recursive: true })
  return target
}

async function restoreInto(target: string): Promise<string> {
  await restoreBackup(backup, target, { force: true })
  return target
}

/** Files below a folder with hashes of their bytes, without what is set aside, unfinished, or says that a process has the folder. */
async function readFiles(folder: string): Promise<Record<string, string>> {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const names = files.filter((file) => !/\.part\/|before-restore-|\.lock$|-journal$|-shm$|-wal$/.test(relative(folder, file)))
  const hashes = names.map(async (file) => [relative(folder, file), (await hashFile(file)).sha256] as const)
  return Object.fromEntries((await Promise.all(hashes)).sort())
}

/** Runs the built program, to be killed at an act; tells whether it was, and which acts there were. */
async function run(args: readonly string[], { from = '', at = 0 } = {}) {
  const ACTS_FILE = join(place, `acts ${++targets}`)
  await fs.writeFile(ACTS_FILE, '')
  const env = { NODE_OPTIONS: `--import=${pathToFileURL(counting)}`, ACTS_FROM: from, ACTS_FILE, DEATH_AT: String(at) }
  const end = await runProgram(dist, args, { cwd: place, env })
  const acts = (await fs.readFile(ACTS_FILE, 'utf8')).trimEnd().split('\n')
  if (end.signal !== 'SIGKILL') expect([args, end]).toEqual([args, expect.objectContaining({ exitCode: 0, stderr: '' })])
  return { isKilled: end.signal === 'SIGKILL', acts }
}

/** Deaths at every act that follows one, until the program gets through. */
async function dieAtEach(
  from: string,
  prepare: () => Promise<readonly string[]>,
  look: (act: string, number: number) => unknown,
) {
  for (let at = 1; ; at++) {
    const { isKilled, acts } = await run(await prepare(), { from, at })
    await look(acts.at(-1) ?? '', at)
    if (!isKilled) return at
  }
}

/** Random acts of one uninterrupted run. */
async function drawActs(args: readonly string[]): Promise<number[]> {
  const { acts } = await run(args)
  const draw = (round: number) => createHash('sha256').update(`${SEED} ${round}`).digest().readUInt32BE() % acts.length
  return Array.from({ length: ROUNDS }, (_, round) => draw(round) + 1)
}

/** What a root refuses to be opened with; undefined when it is whole. */
const refusal = (target: string) =>
  refuseUnfinishedReplacement(target).then(
    () => undefined,
    (error: Error) => error.message,
  )

/** Holds a root whose restore was killed against what it may be; every second time it is put back, else the restore is done again. */
async function lookAfterDeath(target: string, former: Record<string, string>, isEven: boolean, force: boolean): Promise<void> {
  const said = await refusal(target)
  if (said === undefined) {
    const now = await readFiles(target)
    expect([former, restored]).toContainEqual(now)
  } else {
    expect(said).toContain(`bottega restore "${backup}" --root "${target}" --force`)
    expect(said).toContain(`bottega restore --undo --root "${target}"`)
  }
  if (isEven) {
    expect(await undoRestore(target)).toBe(said !== undefined)
    expect(await refusal(target)).toBeUndefined()
    if (said !== undefined) expect(await readFiles(target)).toEqual(former)
  }
  const isFull = said === undefined && Object.keys(await readFiles(target)).length > 0
  // one that had done its work and was killed while it tidied up has filled the root
  if (isFull && !force) return void expect(await readFiles(target)).toEqual(restored)
  await restoreBackup(backup, target, { force })
  expect(await refusal(target)).toBeUndefined()
  expect(await readFiles(target)).toEqual(restored)
}

test('a restore over a root, killed at any act of the exchange, can be done again and taken back', {
  timeout: 300_000,
}, async () => {
  let target = ''
  const prepare = async () => {
    target = await copyRoot()
    return ['restore', backup, '--root', target, '--force']
  }
  let refused = 0
  const acts = await dieAtEach('^open .*restore-unfinished', prepare, async (_act, at) => {
    if ((await refusal(target)) !== undefined) refused++
    await lookAfterDeath(target, before, at % 2 === 0, true)
    await fs.rm(target, { recursive: true })
  })
  // one for each of what is exchanged at least
  expect(refused).toBeGreaterThan(10)
  expect(acts).toBeGreaterThan(refused)
})

test('a restore into an empty root, killed at any act of the exchange, can be done again without force', {
  timeout: 300_000,
}, async () => {
  let target = ''
  const prepare = async () => {
    target = nameTarget()
    return ['restore', backup, '--root', target]
  }
  await dieAtEach('^open .*restore-unfinished', prepare, async (_act, at) => {
    await lookAfterDeath(target, {}, at % 2 === 0, false)
    await fs.rm(target, { recursive: true })
  })
})

test(`a restore that is killed while it copies has changed nothing (seed ${SEED}, ${ROUNDS} rounds)`, {
  timeout: 300_000,
}, async () => {
  for (const force of [true, false]) {
    const prepare = async () => {
      const target = force ? await copyRoot() : nameTarget()
      return { target, args: ['restore', backup, '--root', target, ...(force ? ['--force'] : [])] }
    }
    for (const at of await drawActs((await prepare()).args)) {
      const { target, args } = await prepare()
      const { isKilled } = await run(args, { at })
      expect([at, isKilled]).toEqual([at, true])
      await lookAfterDeath(target, force ? before : {}, at % 2 === 0, force)
    }
  }
})

test('what the program says after a killed restore is what helps', { timeout: 120_000 }, async () => {
  for (const way of ['again', 'back'] as const) {
    const target = await copyRoot()
    const killed = await run(['restore', backup, '--root', target, '--force'], { from: '^rename .*databases', at: 1 })
    expect(killed.isKilled).toBe(true)
    let said = ''
    for (const args of [['serve', '--port', '0'], ['userlist'], ['doctor'], ['backup', '--to', join(place, 'kept')]]) {
      const refused = await runProgram(dist, [...args, '--root', target], { cwd: place })
      said = refused.stdout + refused.stderr
      expect([args, refused.exitCode, said]).toEqual([args, 1, expect.stringContaining('was cut off')])
    }
    const commands = [...said.matchAll(/: bottega (restore .*)/g)].map(([, words = '']) => words)
    const words = (way === 'again' ? commands[0] : commands[1])?.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', ''))
    expect(await runProgram(dist, words ?? [], { cwd: place })).toMatchObject({ exitCode: 0, stderr: '' })
    const served = await startServing(dist, target)
    const { total } = (await (await fetch(`${served.url}/api/v1/images/?limit=1`)).json()) as { total: number }
    await served.stop()
    expect([way, total]).toEqual([way, way === 'again' ? 1 : 2])
  }
})

test('to undo is refused together with anything else, and does nothing where nothing was cut off', async () => {
  const target = await copyRoot()
  const undo = (...more: string[]) => runProgram(dist, ['restore', ...more, '--undo', '--root', target], { cwd: place })
  expect(await undo()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('was cut off.') })
  expect(await undo('--force')).toMatchObject({ exitCode: 2 })
  expect(await undo(backup)).toMatchObject({ exitCode: 2 })
  expect(await runProgram(dist, ['restore', '--root', target], { cwd: place })).toMatchObject({ exitCode: 2 })
  const killed = await run(['restore', backup, '--root', target, '--force'], { from: '^rename .*style_presets', at: 1 })
  expect(killed.isKilled).toBe(true)
  const lock = acquireRootLock(join(target, 'databases'))
  expect(await undo()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Another process uses the root') })
  lock.release()
  expect(await undo()).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('as it was') })
  expect(await readFiles(target)).toEqual(before)
})

test('two restores within one second set aside what each of them found', async () => {
  const target = await copyRoot()
  const asides = [await restoreBackup(backup, target, { force: true }), await restoreBackup(backup, target, { force: true })]
  expect(new Set(asides.map(({ aside }) => aside)).size).toBe(2)
  expect(await readFiles(target)).toEqual(restored)
  expect(await readFiles(join(asides[0]?.aside ?? '', 'outputs'))).not.toEqual({})
})

/** What a look at a folder says: sound, or why it is no backup. */
async function verify(path: string): Promise<string> {
  return verifyBackup(path).then(
    ({ problems }) => problems[0] ?? 'sound',
    (error: Error) => error.message,
  )
}

/** Folders of backups that were being made or removed. */
async function listHalves(folder: string): Promise<string[]> {
  return (await fs.readdir(folder)).filter((name) => name.endsWith('.part')).map((name) => join(folder, name))
}

/** Holds a folder with two backups, of which a run with `--keep 2` was killed, against what it may be; the next run ends well. */
async function lookAtBackups(folder: string): Promise<{ readonly half: number; readonly whole: number }> {
  const kept = await listBackups(folder)
  expect(kept.length).toBeGreaterThanOrEqual(2)
  for (const { path } of kept) expect([path, await verify(path)]).toEqual([path, 'sound'])
  const words: string[] = []
  for (const half of await listHalves(folder)) {
    words.push(await verify(half))
    // only one that has everything and lacks its name alone is called sound, and it is
    if (words.at(-1) === 'sound') {
      const target = nameTarget()
      await restoreBackup(half, target, { force: false })
      expect(Object.keys(await readFiles(target))).toEqual(Object.keys(before).filter((name) => name !== 'secrets/jwt.key'))
    } else expect(words.at(-1)).toMatch(/is no backup|holds no|is gone|damaged|cannot be read|missing|not|instead of/)
    // it is old enough to be taken away
    await fs.utimes(half, new Date(0), new Date(0))
  }
  holdFiles(join(root, 'databases')).release()
  await run(['backup', '--root', root, '--to', folder, '--keep', '2'])
  const after = await listBackups(folder)
  expect([after.length, await listHalves(folder)]).toEqual([2, []])
  for (const { path } of after) expect([path, await verify(path)]).toEqual([path, 'sound'])
  return { half: words.filter((word) => word !== 'sound').length, whole: words.filter((word) => word === 'sound').length }
}

test(`a backup that is killed is told from a whole one, and the next one ends well (seed ${SEED}, ${ROUNDS} rounds)`, {
  timeout: 300_000,
}, async () => {
  const folder = nameTarget()
  const args = ['backup', '--root', root, '--to', folder, '--keep', '2']
  for (let count = 0; count < 2; count++) await run(args)
  let half = 0
  for (const at of await drawActs(args)) {
    await run(args, { at })
    half += (await lookAtBackups(folder)).half
  }
  expect(half).toBeGreaterThan(0)
  // at each act of giving it its name, and of taking the oldest away
  const whole: number[] = []
  const acts = await dieAtEach(
    '^rename .*bottega-backup-',
    async () => args,
    async () => {
      whole.push((await lookAtBackups(folder)).whole)
    },
  )
  expect([acts > 3, whole[0]]).toEqual([true, 1])
})
