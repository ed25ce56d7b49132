import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PictureProgress } from '@bottega/engine'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorkerHost, type WorkerHost, type WorkerHostOptions } from './host.ts'
import type { GenerateRequest } from './port.ts'
import { NodeRefusal, type SessionHost, type SessionReport } from './session-port.ts'

/** A worker that does what the prompt says, on the real port but without an engine. */
const SCRIPT = `
process.on('SIGTERM', () => {})
process.on('disconnect', () => process.exit(0))
const say = (message) => process.send(message)
process.on('message', ({ type, id, request }) => {
  if (type === 'cancel') return say({ type: 'failed', id, code: 'canceled', message: 'stopped' })
  const { prompt, width, height } = request.settings
  say({ type: 'progress', id, phase: 'denoising', step: 1, steps: 2 })
  if (prompt === 'paint') {
    say({ type: 'preview', id, bytes: Buffer.from([1]) })
    say({ type: 'picture', id, bytes: Buffer.from(String(process.pid)), width, height })
  }
  if (prompt === 'refuse') say({ type: 'failed', id, code: 'request_invalid', message: 'no' })
  if (prompt === 'stumble') say({ type: 'failed', id, code: 'worker_failed', message: 'oh' })
  if (prompt === 'babble') say({ type: 'picture', id, bytes: 'not bytes' })
  if (prompt === 'exit') process.exit(3)
  if (prompt === 'disobey') for (;;);
  if (prompt.startsWith('SIG')) process.kill(process.pid, prompt)
})
`

let folder: string
let host: WorkerHost

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-host-'))
  host = await createHost()
})

afterEach(async () => {
  await host.close()
  await rm(folder, { recursive: true })
})

async function createHost(options: Partial<WorkerHostOptions> = {}): Promise<WorkerHost> {
  const entry = join(folder, 'worker.mjs')
  await writeFile(entry, SCRIPT)
  return createWorkerHost({ entry: pathToFileURL(entry), ...options })
}

function ask(prompt: string): GenerateRequest {
  return {
    modelPath: 'models/fox.safetensors',
    settings: {
      prompt,
      negativePrompt: '',
      width: 64,
      height: 128,
      steps: 2,
      guidanceScale: 1,
      guidanceRescale: 0,
      scheduler: 'ddim',
      seed: 0,
      clipSkip: 0,
      denoisingStart: 0,
      denoisingEnd: 1,
    },
    texts: [],
  }
}

const paintedBy = async () => Buffer.from((await host.generate(ask('paint'))).bytes).toString()

test('brings progress, preview and picture, in that order', async () => {
  const seen: unknown[] = []
  const hooks = {
    onProgress: (progress: PictureProgress) => seen.push(progress),
    onPreview: (bytes: Uint8Array) => seen.push([...bytes]),
  }
  const picture = await host.generate(ask('paint'), hooks)
  expect(picture).toMatchObject({ width: 64, height: 128, bytes: expect.any(Uint8Array) })
  expect(seen).toEqual([{ phase: 'denoising', step: 1, steps: 2 }, [1]])
})

test('keeps the process for the next request, also after a refusal', async () => {
  const first = await paintedBy()
  await expect(host.generate(ask('refuse'))).rejects.toMatchObject({
    name: 'EngineError',
    code: 'request_invalid',
    message: 'no',
  })
  await expect(host.generate(ask('stumble'))).rejects.toMatchObject({ name: 'WorkerError', code: 'worker_failed' })
  expect(await paintedBy()).toBe(first)
})

test.each([
  ['exit', /exit code 3/],
  ['SIGKILL', /SIGKILL.*memory/],
  ['SIGBUS', /SIGBUS.*truncated or overwritten.*models\/fox\.safetensors/],
  ['SIGSEGV', /crashed \(SIGSEGV\)/],
])('reports the end of the process by %s and forks anew', async (prompt, message) => {
  const first = await paintedBy()
  await expect(host.generate(ask(prompt))).rejects.toMatchObject({ code: 'worker_died', message: expect.stringMatching(message) })
  expect(await paintedBy()).not.toBe(first)
})

test('reports an answer that it does not understand and forks anew', async () => {
  await expect(host.generate(ask('babble'))).rejects.toMatchObject({
    code: 'worker_died',
    message: expect.stringContaining('bytes'),
  })
  await expect(paintedBy()).resolves.toMatch(/^\d+$/)
})

test('reports a worker that cannot start', async () => {
  const broken = createWorkerHost({ entry: pathToFileURL(join(folder, 'missing.mjs')) })
  await expect(broken.generate(ask('paint'))).rejects.toMatchObject({ code: 'worker_died' })
  await broken.close()
})

test('stops a picture softly and keeps the process', async () => {
  const first = await paintedBy()
  const abort = new AbortController()
  const stopped = host.generate(ask('wait'), { signal: abort.signal, onProgress: () => abort.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'canceled' })
  expect(await paintedBy()).toBe(first)
})

test('kills a process that does not obey', async () => {
  host = await createHost({ obeyWithinMs: 50 })
  const first = await paintedBy()
  const abort = new AbortController()
  const stopped = host.generate(ask('disobey'), { signal: abort.signal, onProgress: () => abort.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'canceled' })
  expect(await paintedBy()).not.toBe(first)
})

test('asks nothing for a signal that is aborted already', async () => {
  await expect(host.generate(ask('exit'), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'canceled' })
})

test('refuses a second request while one is pending', async () => {
  const abort = new AbortController()
  const first = host.generate(ask('wait'), { signal: abort.signal })
  await expect(host.generate(ask('paint'))).rejects.toThrow('one request at a time')
  abort.abort()
  await expect(first).rejects.toMatchObject({ code: 'canceled' })
})

test('ends the process and the pending request when it is closed', async () => {
  const pid = Number(await paintedBy())
  const pending = expect(host.generate(ask('wait'))).rejects.toMatchObject({ code: 'worker_closed' })
  await host.close()
  await pending
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  await expect(host.generate(ask('paint'))).rejects.toMatchObject({ code: 'worker_closed' })
})

/** A worker that runs sessions as their graph says, on the real port but without an engine. */
const SESSION_SCRIPT = `
process.on('disconnect', () => process.exit(0))
const say = (message) => process.send(message)
const end = (id, outcome) => say({ type: 'session', id, result: { outcome, session: '{}', cache: { size: 0, hits: 0, misses: 0 }, modelKeys: [] } })
let current
process.on('message', ({ type, id, session, value, error }) => {
  if (type === 'cancel') return end(id, 'canceled')
  if (type === 'answer') return say({ type: 'report', id, report: { kind: 'completed', result: { value } } }) && end(id, 'completed')
  if (type === 'refusal') return say({ type: 'report', id, report: { kind: 'failed', error: { ...error, traceback: '' } } }) && end(id, 'failed')
  say({ type: 'report', id, report: { kind: 'started', node: { id: 'p', type: 'add' }, sourceId: 'n' } })
  if (session.graph === 'ask') say({ type: 'call', id, call: 1, name: 'hasImages', argument: ['a.png'] })
  if (session.graph === 'SIGSEGV') process.kill(process.pid, 'SIGSEGV')
})
`

const session = (graph: string) => ({
  sessionId: 's',
  userId: 'ann',
  graph,
  fieldValues: null,
  workflow: null,
  cache: { isEnabled: true, maxSize: 5 },
  resumption: null,
  isCalled: false,
})

async function createSessionWorker(): Promise<WorkerHost> {
  await host.close()
  const entry = join(folder, 'session-worker.mjs')
  await writeFile(entry, SESSION_SCRIPT)
  host = createWorkerHost({ entry: pathToFileURL(entry) })
  return host
}

/** The program for a session: it knows of one image. */
const program = (hasImages: (names: string[]) => Promise<boolean>) => ({ hasImages }) as unknown as SessionHost

test('a session reports in order, and what it asks is answered', async () => {
  const worker = await createSessionWorker()
  const reports: SessionReport[] = []
  const hooks = { host: program(async ([name]) => name === 'a.png'), onReport: (report: SessionReport) => reports.push(report) }
  const result = await worker.run(session('ask'), hooks)
  expect(result).toEqual({ outcome: 'completed', session: '{}', cache: { size: 0, hits: 0, misses: 0 }, modelKeys: [] })
  expect(reports).toEqual([
    { kind: 'started', node: { id: 'p', type: 'add' }, sourceId: 'n' },
    { kind: 'completed', result: { value: true } },
  ])
})

test('a session that is refused what it asks goes on with the refusal', async () => {
  const worker = await createSessionWorker()
  const reports: SessionReport[] = []
  const refuse = program(() => Promise.reject(new NodeRefusal('PermissionError', 'no')))
  const result = await worker.run(session('ask'), { host: refuse, onReport: (report) => reports.push(report) })
  expect(result.outcome).toBe('failed')
  expect(reports.at(-1)).toEqual({ kind: 'failed', error: { type: 'PermissionError', message: 'no', traceback: '' } })
})

test('a session that is stopped in time is a result', async () => {
  const worker = await createSessionWorker()
  const abort = new AbortController()
  const hooks = { signal: abort.signal, host: program(async () => true), onReport: () => abort.abort() }
  await expect(worker.run(session('wait'), hooks)).resolves.toMatchObject({ outcome: 'canceled' })
})

test('a session whose process ends says how', async () => {
  const worker = await createSessionWorker()
  const run = worker.run(session('SIGSEGV'), { host: program(async () => true), onReport: () => {} })
  await expect(run).rejects.toMatchObject({ code: 'worker_died', ending: 'crashed (SIGSEGV)' })
})
