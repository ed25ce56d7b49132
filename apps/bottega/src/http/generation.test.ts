import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { makePlaceholder } from '../pictures/placeholder.ts'
import { readPngTexts } from '../pictures/png-text.ts'
import { makeCopyGraph, makePictureGraph, type PictureWish, type TestModel } from '../testing/graphs.ts'
import { createMaker } from '../testing/make-things.ts'
import { type Made, measureDistance, openStudio, resultsOf, type Studio } from '../testing/studio.ts'

let studio: Studio
let model: TestModel
let fox: Made

beforeAll(async () => {
  studio = await openStudio(inject('dist'))
  model = await studio.getModel()
  fox = await paint({ seed: 7 })
})
afterAll(() => studio.close())

const paint = (wish: PictureWish) => studio.make(makePictureGraph(model, wish))
const get = async (path: string): Promise<unknown> => (await studio.request('GET', path)).json

async function uploadSquares(): Promise<string> {
  const square = { create: { width: 64, height: 64, channels: 3, background: '#dc2828' } } as const
  const sheet = sharp({ create: { width: 128, height: 128, channels: 3, background: '#2828dc' } }).composite([
    { input: square, left: 0, top: 0 },
    { input: square, left: 64, top: 64 },
  ])
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(await sheet.png().toBuffer())], { type: 'image/png' }), 'squares.png')
  const { json } = await studio.request('POST', '/api/v1/images/upload?image_category=user&is_intermediate=false', { body: form })
  return (json as { readonly image_name: string }).image_name
}

test('a model tells all that a graph names it by, where it lies, and is found by its key alone', async () => {
  expect(model).toMatchObject({
    ...{ key: expect.stringMatching(/./), hash: expect.stringMatching(/./), name: 'Bottega Starter', base: 'sd-1', type: 'main' },
    ...{ path: expect.stringContaining('starter'), source: expect.stringMatching(/./) },
  })
  expect(await get(`/api/v2/models/i/${model.key}`)).toEqual(model)
  expect(await get('/api/v2/models/i/no-such-model')).toEqual({ detail: 'Model not found' })
})

describe('a text becomes a picture', () => {
  test('of the size asked for, with more than one colour', async () => {
    expect([fox.width, fox.height]).toEqual([128, 128])
    const colours = new Set(Array.from({ length: 128 * 128 }, (_, at) => fox.pixels.subarray(at * 3, at * 3 + 3).toString('hex')))
    expect(colours.size).toBeGreaterThan(100)
  })

  test('that lies in the gallery with the session that made it', async () => {
    const { items } = (await get('/api/v1/images/?categories=general&is_intermediate=false&limit=100')) as { items: object[] }
    expect(items).toContainEqual(
      expect.objectContaining({
        ...{ image_name: fox.name, image_origin: 'internal', image_category: 'general', width: 128, height: 128 },
        ...{ is_intermediate: false, session_id: fox.item.session_id, node_id: expect.any(String), has_workflow: true },
      }),
    )
  })

  test('that says how it was made, beside it and inside it', async () => {
    const said = {
      ...{ positive_prompt: 'a red fox', negative_prompt: '', seed: 7, steps: 2, cfg_scale: 4, width: 128 },
      height: 128,
    }
    const mode = { scheduler: 'euler', generation_mode: 'txt2img', model: { key: model.key, name: model.name } }
    expect(await get(`/api/v1/images/i/${fox.name}/metadata`)).toMatchObject({ ...said, ...mode })
    const { invokeai_metadata = '' } = await readPngTexts(fox.file, ['invokeai_metadata'])
    expect(JSON.parse(invokeai_metadata)).toMatchObject({ ...said, ...mode })
  })

  test('that keeps its graph', async () => {
    const { graph } = (await get(`/api/v1/images/i/${fox.name}/workflow`)) as { graph: string }
    expect(JSON.parse(graph).nodes).toMatchObject({ noise: { seed: 7 }, denoise: { type: 'denoise_latents' } })
  })

  test('with a small WebP of its proportions', async () => {
    const wide = await paint({ width: 192, height: 64 })
    expect([wide.width, wide.height]).toEqual([192, 64])
    const { bytes } = await studio.request('GET', `/api/v1/images/i/${wide.name}/thumbnail`)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 192, height: 64 })
  })

  test('with a placeholder of its colours', async () => {
    const { placeholder } = (await get(`/api/v1/images/i/${fox.name}`)) as { placeholder?: string }
    expect(placeholder).toBe(await makePlaceholder(sharp(fox.file)))
  })

  test('and nothing else: latents are no images', async () => {
    const found = resultsOf(fox.item, 'denoise') as { latents: { latents_name: string } }[]
    expect(found).toMatchObject([{ type: 'latents_output', width: 128, height: 128 }])
    for (const { latents } of found)
      expect(await get(`/api/v1/images/i/${latents.latents_name}`)).toEqual({ detail: 'Image not found' })
  })

  test('on the board that is named', async () => {
    const board = await createMaker(studio).board()
    const { name } = await paint({ board })
    expect(await get(`/api/v1/boards/${board}/image_names`)).toEqual([name])
  })
})

describe('what is asked for decides', () => {
  test('the same again is the same to the last pixel', async () => {
    expect((await paint({ seed: 7 })).pixels.equals(fox.pixels)).toBe(true)
  })

  test.each<[string, PictureWish]>([
    ['another seed', { seed: 8 }],
    ['another prompt', { prompt: 'a blue ocean under a night sky' }],
    ['a negative prompt', { negative: 'red, fox, orange' }],
    ['another scale', { guidance: 1.5 }],
    ['more steps', { steps: 4 }],
    ['another scheduler', { scheduler: 'ddim' }],
  ])('%s gives another picture', async (_, wish) => {
    expect(measureDistance(await paint({ seed: 7, ...wish }), fox)).toBeGreaterThan(0.2)
  })

  test.each(['ddim', 'euler_a', 'dpmpp_2m', 'lcm'])('the scheduler %s repeats itself', async (scheduler) => {
    const [one, two] = [await paint({ seed: 3, scheduler, steps: 3 }), await paint({ seed: 3, scheduler, steps: 3 })]
    expect(one.pixels.equals(two.pixels)).toBe(true)
  })
})

test.each<[string, PictureWish]>([
  ['a width that is no multiple of eight', { width: 130 }],
  ['a width of nothing', { width: 0 }],
  ['a height below nothing', { height: -8 }],
  ['no steps', { steps: 0 }],
  ['half a step', { steps: 1.5 }],
  ['a scheduler that does not exist', { scheduler: 'wishful' }],
  ['a scale below one', { guidance: 0 }],
  ['a seed below nothing', { seed: -1 }],
  ['a seed beyond 32 bits', { seed: 2 ** 32 }],
])('%s is refused at once', async (_, wish) => {
  await expect(studio.enqueue(makePictureGraph(model, wish))).rejects.toThrow(/^422 /)
})

test('the scheduler that the schema names and nobody can run here is refused by its name', async () => {
  await expect(studio.enqueue(makePictureGraph(model, { scheduler: 'er_sde' }))).rejects.toThrow(/^422 .*er_sde/)
})

test('a model that is not there is refused, or fails its item with the reason', async () => {
  const ghost = { ...model, key: 'no-such-model', hash: 'x', name: 'ghost' }
  const { status, json } = await studio.request('POST', '/api/v1/queue/default/enqueue_batch', {
    json: { batch: { graph: makePictureGraph(ghost), runs: 1 } },
  })
  if (status < 300) {
    const [itemId = 0] = (json as { readonly item_ids: number[] }).item_ids
    expect(await studio.finish(itemId)).toMatchObject({ status: 'failed', error_message: expect.stringContaining('odel') })
  } else expect([status, json]).toEqual([expect.any(Number), { detail: expect.stringContaining('odel') }])
})

describe('seeds', () => {
  const seeds = [0, 1, 11, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]

  test('from 0 to 4294967295 give a picture each, the same in a batch as alone', async () => {
    const alone: Made[] = []
    for (const seed of seeds) alone.push(await paint({ seed }))
    expect(new Set(alone.map(({ pixels }) => pixels.toString('latin1'))).size).toBe(seeds.length)
    const { itemIds } = await studio.enqueue(makePictureGraph(model), {
      data: [[{ node_path: 'noise', field_name: 'seed', items: seeds }]],
    })
    for (const [at, itemId] of itemIds.entries()) {
      const made = await studio.fetchPicture(await studio.finish(itemId))
      expect([at, made.pixels.equals(alone[at]?.pixels ?? Buffer.alloc(0))]).toEqual([at, true])
    }
  })

  test.each([-1, 2 ** 32, 1e300, 0.5, '7', null])('%j is refused in a batch', async (seed) => {
    const data = [[{ node_path: 'noise', field_name: 'seed', items: [1, seed] }]]
    await expect(studio.enqueue(makePictureGraph(model), { data })).rejects.toThrow(/^422 /)
  })
})

describe('a picture over a picture', () => {
  let start: string
  let copy: Made
  const over = (strength: number) => paint({ seed: 5, steps: 10, from: start, strength })

  beforeAll(async () => {
    start = await uploadSquares()
    copy = await studio.make(makeCopyGraph(model, start))
  })

  test('stays near it, the nearer the weaker', async () => {
    const [weak, strong] = [await over(0.2), await over(0.9)]
    expect(measureDistance(weak, copy)).toBeLessThan(measureDistance(strong, copy))
    expect([weak.width, weak.height]).toEqual([128, 128])
    expect(await get(`/api/v1/images/i/${weak.name}/metadata`)).toMatchObject({ generation_mode: 'img2img' })
  })

  test('is the copy of the autoencoder at strength 0, and nearly that next to it', async () => {
    expect((await over(0)).pixels.equals(copy.pixels)).toBe(true)
    // less than the last step of the schedule is nothing to paint
    for (const strength of [1e-9, 0.001]) expect(measureDistance(await over(strength), copy)).toBeLessThan(1)
    for (const strength of [0.01, 0.05]) expect(measureDistance(await over(strength), copy)).toBeLessThan(15)
  })
})

describe('every text is a prompt', () => {
  const brackets = [
    '(',
    ')',
    '((((',
    '))))',
    '()',
    '(a',
    'a)',
    '[a]',
    '{a',
    '(a:1.2)',
    '(a)1.2)',
    '(a:)',
    '(a:x)',
    '()++',
    '-+-+',
  ]
  const texts = [
    ...brackets,
    '',
    ' ',
    '\n',
    ',',
    '"',
    '\\',
    '\\(',
    'a\0b',
    '\ud800',
    '🦊',
    '.and(',
    '("a", "b").and(',
    '<lora:x:1>',
    '%',
  ]

  test.each(texts)('%j too', async (prompt) => {
    expect(await studio.run(makePictureGraph(model, { prompt, negative: prompt, steps: 1 }))).toMatchObject({
      status: 'completed',
    })
  })

  test.each(['(', ')', '[', '(a', 'a)+', '((a)1.1 '])('ten thousand times %j too', async (text) => {
    const prompt = text.repeat(10_000)
    expect(await studio.run(makePictureGraph(model, { prompt, steps: 1 }))).toMatchObject({ status: 'completed' })
  })
})

test('a running item that is canceled ends soon, leaves no picture, and the next one is made', async () => {
  const count = async () => ((await get('/api/v1/images/names')) as { total_count: number }).total_count
  const before = await count()
  const { itemIds } = await studio.enqueue(makePictureGraph(model, { steps: 900, scheduler: 'ddim' }))
  const [itemId = 0] = itemIds
  await studio.listener.hear('invocation_progress', ({ item_id, image }) => item_id === itemId && image !== null)
  const canceled = await studio.request('PUT', `/api/v1/queue/default/i/${itemId}/cancel`)
  expect([canceled.status, canceled.json]).toMatchObject([200, { status: 'canceled' }])
  await paint({})
  expect(await studio.getItem(itemId)).toMatchObject({ status: 'canceled' })
  expect(await count()).toBe(before + 1)
  expect(await get('/api/v1/queue/default/status')).toMatchObject({ processor: { is_processing: false } })
})

test('steps are told one by one, up to the last, with what can be seen so far', async () => {
  const { itemIds } = await studio.enqueue(makePictureGraph(model, { steps: 6, scheduler: 'ddim' }))
  await studio.finish(itemIds[0] ?? 0)
  const told = studio.listener
    .heard('invocation_progress', (said) => said.item_id === itemIds[0] && said.invocation_source_id === 'denoise')
    .map(({ payload }) => payload as { percentage: number | null; message: string; image: { dataURL: string } | null })
  const shares = told.flatMap(({ percentage }) => percentage ?? [])
  expect(shares.length).toBeGreaterThanOrEqual(6)
  expect(shares).toEqual([...shares].sort((one, two) => one - two))
  expect([shares[0]! >= 0, shares.at(-1)]).toEqual([true, 1])
  expect(told.every(({ message }) => message.length > 0)).toBe(true)
  const previews = told.flatMap(({ image }) => image ?? [])
  expect(previews.length).toBeGreaterThanOrEqual(5)
  for (const preview of previews) {
    expect(preview).toMatchObject({ width: 128, height: 128, dataURL: expect.stringMatching(/^data:image\/jpeg;base64,/) })
    const bytes = Buffer.from(preview.dataURL.split(',')[1] ?? '', 'base64')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 16, height: 16 })
  }
})

test('two batches that come at once are both painted', async () => {
  const batches = await Promise.all([30, 31].map((seed) => studio.enqueue(makePictureGraph(model, { seed }))))
  for (const { itemIds } of batches) expect(await studio.finish(itemIds[0] ?? 0)).toMatchObject({ status: 'completed' })
})
