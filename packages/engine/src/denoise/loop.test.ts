import { describe, expect, test } from 'vitest'
import { parseSchedulerConfig, SCHEDULER_IDS, type SchedulerId, startPartialRun } from '../schedulers/index.ts'
import { combine, createNoiseSource, createTensor, fillTensor, scale, type Tensor } from '../tensor/index.ts'
import { type DenoiseOptions, denoise } from './loop.ts'

const config = parseSchedulerConfig({ beta_schedule: 'scaled_linear', beta_start: 0.00085, beta_end: 0.012, steps_offset: 1 })
const shape = [1, 4, 3, 5]

/** A stand-in for a network: smooth in what it sees and in the timestep. */
const predict = async (input: Tensor, timestep: number): Promise<Tensor> =>
  createTensor(
    input.data.slice(0, 60).map((value, at) => 0.3 * value + 0.1 * Math.sin(timestep / 100 + at)),
    shape,
  )

function begin(id: SchedulerId, steps: number, [denoisingStart, denoisingEnd]: readonly [number, number] = [0, 1]) {
  const { run, endCall } = startPartialRun(id, config, { steps, denoisingStart, denoisingEnd })
  const drawNoise = createNoiseSource(1)
  const noise = drawNoise(shape)
  return {
    noise,
    options: { run, endCall, latents: scale(noise, run.initNoiseSigma), predict, guidance: { scale: 1, rescale: 0 }, drawNoise },
  } satisfies { noise: Tensor; options: DenoiseOptions }
}

describe('progress', () => {
  test.for(SCHEDULER_IDS)('%s reports every step once, up to the count that was asked for', async (id) => {
    const seen: number[] = []
    const { options } = begin(id, 7)
    await denoise({ ...options, onStep: ({ step, steps }) => seen.push(step * 100 + steps) })
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7].map((step) => step * 100 + 7))
  })

  test('a part of the schedule counts the steps it really takes', async () => {
    const seen: number[] = []
    const { options } = begin('euler', 20, [0.5, 1])
    await denoise({ ...options, onStep: ({ step, steps }) => seen.push(step, steps) })
    expect(seen.at(-1)).toBe(10)
    expect(seen.at(-2)).toBe(10)
  })

  test('a step shows the clean latents that its prediction implies', async () => {
    const { options } = begin('ddim', 3)
    const shown: (Tensor | undefined)[] = []
    await denoise({ ...options, estimateDenoised: (output) => scale(output, 2), onStep: ({ denoised }) => shown.push(denoised) })
    expect(shown.map((tensor) => tensor?.shape)).toEqual([shape, shape, shape])
  })
})

test('two parts of a schedule, one after the other, are the whole of it', async () => {
  const whole = await denoise(begin('ddim', 10).options)
  const first = await denoise(begin('ddim', 10, [0, 0.4]).options)
  const second = await denoise({ ...begin('ddim', 10, [0.4, 1]).options, latents: first })
  for (const [at, value] of second.data.entries()) expect(value).toBeCloseTo(whole.data[at] ?? Number.NaN, 5)
})

test('with no call to make the latents are left as they are', async () => {
  const { options } = begin('euler', 10, [1, 1])
  expect(await denoise(options)).toBe(options.latents)
})

test('a cancel is obeyed before the next call', async () => {
  const { options } = begin('euler', 10)
  const abort = new AbortController()
  let calls = 0
  const running = denoise({
    ...options,
    signal: abort.signal,
    predict: (input, timestep) => {
      calls += 1
      if (calls === 3) setImmediate(() => abort.abort())
      return predict(input, timestep)
    },
  })
  await expect(running).rejects.toMatchObject({ code: 'canceled' })
  expect(calls).toBeLessThanOrEqual(4)
})

test('guidance shows the network every picture twice, and a denoiser with more channels gets them beside the latents', async () => {
  const { options } = begin('euler', 2)
  const inputs: (readonly number[])[] = []
  await denoise({
    ...options,
    guidance: { scale: 3, rescale: 0 },
    extraChannels: fillTensor([1, 5, 3, 5], 1),
    predict: async (input) => {
      inputs.push(input.shape)
      return fillTensor([2, 4, 3, 5], 0.1)
    },
  })
  expect(inputs).toEqual([
    [2, 9, 3, 5],
    [2, 9, 3, 5],
  ])
})

test.for(['ddim', 'euler_a', 'heun', 'dpmpp_2m_k', 'lcm'] as const)('%s: what a mask keeps comes out unchanged', async (id) => {
  const { options, noise } = begin(id, 6)
  const original = createNoiseSource(99)(shape)
  const mask = createTensor(
    Float32Array.from({ length: 15 }, (_, at) => (at < 7 ? 1 : 0)),
    [1, 1, 3, 5],
  )
  const result = await denoise({ ...options, inpainting: { mask, original, noise } })
  const difference = combine([1, result], [-1, original])
  for (const [at, value] of difference.data.entries()) {
    if (at % 15 >= 7) expect(value).toBe(0)
  }
  expect(difference.data.slice(0, 7).some((value) => Math.abs(value) > 0.1)).toBe(true)
})

test('guidance may be another for every call; where it has no effect the network sees each picture once', async () => {
  const { options } = begin('euler', 3)
  const asked: number[] = []
  const rows: (number | undefined)[] = []
  await denoise({
    ...options,
    guidance(call) {
      asked.push(call)
      return { scale: call === 1 ? 4 : 1, rescale: 0 }
    },
    predict: async (input) => {
      rows.push(input.shape[0])
      return fillTensor(input.shape, 0.1)
    },
  })
  expect(asked).toEqual([0, 1, 2])
  expect(rows).toEqual([1, 2, 1])
})

test('a gradient mask lets a latent go once the timesteps that are left fall below its share', async () => {
  const { options, noise } = begin('ddim', 10)
  const original = createNoiseSource(99)(shape)
  const shares = [0, 0.05, 0.3, 0.72, 1]
  const mask = createTensor(
    Float32Array.from({ length: 15 }, (_, at) => shares[at % 5] ?? 0),
    [1, 1, 3, 5],
  )
  const keptCalls = shares.map(() => 0)
  let call = 0
  const result = await denoise({
    ...options,
    inpainting: { mask, isGradient: true, original, noise },
    onCall({ latents }) {
      call += 1
      const kept = call < 10 ? options.run.addNoise(original, noise, call) : original
      for (let at = 0; at < 5; at++) if (latents.data[at] === kept.data[at]) keptCalls[at] = (keptCalls[at] ?? 0) + 1
    },
  })
  // after the calls 801, 701, … 1 and at last 0 of 1000 timesteps are left
  expect(keptCalls).toEqual([10, 8, 6, 1, 0])
  expect(result.data[0]).toBe(original.data[0])
  expect(result.data[1]).not.toBe(original.data[1])
})
