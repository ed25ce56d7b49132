import {
  concatenate,
  createNoiseSource,
  createPainter,
  createRuntime,
  createTensor,
  type Painter,
  type PictureRequest,
  type RgbImage,
  type Tensor,
  tensorToRgb,
} from '@bottega/engine'
import type { JsonValue, LatentsField } from '@bottega/graph'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoadedCheckpoint } from '../../engine-types.ts'
import { mainModelLoader } from '../../model/main-model-loader.ts'
import { compel } from '../../prompt-conditioning/compel.ts'
import { openStarter, STARTER, Studio } from '../../testing/studio.ts'
import { i2l } from '../i2l.ts'
import { noise } from '../noise.ts'
import { denoiseLatents } from './denoise-latents.ts'
import { denoiseLatentsMeta } from './denoise-latents-meta.ts'

const SIDE = 64

const request: PictureRequest = {
  prompt: 'a red apple on a light blue background',
  negativePrompt: 'a fox',
  width: SIDE,
  height: SIDE,
  steps: 4,
  guidanceScale: 2,
  guidanceRescale: 0,
  scheduler: 'ddim',
  seed: 7,
  clipSkip: 0,
  denoisingStart: 0,
  denoisingEnd: 1,
}

let starter: LoadedCheckpoint
let painter: Painter
let studio: Studio
let parts: Readonly<Record<string, JsonValue>>

beforeAll(async () => {
  starter = await openStarter()
  painter = createPainter(starter.model, createRuntime())
  studio = new Studio()
  studio.addModel(STARTER, starter)
  parts = await studio.run(mainModelLoader, { model: STARTER })
})

afterAll(async () => {
  await starter.pipeline.close()
  await painter.close()
})

type Inputs = Readonly<Record<string, unknown>>

async function encode(prompt: string, inputs: Inputs = {}): Promise<JsonValue | undefined> {
  return (await studio.run(compel, { prompt, clip: parts.clip, ...inputs })).conditioning
}

async function drawNoise(seed: number = request.seed): Promise<JsonValue | undefined> {
  return (await studio.run(noise, { seed, width: SIDE, height: SIDE })).noise
}

const tensorOf = (field: unknown): Tensor => studio.tensors.get((field as LatentsField).latents_name)

/** Latents as the node makes them of the request, with other inputs in place of its own. */
async function denoise(inputs: Inputs = {}): Promise<Tensor> {
  const { latents } = await studio.run(denoiseLatents, {
    positive_conditioning: await encode(request.prompt),
    negative_conditioning: await encode(request.negativePrompt),
    noise: await drawNoise(),
    steps: request.steps,
    cfg_scale: request.guidanceScale,
    scheduler: request.scheduler,
    unet: parts.unet,
    ...inputs,
  })
  return tensorOf(latents)
}

const decode = async (latents: Tensor): Promise<RgbImage> => tensorToRgb(await starter.pipeline.decode(latents))

/** Smooth in both directions, so that an autoencoder can hold it. */
const sketch: RgbImage = {
  data: Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % SIDE, Math.floor(at / 3 / SIDE)]
    return 128 + 100 * Math.sin(x / 20 + (at % 3)) * Math.cos(y / 25)
  }),
  width: SIDE,
  height: SIDE,
}

async function encodeSketch(): Promise<JsonValue | undefined> {
  const image = studio.addPicture({ ...sketch, channels: 3 })
  return (await studio.run(i2l, { image, vae: parts.vae })).latents
}

describe('the latents are those of a painter', () => {
  test.for([
    ['as they come', {}, {}],
    ['with draws between steps', { scheduler: 'euler_a' }, { scheduler: 'euler_a' }],
    ['with two calls a step', { scheduler: 'heun' }, { scheduler: 'heun' }],
    ['with guidance rescaled', { cfg_rescale_multiplier: 0.7 }, { guidanceRescale: 0.7 }],
    ['without guidance', { cfg_scale: 1 }, { guidanceScale: 1 }],
    ['with one scale a step', { cfg_scale: [2, 2, 2, 2] }, {}],
  ] as const)('%s', async ([, inputs, changes]) => {
    expect(await decode(await denoise(inputs))).toEqual(await painter.paint({ ...request, ...changes }))
  })

  test('with prompts of different lengths', async () => {
    const prompt = 'a red apple '.repeat(30)
    const latents = await denoise({ positive_conditioning: await encode(prompt) })
    expect(await decode(latents)).toEqual(await painter.paint({ ...request, prompt }))
  })

  test.for([0.3, 0.8, 1])('over a picture, from %d of the schedule on', async (denoisingStart) => {
    const latents = await denoise({ latents: await encodeSketch(), denoising_start: denoisingStart })
    expect(await decode(latents)).toEqual(await painter.paint({ ...request, image: sketch, denoisingStart }))
  })

  test('up to a mask, whose kept part a painter takes from the picture itself', async () => {
    const kept = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < SIDE / 2 ? 255 : 0))
    const mask = createTensor(
      Float32Array.from(kept, (value) => value / 255),
      [1, 1, SIDE, SIDE],
    )
    const latents = await denoise({
      latents: await encodeSketch(),
      denoising_start: 0.3,
      denoise_mask: { mask_name: studio.addTensor(mask), gradient: false },
    })
    const painted = await painter.paint({
      ...request,
      image: sketch,
      mask: { data: kept.map((value) => 255 - value), width: SIDE, height: SIDE },
      denoisingStart: 0.3,
    })
    const right = ({ data }: RgbImage) => data.filter((_, at) => Math.floor(at / 3) % SIDE >= SIDE / 2)
    expect(right(await decode(latents))).toEqual(right(painted))
    const original = tensorOf(await encodeSketch())
    for (const [at, value] of latents.data.entries()) if (at % 8 < 4) expect(value).toBe(original.data[at])
  })
})

describe('parts of the schedule', () => {
  test('two runs with a share between them are one run', async () => {
    const first = await denoise({ denoising_end: 0.5 })
    const rest = { latents: { latents_name: studio.addTensor(first), seed: request.seed }, noise: null, denoising_start: 0.5 }
    const second = await denoise(rest)
    const whole = await denoise()
    for (const [at, value] of second.data.entries()) expect(value).toBeCloseTo(whole.data[at] ?? Number.NaN, 4)
  })

  test('without a step to make, latents come out under the noise of that place', async () => {
    const latents = await encodeSketch()
    const untouched = await denoise({ latents, denoising_start: 0.5, denoising_end: 0.5 })
    expect(untouched.data).not.toEqual(tensorOf(latents).data)
    expect(await denoise({ latents, denoising_start: 1, denoising_end: 1 })).toEqual(tensorOf(latents))
  })

  test('the seed of the draws is that of the noise, else that of the latents', async () => {
    const latents = { latents_name: studio.addTensor(createNoiseSource(7)([1, 4, 8, 8])) }
    const paint = (seed: number) => denoise({ latents: { ...latents, seed }, noise: null, scheduler: 'euler_a' })
    expect(await paint(3)).toEqual(await paint(3))
    expect((await paint(3)).data).not.toEqual((await paint(4)).data)
  })
})

describe('guidance', () => {
  test('may be another one in every step', async () => {
    const rising = await denoise({ cfg_scale: [1, 1.5, 3, 6] })
    expect(rising.data).not.toEqual((await denoise({ cfg_scale: [6, 3, 1.5, 1] })).data)
    expect(await denoise({ cfg_scale: [1, 1, 1, 1] })).toEqual(await denoise({ cfg_scale: 1 }))
  })

  test('a list goes by steps, not by calls, and begins with the first step of the run', async () => {
    const late = { latents: await encodeSketch(), denoising_start: 0.5, scheduler: 'heun' }
    expect(await denoise({ ...late, cfg_scale: [2, 2, 9, 9] })).toEqual(await denoise({ ...late, cfg_scale: 2 }))
  })
})

describe('prompts for parts of the picture', () => {
  const half = (side: 'left' | 'right') => {
    const data = Float32Array.from({ length: SIDE * SIDE }, (_, at) => Number(at % SIDE < SIDE / 2 === (side === 'left')))
    return { tensor_name: studio.addTensor(createTensor(data, [1, SIDE, SIDE])) }
  }

  test('several without masks are joined into one', async () => {
    const apple = await encode('a red apple')
    const sky = await encode('on a light blue background')
    const joined = await denoise({ positive_conditioning: [apple, sky] })
    const [first, second] = [apple, sky].map((field) =>
      studio.prompts.get((field as { conditioning_name: string }).conditioning_name),
    )
    if (first === undefined || second === undefined) throw new Error('both were encoded')
    const embedding = concatenate([first.embedding, second.embedding], 1)
    const name = studio.prompts.put({ embedding, empty: first.empty })
    expect(await denoise({ positive_conditioning: { conditioning_name: name } })).toEqual(joined)
  })

  test('a mask over everything is as good as none, an empty one as good as no prompt', async () => {
    const all = { tensor_name: studio.addTensor(createTensor(new Float32Array(16).fill(1), [1, 4, 4])) }
    const none = { tensor_name: studio.addTensor(createTensor(new Float32Array(16), [1, 4, 4])) }
    const plain = await denoise()
    expect(await denoise({ positive_conditioning: [await encode(request.prompt, { mask: all })] })).toEqual(plain)
    const both = [await encode(request.prompt), await encode('a fox', { mask: none })]
    expect((await denoise({ positive_conditioning: both })).data).toEqual(plain.data)
  })

  test('each side shows its own', async () => {
    const settings = { steps: 12, cfg_scale: 3 }
    const picture = await decode(
      await denoise({
        ...settings,
        positive_conditioning: [
          await encode('a red apple on a red background', { mask: half('left') }),
          await encode('a fox on a light blue background', { mask: half('right') }),
        ],
      }),
    )
    const mean = (color: number, from: number, to: number) => {
      const values = picture.data.filter(
        (_, at) => at % 3 === color && Math.floor(at / 3) % SIDE >= from && Math.floor(at / 3) % SIDE < to,
      )
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    expect(mean(2, SIDE / 2 + 8, SIDE) - mean(0, SIDE / 2 + 8, SIDE)).toBeGreaterThan(
      mean(2, 0, SIDE / 2 - 8) - mean(0, 0, SIDE / 2 - 8),
    )
  })

  test('prompts with masks and without, of different lengths, on both sides', async () => {
    const latents = await denoise({
      positive_conditioning: [await encode('a meadow '.repeat(40)), await encode('a fox', { mask: half('left') })],
      negative_conditioning: [await encode('rain'), await encode('snow', { mask: half('right') })],
    })
    expect(latents.shape).toEqual([1, 4, 8, 8])
    expect(latents.data.every(Number.isFinite)).toBe(true)
  })

  test('no prompt, or a mask that is none, is refused', async () => {
    await expect(denoise({ positive_conditioning: [] })).rejects.toThrow(/No prompt is connected/)
    const mask = { tensor_name: studio.addTensor(createTensor(new Float32Array(48), [3, 4, 4])) }
    await expect(denoise({ positive_conditioning: await encode('a fox', { mask }) })).rejects.toThrow(/masks are of one channel/)
  })
})

describe('masks', () => {
  test('a gradient mask keeps for ever what is white and changes most where it is black', async () => {
    const data = Float32Array.from({ length: SIDE * SIDE }, (_, at) => [0, 0.35, 0.7, 1][Math.floor((at % SIDE) / 16)] ?? 0)
    const mask = { mask_name: studio.addTensor(createTensor(data, [1, 1, SIDE, SIDE])), gradient: true }
    const original = tensorOf(await encodeSketch())
    const latents = await denoise({ latents: await encodeSketch(), denoise_mask: mask, steps: 10 })
    const moved = [0, 1, 2, 3].map((column) =>
      latents.data.reduce((sum, value, at) => {
        const isHere = Math.floor((at % 8) / 2) === column
        return isHere ? sum + Math.abs(value - (original.data[at] ?? Number.NaN)) : sum
      }, 0),
    )
    expect(moved[3]).toBe(0)
    expect(moved[2]).toBeGreaterThan(0)
    expect(moved[0]).toBeGreaterThan(moved[2] ?? 0)
  })

  test('what is no mask is refused', async () => {
    const mask = { mask_name: studio.addTensor(createNoiseSource(1)([1, 4, 8, 8])), gradient: false }
    await expect(denoise({ latents: await encodeSketch(), denoise_mask: mask })).rejects.toThrow(/mask of the denoiser is none/)
  })
})

describe('progress', () => {
  test('the end of loading is told, then each step once, with a preview', async () => {
    studio.progress.length = 0
    await denoise()
    const [loading, begun, ...steps] = studio.progress.filter(({ message }) => message !== 'Encoding the prompt')
    expect([loading, begun]).toEqual([
      { message: 'Loading the model', percentage: null },
      { message: 'Denoising', percentage: 0 },
    ])
    expect(steps.map(({ percentage }) => percentage)).toEqual([0.25, 0.5, 0.75, 1])
    for (const { preview } of steps) expect(preview).toMatchObject({ width: 8, height: 8, channels: 3 })
  })

  test('a cancel in the middle stops within a step', async () => {
    const abort = new AbortController()
    studio.signal = abort.signal
    let steps = 0
    studio.onProgress = ({ message, percentage }) => {
      if (message === 'Denoising' && percentage !== 0 && ++steps === 2) abort.abort()
    }
    await expect(denoise({ steps: 50 })).rejects.toMatchObject({ code: 'canceled' })
    expect(steps).toBe(2)
    studio.signal = new AbortController().signal
    studio.onProgress = () => {}
  })
})

describe('what cannot be painted', () => {
  const adapter = { image: { image_name: 'pose' }, control_model: STARTER }

  test.for([
    ['er_sde', { scheduler: 'er_sde' }],
    ['ControlNets', { control: adapter }],
    ['ControlNets', { control: [adapter] }],
    ['T2I-Adapters', { t2i_adapter: { image: { image_name: 'pose' }, t2i_adapter_model: STARTER } }],
    ['IP-Adapters', { ip_adapter: { image: { image_name: 'pose' }, ip_adapter_model: STARTER, image_encoder_model: STARTER } }],
    ['HiDiffusion', { hidiffusion: true }],
    ['cfg_scale', { cfg_scale: 0.5 }],
    ['cfg_scale', { cfg_scale: [2, 2] }],
    ['denoising_start', { denoising_start: 0.6, denoising_end: 0.4 }],
    ['steps', { steps: 1001 }],
    ['nothing to begin with', { noise: null }],
  ] as const)('%s is refused by name: %j', async ([name, inputs]) => {
    await expect(denoise(inputs)).rejects.toMatchObject({ message: expect.stringContaining(name) })
  })

  test('no adapter at all is no reason to refuse', async () => {
    expect(await denoise({ control: [], ip_adapter: [], t2i_adapter: [] })).toEqual(await denoise())
  })

  test.for([
    ['channels', [1, 16, 8, 8]],
    ['latents of 2', [2, 4, 8, 8]],
    ['no latents', [4, 8, 8]],
  ] as const)('latents of another kind: %s', async ([name, shape]) => {
    const latents = { latents_name: studio.addTensor(createNoiseSource(1)(shape)) }
    await expect(denoise({ latents, noise: null })).rejects.toMatchObject({ message: expect.stringContaining(name) })
  })

  test('noise that is not of the size of the latents', async () => {
    const latents = { latents_name: studio.addTensor(createNoiseSource(1)([1, 4, 8, 16])) }
    await expect(denoise({ latents })).rejects.toThrow(/do not go together/)
  })

  test('prompts of another kind of model', async () => {
    const name = studio.prompts.put({ embedding: createNoiseSource(1)([1, 7, 5]), empty: createNoiseSource(1)([1, 7, 5]) })
    const foreign = { conditioning_name: name }
    await expect(denoise({ positive_conditioning: foreign, negative_conditioning: foreign })).rejects.toThrow(
      /another kind of model/,
    )
    await expect(denoise({ positive_conditioning: foreign })).rejects.toThrow(/do not go together/)
  })
})

test('what is written in a graph is looked at before it runs', () => {
  const fault = (literals: Inputs) => denoiseLatents.check?.(literals)
  expect(fault({ cfg_scale: 0.5 })).toContain('cfg_scale is 0.5')
  expect(fault({ cfg_scale: [1, 0], steps: 2 })).toContain('cfg_scale is 0')
  expect(fault({ cfg_scale: [1, 2], steps: 3 })).toContain('2 values for 3 steps')
  expect(fault({ cfg_scale: [1, 2] })).toBeUndefined()
  expect(fault({ denoising_start: 0.5, denoising_end: 0.4 })).toContain('denoising_start')
  expect(fault({ denoising_start: 0.5 })).toBeUndefined()
  expect(fault({ scheduler: 'er_sde' })).toContain('er_sde')
  expect(fault({ hidiffusion: true })).toContain('HiDiffusion')
  expect(fault({})).toBeUndefined()
})

test('denoise_latents_meta gives the same latents, and its settings over the metadata that came', async () => {
  const inputs = {
    positive_conditioning: await encode(request.prompt),
    negative_conditioning: await encode(request.negativePrompt),
    noise: await drawNoise(),
    steps: request.steps,
    cfg_scale: request.guidanceScale,
    scheduler: request.scheduler,
    unet: parts.unet,
  }
  const { metadata, latents, ...size } = await studio.run(denoiseLatentsMeta, { ...inputs, metadata: { steps: 1, mine: true } })
  expect(tensorOf(latents)).toEqual(await denoise())
  expect(size).toEqual({ type: 'latents_meta_output', width: SIDE, height: SIDE })
  expect(metadata).toMatchObject({ mine: true, steps: 4, cfg_scale: 2, scheduler: 'ddim', seed: 7, width: SIDE, height: SIDE })
  expect(metadata).toMatchObject({ model: { ...STARTER, submodel_type: 'unet' } })
})
