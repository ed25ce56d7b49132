import { createHash } from 'node:crypto'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, inject, onTestFailed, onTestFinished, test } from 'vitest'
import { acquireRootLock } from '../../data/lock.ts'
import { type CrashClient, createCrashClient } from './crash-client.ts'
import { type CrashRoot, openCrashRoot, QUEUE } from './crash-root.ts'
import { CRASH_POINTS, type CrashPointName } from './points.ts'

/*
 * The whole server with its worker, on one root, dies at every named point. Each death is followed by a start, after which everything
 * has to be right and goes on.
 */

interface Stage {
  readonly root: CrashRoot
  readonly client: CrashClient
}

/** What somebody does until the process dies, or all is done. */
type Scene = (stage: Stage) => Promise<unknown>

/** The programs that die, under the names that those of a build have. */
const sources = {
  server: new URL('./crashing-server.ts', import.meta.url),
  worker: new URL('./crashing-worker.ts', import.meta.url),
  reader: new URL('../../data/reader.ts', import.meta.url),
}

let folder: string
let stage: Stage | undefined

beforeAll(async () => {
  // packages of npm are looked up from where the files lie
  folder = await mkdtemp(join(import.meta.dirname, '../../../../../node_modules/.cache/bottega-crashes-'))
  await symlink(join(inject('dist'), 'web'), join(folder, 'web'))
  await build({
    entryPoints: Object.fromEntries(Object.entries(sources).map(([name, url]) => [name, fileURLToPath(url)])),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    plugins: [
      {
        name: 'npm packages stay outside, as in the build',
        setup({ onResolve }) {
          onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
            kind === 'entry-point' || /^(@bottega\/|kysely$)/.test(path) ? undefined : { path, external: true },
          )
        },
      },
    ],
  })
})
afterAll(async () => {
  await stage?.root.remove()
  await rm(folder, { recursive: true })
})

const openRoot = () => openCrashRoot(join(folder, 'server.js'))

/** The stage of the last test, or a fresh one when that one failed. */
async function openStage(): Promise<Stage> {
  onTestFailed(async () => {
    await stage?.root.remove()
    stage = undefined
  })
  if (stage === undefined) {
    const root = await openRoot()
    stage = { root, client: createCrashClient(root) }
  }
  return stage
}

const draw: Scene = ({ client }) => client.enqueue()
const paint: Scene = ({ client }) => client.enqueue('painting')

/** With a worker that is not there yet. */
const paintAnew: Scene = async ({ root, client }) => {
  expect(await root.stop()).toBe(0)
  await root.start()
  await client.enqueue('painting')
}

/** Enqueues, and acts as soon as the first item runs. */
const whileDrawing =
  (act: (stage: Stage, itemIds: readonly number[]) => Promise<unknown>): Scene =>
  async (stage) => {
    const itemIds = (await stage.client.enqueue()) ?? []
    await stage.root.hear(({ name, itemId }) => name === 'invocation_started' && itemId === itemIds[0])
    await act(stage, itemIds)
  }

const cancelFirst = whileDrawing(({ client }, [first = 0]) => client.cancel(first))
const deleteFirst = whileDrawing(({ client }, [first = 0]) => client.delete(first))
const retrySecond = whileDrawing(async ({ client }, [, second = 0]) => {
  await client.cancel(second)
  await client.retry([second])
})
const pause = whileDrawing(({ client }) => client.pause())

const scenes: Partial<Record<CrashPointName, Scene>> = {
  'a model is being loaded': paintAnew,
  'within a step of denoising': paint,
  'the result of a node is cached': paint,
  'a worker starts': paintAnew,
  'a worker loads a model': paintAnew,
  'a worker is within a step of denoising': paint,
  'a worker has cached the result of a node': paint,
  'before a cancel is committed': cancelFirst,
  'after a cancel is committed, before the worker is told': cancelFirst,
  'a worker takes a cancel': cancelFirst,
  'a worker is told to stop': cancelFirst,
  'before a deletion is committed': deleteFirst,
  'after a deletion is committed': whileDrawing(({ client }) => client.clear()),
  'before a retry is committed': retrySecond,
  'after a retry is committed': retrySecond,
  'before a pause is stored': pause,
  'after a pause is stored': pause,
}

/** Points that are only reached after another death. */
const before: Partial<Record<CrashPointName, CrashPointName>> = {
  'before what was lost is put back': 'a node has begun',
  'after what was lost is put back': 'a claim is told',
  'before a picture of a dead attempt is removed': 'between two nodes, one picture saved',
  'before the removal of pictures is noted': 'a worker is between two nodes, one picture saved',
}

test.each(Object.keys(CRASH_POINTS) as CrashPointName[])('nothing is lost or done twice by a death when %s', async (name) => {
  const { root, client } = await openStage()
  if (!root.isAlive) await root.start()
  const first = before[name]
  root.order(...(first === undefined ? [] : [CRASH_POINTS[first]]), CRASH_POINTS[name])
  await (scenes[name] ?? draw)({ root, client })
  if (CRASH_POINTS[name].kills === 'server') {
    await root.waitForDeath()
    expect(await client.findViolations(false)).toEqual([])
  }
  await root.drain()
  expect(root.isOver).toBe(true)
  expect(await client.findViolations(true)).toEqual([])
})

test('after all these deaths a server ends in order, its root is free, and no worker is left', async () => {
  const { root, client } = await openStage()
  if (!root.isAlive) await root.start()
  expect(await root.stop()).toBe(0)
  acquireRootLock(join(root.path, 'databases')).release()
  await expect.poll(() => root.findOrphans()).toEqual([])
  expect(await client.findViolations(true)).toEqual([])
})

test('an item that dies twice fails with the reason, and the others go on', async () => {
  const root = await openRoot()
  onTestFinished(() => root.remove())
  const client = createCrashClient(root, { mayFail: true })
  await root.start()
  root.order(CRASH_POINTS['a worker is between two nodes, one picture saved'], CRASH_POINTS['a node has begun'])
  const [first = 0, second = 0] = (await client.enqueue()) ?? []
  await root.waitForDeath()
  await root.drain()
  const shown = async (itemId: number) => (await root.ask('GET', `${QUEUE}/i/${itemId}`))?.json
  expect(await shown(first)).toMatchObject({
    status: 'failed',
    attempt: 2,
    error_type: 'WorkerDied',
    error_message: expect.stringContaining('for the second time'),
  })
  expect(await shown(second)).toMatchObject({ status: 'completed', attempt: 1 })
  expect(await client.findViolations(true)).toEqual([])
})

test('a pause that was answered is still there after a death', async () => {
  const { root, client } = await openStage()
  if (!root.isAlive) await root.start()
  await client.pause()
  root.kill('server')
  await root.waitForDeath()
  await root.start()
  const itemIds = (await client.enqueue()) ?? []
  const status = await root.ask('GET', `${QUEUE}/status`)
  expect(status?.json).toMatchObject({
    queue: { pending: itemIds.length, in_progress: 0 },
    processor: { is_started: false, paused_by: expect.any(String), paused_at: expect.any(String) },
  })
  await root.drain()
  expect(await client.findViolations(true)).toEqual([])
})

/** More of them by BOTTEGA_CRASH_ROUNDS, the same once more by BOTTEGA_CRASH_SEED. */
const rounds = Number(process.env.BOTTEGA_CRASH_ROUNDS ?? 3)
const seed = Number(process.env.BOTTEGA_CRASH_SEED ?? Date.now() % 1_000_000)

/** Time within which a random death comes, about that of a start and a batch. */
const MAX_DELAY_MS = 2500

/** Numbers from 0 to 1, the same for a seed. */
function createRandom(seed: number): () => number {
  let drawn = 0
  return () => createHash('sha256').update(`${seed} ${drawn++}`).digest().readUInt32BE() / 2 ** 32
}

test(`nothing is lost or done twice by deaths at any moment (seed ${seed}, ${rounds} rounds)`, {
  timeout: 60_000 * rounds,
}, async () => {
  const root = await openRoot()
  onTestFinished(() => root.remove())
  const client = createCrashClient(root, { mayFail: true })
  const random = createRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const any = () => client.known[below(client.known.length)] ?? 1
  const acts: (() => Promise<unknown>)[] = [
    () => client.enqueue(),
    () => client.enqueue('painting'),
    () => client.cancel(any()),
    () => client.cancelAll(),
    () => client.delete(any()),
    () => client.retry([any()]),
    () => client.pause(),
    () => client.clear(),
  ]
  for (let round = 0; round < rounds; round++) {
    if (!root.isAlive) await root.start()
    const victim = random() < 0.7 ? 'server' : 'worker'
    const killed = new Promise<void>((resolve) => {
      setTimeout(() => {
        root.kill(victim)
        resolve()
      }, below(MAX_DELAY_MS))
    })
    await client.enqueue()
    for (let act = 0; act < 6; act++) await acts[below(acts.length)]?.()
    await killed
    if (victim === 'server') {
      await root.waitForDeath()
      expect(await client.findViolations(false), `round ${round}`).toEqual([])
    }
    await root.drain()
    expect(await client.findViolations(true), `round ${round}`).toEqual([])
  }
})
