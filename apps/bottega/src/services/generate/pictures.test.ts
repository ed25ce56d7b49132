import { join } from 'node:path'
import { EngineError } from '@bottega/engine'
import { expect, test } from 'vitest'
import { createFiles, type Files } from '../../files/files.ts'
import { findProjectRoot } from '../../files/project-root.ts'
import type { WorkerHost } from '../../worker/host.ts'
import type { GenerateRequest } from '../../worker/port.ts'
import { type PictureOrder, type PicturePlan, paintPictures, planPictures, type SavedPicture } from './pictures.ts'

const modelPath = join(findProjectRoot(import.meta.url), 'models', 'starter')
const order: PictureOrder = { prompt: 'a fox', negativePrompt: '', modelPath, count: 1, clipSkip: 0 }
const files = createFiles()

const plan: PicturePlan = {
  model: { name: 'm', family: 'f', path: modelPath },
  seeds: [7, 8, 9],
  settings: {
    prompt: 'a fox',
    negativePrompt: '',
    width: 64,
    height: 64,
    steps: 2,
    guidanceScale: 2,
    guidanceRescale: 0,
    scheduler: 'ddim',
    clipSkip: 0,
    denoisingStart: 0,
    denoisingEnd: 1,
  },
  strength: 1,
  stepsRun: 2,
  image: undefined,
  mask: undefined,
}

/** A worker that answers each request with its seed as bytes, after two previews; it fails at one seed. */
function fakeWorker(failAt?: number): Pick<WorkerHost, 'generate'> & { requests: GenerateRequest[] } {
  const requests: GenerateRequest[] = []
  return {
    requests,
    async generate(request, hooks) {
      requests.push(request)
      const { seed, width, height } = request.settings
      if (request.preview) for (const step of [1, 2]) hooks?.onPreview?.(new Uint8Array([seed, step]))
      if (seed === failAt) throw new EngineError('canceled', 'stopped')
      return { bytes: new Uint8Array([seed]), width, height }
    },
  }
}

/** Files in memory, by path. */
function memoryFiles(over: Partial<Files> = {}): Files & { content: Map<string, Uint8Array> } {
  const content = new Map<string, Uint8Array>()
  return {
    content,
    prepareFolder: async () => [],
    async removeEmpty() {},
    async writeNew(folder, nameAttempt, bytes) {
      const path = join(folder, nameAttempt(1))
      content.set(path, bytes)
      return path
    },
    async replace(path, bytes) {
      content.set(path, bytes)
    },
    read: async () => new Uint8Array(),
    ...over,
  }
}

test("fills an order's gaps from the model's card", async () => {
  const { settings, model, seeds } = await planPictures({ files }, { ...order, seed: 5, count: 2 })
  expect(settings).toMatchObject({ width: 128, height: 128, steps: 12, guidanceScale: 2, scheduler: 'ddim', denoisingStart: 0 })
  expect(model).toMatchObject({ name: 'Bottega Starter', path: modelPath })
  expect(seeds).toEqual([5, 6])
})

test('lets the order win over the card', async () => {
  const asked = { width: 64, height: 72, steps: 3, guidanceScale: 5, scheduler: 'euler' } as const
  const { settings } = await planPictures({ files }, { ...order, ...asked })
  expect(settings).toMatchObject(asked)
})

test('refuses a CLIP skip that the model does not have, and a model that is not there', async () => {
  await expect(planPictures({ files }, { ...order, clipSkip: 50 })).rejects.toMatchObject({
    code: 'request_invalid',
    message: expect.stringContaining('from 0 to'),
  })
  await expect(planPictures({ files }, { ...order, modelPath: join(modelPath, 'missing') })).rejects.toMatchObject({
    code: 'file_unreadable',
  })
})

test('refuses more steps than a scheduler can do', async () => {
  await expect(planPictures({ files }, { ...order, scheduler: 'lcm', steps: 51 })).rejects.toMatchObject({
    code: 'request_invalid',
    message: expect.stringContaining('51 steps'),
  })
})

test('refuses a given picture that is none', async () => {
  const imagePath = join(modelPath, 'bottega.json')
  await expect(planPictures({ files }, { ...order, imagePath })).rejects.toThrow(`${imagePath} cannot be read as a picture`)
})

test('saves each picture under its seed, with its settings in the request', async () => {
  const worker = fakeWorker()
  const memory = memoryFiles()
  const saved: SavedPicture[] = []
  await paintPictures(
    { files: memory, worker, version: '1' },
    plan,
    { folder: 'out' },
    { onSaved: (picture) => saved.push(picture) },
  )
  expect(saved).toEqual([7, 8, 9].map((seed) => ({ path: join('out', `${seed}-a-fox.png`), seed, width: 64, height: 64 })))
  expect(memory.content.get(join('out', '8-a-fox.png'))).toEqual(new Uint8Array([8]))
  expect(worker.requests.map(({ settings }) => settings.seed)).toEqual([7, 8, 9])
  expect(JSON.parse(worker.requests[1]?.texts[0]?.text ?? '')).toMatchObject({ seed: 8, positive_prompt: 'a fox' })
})

test('keeps the pictures before one that fails', async () => {
  const memory = memoryFiles()
  const painting = paintPictures({ files: memory, worker: fakeWorker(9), version: '1' }, plan, { folder: 'out' })
  await expect(painting).rejects.toMatchObject({ code: 'canceled' })
  expect([...memory.content.keys()]).toEqual([join('out', '7-a-fox.png'), join('out', '8-a-fox.png')])
})

test('rewrites the preview after each step, in order', async () => {
  const written: number[][] = []
  const memory = memoryFiles({ replace: async (_, bytes) => void written.push([...bytes]) })
  const preview = { path: join('out', 'now.png'), format: 'png' } as const
  await paintPictures({ files: memory, worker: fakeWorker(), version: '1' }, plan, { folder: 'out', preview })
  expect(written).toEqual([7, 8, 9].flatMap((seed) => [1, 2].map((step) => [seed, step])))
})

test('saves the picture before it reports a preview that cannot be written', async () => {
  const memory = memoryFiles({ replace: () => Promise.reject(new Error('no space for previews')) })
  const preview = { path: join('out', 'now.png'), format: 'png' } as const
  const painting = paintPictures({ files: memory, worker: fakeWorker(), version: '1' }, plan, { folder: 'out', preview })
  await expect(painting).rejects.toThrow('no space for previews')
  expect([...memory.content.keys()]).toEqual([join('out', '7-a-fox.png')])
})

test('takes the folders away again that it made for nothing', async () => {
  const removed: string[] = []
  const memory = memoryFiles({
    prepareFolder: async (folder) => [folder, `above ${folder}`],
    removeEmpty: async (folders) => void removed.push(...folders),
  })
  const target = { folder: 'out', preview: { path: join('now', 'now.png'), format: 'png' } } as const
  await expect(paintPictures({ files: memory, worker: fakeWorker(7), version: '1' }, plan, target)).rejects.toThrow()
  expect(removed).toEqual(['now', 'above now', 'out', 'above out'])
})

test('asks nothing of the worker when the folder cannot be written to', async () => {
  const worker = fakeWorker()
  const memory = memoryFiles({ prepareFolder: () => Promise.reject(new Error('read-only')) })
  await expect(paintPictures({ files: memory, worker, version: '1' }, plan, { folder: 'out' })).rejects.toThrow('read-only')
  expect(worker.requests).toEqual([])
})
