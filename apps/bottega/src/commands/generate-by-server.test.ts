import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@bottega/client'
import { type ProgramEnd, type ProgramProcess, runProgram, startProgram } from '@bottega/testing'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { findProjectRoot } from '../files/project-root.ts'
import { identifyServer, type ServerInfo } from '../files/server-info.ts'
import { installLocalModel } from '../services/models/model-installs.ts'
import { startTemporaryServer, type TemporaryServer } from '../testing/temporary-server.ts'

const starter = join(findProjectRoot(import.meta.url), 'models', 'starter')
const queue = { queue_id: 'default' }

let server: TemporaryServer
let client: ReturnType<typeof createClient>
let folder: string

beforeAll(async () => {
  server = await startTemporaryServer(inject('dist'), { settings: 'models_dir: shelf/models\n' })
  client = createClient({ baseUrl: server.url })
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega generate é '))
})
afterEach(async () => {
  await rm(folder, { recursive: true })
})

const environment = (root = server.root) => ({ BOTTEGA_ROOT: root })

function generate(args: readonly string[], env: Readonly<Record<string, string>> = environment()): Promise<ProgramEnd> {
  return runProgram(inject('dist'), ['generate', ...args], { cwd: folder, env })
}

async function makePictures(args: readonly string[], env?: Readonly<Record<string, string>>) {
  const { exitCode, stdout, stderr } = await generate([...args, '--json'], env)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const { images } = JSON.parse(stdout) as { images: { path: string; seed: number; width: number; height: number }[] }
  return images
}

const alone = () => environment(join(folder, 'nowhere'))
const pixelsOf = (path: string) => sharp(path).raw().toBuffer()
const countGallery = async () => (await client.listImages({ query: { is_intermediate: false, limit: 0 } })).total

async function readSettings(path: string): Promise<object> {
  const { comments = [] } = await sharp(path).metadata()
  return JSON.parse(comments.find(({ keyword }) => keyword === 'bottega_settings')?.text ?? '')
}

describe('pictures of the running server', () => {
  test('are those of the same seeds without it, and lie in its gallery too, uncategorised', async () => {
    const before = await countGallery()
    const args = ['a flat fox', '--seed', '4294967293', '--count', '3', '--negative', 'blue']
    const made = await makePictures(args)
    expect(made.map(({ seed }) => seed)).toEqual([4294967293, 4294967294, 4294967295])
    expect(made[1]).toEqual({
      path: join(folder, 'bottega-pictures', '4294967294-a-flat-fox.png'),
      seed: 4294967294,
      width: 128,
      height: 128,
    })
    // by that the queue of the page tells what they are
    const jobs = (await client.listQueueItems({ params: queue })).slice(-3)
    const shown = jobs.map(({ field_values = [] }) => field_values?.some(({ value }) => value === 'a flat fox'))
    expect(shown).toEqual([true, true, true])
    const own = await makePictures([...args, '--out', 'own'], alone())
    for (const [at, { path }] of made.entries()) {
      expect((await pixelsOf(path)).equals(await pixelsOf(own[at]?.path ?? ''))).toBe(true)
      expect(await readSettings(path)).toEqual(await readSettings(own[at]?.path ?? ''))
    }
    expect(await countGallery()).toBe(before + 3)
    const { items } = await client.listImages({ query: { is_intermediate: false, board_id: 'none', limit: 3 } })
    expect(items).toMatchObject(Array(3).fill({ image_category: 'general', image_origin: 'internal' }))
    expect(items.map(({ board_id = null }) => board_id)).toEqual([null, null, null])
    const metadata = await client.getImageMetadata({ params: { image_name: items[0]?.image_name ?? '' } })
    expect(metadata).toMatchObject({
      positive_prompt: 'a flat fox',
      negative_prompt: 'blue',
      seed: 4294967295,
      scheduler: 'ddim',
    })
    // they were one batch
    const [newest] = await client.listQueueItems({ params: queue })
    expect(await client.getBatchStatus({ params: { ...queue, batch_id: newest?.batch_id ?? '' } })).toMatchObject({
      completed: 3,
    })
  })

  test('are made with a copy in the folder that the settings name', async () => {
    const before = await countGallery()
    const { key } = await installLocalModel(server.app, starter, { inplace: false, changes: { name: 'Copy' } })
    const copy = join(server.root, 'shelf', 'models', key, 'starter')
    await makePictures(['a fox', '--seed', '1', '--steps', '1', '--model', copy])
    expect(await countGallery()).toBe(before + 1)
    await client.deleteModel({ params: { key } })
    expect(existsSync(copy)).toBe(false)
  })

  test.each([
    ['with weights, and no guidance left', ['--clip-skip', '1', '--width', '64', '--guidance', '-1.5', '--scheduler', 'euler_a']],
    ['from a picture of another size', ['--image', 'in.png', '--strength', '0.6', '--width', '96']],
    ['with a mask of shades', ['--image', 'in.png', '--mask', 'mask.png', '--strength', '0.8']],
  ])('are the same %s', async (_, flags) => {
    const noise = { type: 'gaussian', mean: 128, sigma: 30 } as const
    await sharp({ create: { width: 150, height: 120, channels: 3, background: '#000000', noise } })
      .png()
      .toFile(join(folder, 'in.png'))
    const shades = Uint8Array.from({ length: 50 * 40 }, (_value, at) => Math.min(255, (at % 50) * 6))
    await sharp(shades, { raw: { width: 50, height: 40, channels: 1 } })
      .png()
      .toFile(join(folder, 'mask.png'))
    const args = ['an (apple)1.3 with a leaf', '--seed', '0', '--steps', '5', ...flags]
    const [made] = await makePictures(args)
    const [own] = await makePictures([...args, '--out', 'own'], alone())
    expect((await pixelsOf(made?.path ?? '')).equals(await pixelsOf(own?.path ?? ''))).toBe(true)
    expect(await readSettings(made?.path ?? '')).toEqual(await readSettings(own?.path ?? ''))
    // what was sent along is no part of the gallery
    const { items } = await client.listImages({ query: { is_intermediate: false, categories: ['user'] } })
    expect(items).toEqual([])
  })

  test.each([
    ['now.jpg', 'jpeg'],
    ['deep/now.png', 'png'],
  ])('are shown step by step in %s, as large as they will be', async (name, format) => {
    await makePictures(['a fox', '--seed', '77', '--steps', '3', '--preview', name])
    expect(await sharp(join(folder, name)).metadata()).toMatchObject({ format, width: 128, height: 128 })
  })

  test('are told of on the way in the words that are used without it', async () => {
    const { exitCode, stdout, stderr } = await generate(['a tree', '--seed', '1', '--steps', '2'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(folder, 'bottega-pictures', '1-a-tree.png')}\n` })
    expect(stderr).toMatch(/^1 picture of 128x128 with Bottega Starter: 2 steps of ddim, guidance 2\n1 picture in .+ s\n$/)
  })

  test('of a model that is installed on it by its path, or copied into it', async () => {
    const model = join(folder, 'a modèl')
    await cp(starter, model, { recursive: true })
    const inPlace = await server.request('POST', `/api/v2/models/install?inplace=true&source=${encodeURIComponent(model)}`, {
      json: {},
    })
    expect(inPlace.status).toBe(201)
    const isListed = async () => (await client.listModels({})).models.some(({ path }) => path === model)
    await expect.poll(isListed, { timeout: 30_000, interval: 20 }).toBe(true)
    const before = await countGallery()
    await makePictures(['a fox', '--seed', '3', '--steps', '1', '--model', model])
    expect(await countGallery()).toBe(before + 1)
  })
})

describe('what the server cannot do', () => {
  test('a model that it does not have is used without it, and it is said how to install it', async () => {
    const model = join(folder, 'elsewhere')
    await cp(starter, model, { recursive: true })
    const before = await countGallery()
    const { exitCode, stdout, stderr } = await generate(['a fox', '--seed', '3', '--steps', '1', '--model', model])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${join(folder, 'bottega-pictures', '3-a-fox.png')}\n` })
    expect(stderr).toContain(`bottega models install "${model}"`)
    expect(await countGallery()).toBe(before)
  })

  test('a picture that somebody cancels there ends the command with a sentence', async () => {
    const running = await catchMidway()
    await client.clearQueue({ params: queue })
    const { exitCode, stdout, stderr } = await running.ended
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/error: .*(canceled|not found).*\n$/i)
  })

  test('more pictures than its queue takes are refused in its words', async () => {
    const full = await startTemporaryServer(inject('dist'), { settings: 'max_queue_size: 2\n' })
    onTestFinished(() => full.close())
    const { exitCode, stderr } = await generate(['a fox', '--count', '3'], environment(full.root))
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: expect.stringMatching(/^error: The server refused: .*\n$/) })
    expect(await readdir(folder)).toEqual([])
  })

  test('wrong usage is told as ever', async () => {
    const { exitCode, stderr } = await generate(['a fox', '--steps', '51', '--scheduler', 'lcm'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('51 steps') })
    const { exitCode: refused } = await generate(['a fox', '--image', 'missing.png'])
    expect(refused).toBe(1)
  })
})

/** A run that takes long, caught in the middle of its steps. */
async function catchMidway(args: readonly string[] = [], root?: string): Promise<ProgramProcess> {
  const preview = join(folder, 'midway.png')
  const size = ['--steps', '900', '--width', '256', '--height', '256', '--preview', preview]
  const running = startProgram(inject('dist'), ['generate', 'a flat fox', ...size, ...args], {
    cwd: folder,
    env: environment(root),
  })
  onTestFinished(() => running.endGroup())
  let end: ProgramEnd | undefined
  void running.ended.then((ended) => {
    end = ended
  })
  await expect.poll(() => existsSync(preview) || end, { timeout: 30_000, interval: 20 }).toBe(true)
  return running
}

describe('a run that is stopped', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('by %s cancels what it asked for on the server', async (signal) => {
    const running = await catchMidway(['--count', '2'])
    running.signalGroup(signal)
    const { exitCode, stdout, stderr } = await running.ended
    expect({ exitCode, stdout }).toEqual({ exitCode: signal === 'SIGINT' ? 130 : 143, stdout: '' })
    expect(stderr).toMatch(/Stopped\.\n$/)
    const items = await client.listQueueItems({ params: queue })
    expect(items.slice(-2).map(({ status }) => status)).toEqual(['canceled', 'canceled'])
    expect(existsSync(join(folder, 'bottega-pictures'))).toBe(false)
    // the worker is free again
    await makePictures(['a fox', '--steps', '1'])
  })

  test('by a pause of the queue says so, and goes on when it is resumed', async () => {
    await client.pauseProcessor({ params: queue })
    const running = startProgram(inject('dist'), ['generate', 'a fox', '--steps', '1', '--seed', '9'], {
      cwd: folder,
      env: environment(),
    })
    onTestFinished(() => running.endGroup())
    await expect.poll(() => running.said(), { timeout: 30_000, interval: 20 }).toContain('The queue of the server is paused')
    await client.resumeProcessor({ params: queue })
    const { exitCode, stderr } = await running.ended
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/1 picture in .+ s\n$/)
  })
})

describe.skipIf(process.platform !== 'linux')('a server that ends meanwhile', () => {
  test('ends the command with a sentence', async () => {
    const root = join(folder, 'root')
    await mkdir(root)
    const serving = startProgram(inject('dist'), ['serve', '--port', '0'], { cwd: folder, env: environment(root) })
    onTestFinished(() => serving.endGroup())
    await expect.poll(() => existsSync(join(root, 'server.json')), { timeout: 30_000, interval: 20 }).toBe(true)
    const running = await catchMidway([], root)
    process.kill(serving.pid, 'SIGKILL')
    await serving.ended
    const { exitCode, stdout, stderr } = await running.ended
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(/error: The server at http:\S+ ended meanwhile\. .*\n$/)
  })
})

/** Something that answers at a port, as long as the test runs. */
async function answerAt(listener: RequestListener): Promise<string> {
  const http = createServer(listener).listen(0, '127.0.0.1')
  onTestFinished(() => {
    http.closeAllConnections()
    http.close()
  })
  await once(http, 'listening')
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}`
}

async function leaveNote(info: ServerInfo): Promise<string> {
  const root = join(folder, 'root')
  await mkdir(root, { recursive: true })
  await writeFile(join(root, 'server.json'), JSON.stringify(info))
  return root
}

test('a note that leads to another server is passed over in silence', async () => {
  const before = await countGallery()
  const root = await leaveNote({ url: server.url, pid: process.pid, started_at: new Date(0).toISOString() })
  const [picture] = await makePictures(['a fox', '--seed', '2', '--steps', '1'], environment(root))
  expect(existsSync(picture?.path ?? '')).toBe(true)
  expect(await countGallery()).toBe(before)
})

describe('a server with accounts', () => {
  const asked: (string | undefined)[] = []
  /** What such a server says to whoever has no valid token. */
  async function startWithAccounts(): Promise<string> {
    const info: ServerInfo = { url: '', pid: process.pid, started_at: new Date().toISOString() }
    const url = await answerAt(({ url: path, headers }, response) => {
      if (path === '/health/live') return response.setHeader('Bottega-Server', identifyServer({ ...info, url })).end('{}')
      if (path === '/api/v1/auth/status') return response.end(JSON.stringify({ multiuser_enabled: true }))
      asked.push(headers.authorization)
      return response.writeHead(401, { 'content-type': 'application/json' }).end('{"detail":"Authentication required"}')
    })
    return leaveNote({ ...info, url })
  }

  test('wants BOTTEGA_TOKEN, and nothing is painted without it', async () => {
    const root = await startWithAccounts()
    const { exitCode, stdout, stderr } = await generate(['a fox', '--steps', '1'], environment(root))
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toBe(
      `error: The server of ${root} has accounts: set BOTTEGA_TOKEN to a session token or an API key of yours.\n`,
    )
    expect(asked).toEqual([])
  })

  test('gets the token, and says when it does not take it', async () => {
    const root = await startWithAccounts()
    const { exitCode, stderr } = await generate(['a fox', '--steps', '1'], { ...environment(root), BOTTEGA_TOKEN: 'bottega_old' })
    expect({ exitCode, stderr }).toEqual({
      exitCode: 1,
      stderr: expect.stringContaining('does not take the token in BOTTEGA_TOKEN'),
    })
    expect(asked).toEqual(['Bearer bottega_old'])
    expect(stderr).not.toContain('bottega_old')
  })
})

test('the note of the server is private and holds nothing secret', async () => {
  expect(Object.keys(JSON.parse(await readFile(join(server.root, 'server.json'), 'utf8'))).sort()).toEqual([
    'pid',
    'started_at',
    'url',
  ])
})
