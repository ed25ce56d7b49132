import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Model, openModel } from '../families/index.ts'
import { createRuntime } from '../runtime/index.ts'
import type { RgbImage } from '../tensor/index.ts'
import { createPainter, type Painter, type PictureProgress, type PictureRequest } from './index.ts'

const request: PictureRequest = {
  prompt: 'a red apple on a light blue background',
  negativePrompt: '',
  width: 128,
  height: 128,
  steps: 4,
  guidanceScale: 2,
  guidanceRescale: 0,
  scheduler: 'ddim',
  seed: 7,
  clipSkip: 0,
  denoisingStart: 0,
  denoisingEnd: 1,
}

let model: Model
let painter: Painter

beforeAll(async () => {
  model = await openModel(fileURLToPath(new URL('../../../../models/starter', import.meta.url)))
  painter = createPainter(model, createRuntime())
})

afterAll(() => painter.close())

/** Mean absolute difference of two pictures, 0..255. */
const distance = (a: RgbImage, b: RgbImage): number =>
  a.data.reduce((sum, value, at) => sum + Math.abs(value - (b.data[at] ?? Number.NaN)), 0) / a.data.length

const colorAt = ({ data, width }: RgbImage, x: number, y: number): number[] => [
  ...data.slice((y * width + x) * 3, (y * width + x) * 3 + 3),
]

/** Smooth in both directions, so that an autoencoder can hold it. */
const sketch = (width = 128, height = 128): RgbImage => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    return 128 + 100 * Math.sin(x / 20 + (at % 3)) * Math.cos(y / 25)
  }),
  width,
  height,
})

describe('text to image', () => {
  test('shows what was asked for: a red thing on light blue', async () => {
    const picture = await painter.paint({ ...request, steps: 12 })
    const [red = 0, green = 0, blue = 0] = colorAt(picture, 64, 72)
    expect(red).toBeGreaterThan(180)
    expect(green + blue).toBeLessThan(200)
    const corner = colorAt(picture, 4, 4)
    expect(corner[2]).toBeGreaterThan(200)
    expect(corner[2]).toBeGreaterThan(corner[0] ?? 255)
  })

  test('the same request gives the same pixels, whatever was painted before', async () => {
    const first = await painter.paint(request)
    await painter.paint({ ...request, prompt: 'a fox', seed: 1 })
    expect(await painter.paint(request)).toEqual(first)
  })

  test.for([
    ['another seed', { seed: 8 }],
    ['a seed above 2147483647', { seed: 4294967295 }],
    ['seed 0', { seed: 0 }],
    ['another prompt', { prompt: 'a flat fox on a teal background' }],
    ['a negative prompt', { negativePrompt: 'a red apple' }],
    ['more steps', { steps: 6 }],
    ['other guidance', { guidanceScale: 3 }],
    ['guidance rescale', { guidanceRescale: 0.7 }],
    ['CLIP skip', { clipSkip: 1 }],
    ['another scheduler', { scheduler: 'dpmpp_2m_k' }],
    ['a weight in the prompt', { prompt: 'a (red)1.5 apple on a light blue background' }],
  ] as const)('%s gives another picture', async ([, change]) => {
    expect(distance(await painter.paint({ ...request, ...change }), await painter.paint(request))).toBeGreaterThan(0)
  })

  test('without guidance the negative prompt has no effect', async () => {
    const plain = { ...request, guidanceScale: 1 }
    expect(await painter.paint({ ...plain, negativePrompt: 'apple' })).toEqual(await painter.paint(plain))
  })

  test.for(['', '((((', 'a '.repeat(5000), 'яблоко 苹果 🍎', '(a:1.3) [b] \\('])('any text is a prompt: %#', async (prompt) => {
    const picture = await painter.paint({ ...request, prompt, steps: 1 })
    expect(picture.data.length).toBe(128 * 128 * 3)
  })

  test('sizes other than the usual one work, odd numbers of latents too', async () => {
    expect(await painter.paint({ ...request, width: 72, height: 136, steps: 1 })).toMatchObject({ width: 72, height: 136 })
  })
})

describe('progress', () => {
  test('phases come in order, each step is told and shown once', async () => {
    const told: PictureProgress[] = []
    const previews: RgbImage[] = []
    await painter.paint(request, {
      onProgress: (progress) => told.push(progress),
      onPreview: (preview) => previews.push(preview),
    })
    expect(told.map(({ phase, step }) => `${phase} ${step}`)).toEqual([
      'encoding 0',
      'loading 0',
      'denoising 1',
      'denoising 2',
      'denoising 3',
      'denoising 4',
      'decoding 4',
    ])
    expect(previews).toHaveLength(4)
    expect(previews[0]).toMatchObject({ width: 16, height: 16 })
  })

  test('the last preview looks like the picture', async () => {
    let last: RgbImage | undefined
    const picture = await painter.paint({ ...request, steps: 12 }, { onPreview: (preview) => (last = preview) })
    const [previewRed = 0, previewGreen = 0] = last === undefined ? [] : colorAt(last, 8, 9)
    const [red = 0, green = 0] = colorAt(picture, 68, 76)
    expect(Math.abs(previewRed - red)).toBeLessThan(60)
    expect(Math.abs(previewGreen - green)).toBeLessThan(60)
  })

  test('a cancel before the start is obeyed, and the painter goes on', async () => {
    await expect(painter.paint(request, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'canceled' })
    expect(await painter.paint({ ...request, steps: 1 })).toMatchObject({ width: 128 })
  })

  test('a cancel in the middle stops within a step', async () => {
    const abort = new AbortController()
    let steps = 0
    const painting = painter.paint(
      { ...request, steps: 50 },
      {
        signal: abort.signal,
        onProgress({ phase, step }) {
          if (phase === 'denoising') steps = step
          if (step === 2) abort.abort()
        },
      },
    )
    await expect(painting).rejects.toMatchObject({ code: 'canceled' })
    expect(steps).toBe(2)
  })
})

describe('image to image', () => {
  test('strength 0 is the autoencoder’s own copy, whatever is asked for', async () => {
    const image = sketch()
    const copy = await painter.paint({ ...request, image, denoisingStart: 1 })
    expect(await painter.paint({ ...request, image, denoisingStart: 1, prompt: 'a fox', seed: 5 })).toEqual(copy)
    expect(distance(copy, image)).toBeLessThan(25)
  })

  test.for([0.99, 0.999, 0.97])('a strength next to 0 (start %d) is nearly that copy', async (denoisingStart) => {
    const image = sketch()
    const copy = await painter.paint({ ...request, image, denoisingStart: 1 })
    expect(distance(await painter.paint({ ...request, image, steps: 20, denoisingStart }), copy)).toBeLessThan(12)
  })

  test('more strength goes further from the picture', async () => {
    const image = sketch()
    const distances: number[] = []
    for (const denoisingStart of [1, 0.6, 0.2])
      distances.push(distance(await painter.paint({ ...request, image, steps: 10, denoisingStart }), image))
    expect(distances).toEqual([...distances].sort((a, b) => a - b))
    expect(distances.at(-1)).toBeGreaterThan((distances[0] ?? 0) + 5)
  })

  test('a mask keeps pixels to the byte and paints the rest', async () => {
    const image = sketch()
    const mask = { data: Uint8Array.from({ length: 128 * 128 }, (_, at) => (at % 128 < 64 ? 0 : 255)), width: 128, height: 128 }
    const picture = await painter.paint({ ...request, image, mask, denoisingStart: 0.2 })
    for (const x of [0, 31, 63]) expect(colorAt(picture, x, 50)).toEqual(colorAt(image, x, 50))
    const right = (of: RgbImage) => ({ ...of, data: of.data.filter((_, at) => Math.floor(at / 3) % 128 >= 64) })
    expect(distance(right(picture), right(image))).toBeGreaterThan(10)
  })
})

describe('what cannot be painted is refused by name', () => {
  test.for([
    ['width', { width: 100 }],
    ['height', { height: 0 }],
    ['width', { width: 1e9 }],
    ['steps', { steps: 0 }],
    ['steps', { steps: 2.5 }],
    ['steps', { steps: 100_000 }],
    ['guidanceScale', { guidanceScale: Number.NaN }],
    ['guidanceScale', { guidanceScale: Number.POSITIVE_INFINITY }],
    ['guidanceRescale', { guidanceRescale: -1 }],
    ['seed', { seed: -1 }],
    ['seed', { seed: 4294967296 }],
    ['clipSkip', { clipSkip: 3 }],
    ['denoisingStart', { denoisingStart: Number.NaN }],
    ['denoisingEnd', { denoisingEnd: 1.5 }],
    ['denoisingStart', { denoisingStart: 0.5 }],
    ['prompt', { prompt: 'x'.repeat(100_001) }],
    ['image', { image: sketch(64, 64) }],
    ['mask', { mask: { data: new Uint8Array(128 * 128), width: 128, height: 128 } }],
  ] as const)('%s: %j', async ([name, change]) => {
    await expect(painter.paint({ ...request, ...change })).rejects.toMatchObject({
      code: 'request_invalid',
      message: expect.stringContaining(name),
    })
  })
})
