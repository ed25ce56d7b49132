import { createNoiseSource, createTensor, type Tensor } from '@bottega/engine'
import { type LatentsField, SCHEDULER_NAMES } from '@bottega/graph'
import { describe, expect, test } from 'vitest'
import type { EngineNode } from '../engine-types.ts'
import { STARTER, Studio } from '../testing/studio.ts'
import { cropLatents } from './crop-latents.ts'
import { idealSize } from './ideal-size.ts'
import { latents } from './latents.ts'
import { latentsCollection } from './latents-collection.ts'
import { lblend } from './lblend.ts'
import { lresize } from './lresize.ts'
import { lscale } from './lscale.ts'
import { noise } from './noise.ts'
import { scheduler } from './scheduler.ts'

const counting = (shape: readonly number[]) =>
  createTensor(
    Float32Array.from({ length: shape.reduce((product, size) => product * size, 1) }, (_, at) => at),
    shape,
  )

/** Runs a node on latents and gives the ones that it makes. */
async function change(node: EngineNode, tensor: Tensor, inputs: Readonly<Record<string, unknown>>) {
  const studio = new Studio()
  const field = { latents_name: studio.addTensor(tensor), seed: 5 }
  const output = await studio.run(node, { latents: field, ...inputs })
  return { output, ...studio.tensors.get((output.latents as unknown as LatentsField).latents_name) }
}

describe('noise', () => {
  async function draw(inputs: Readonly<Record<string, unknown>>) {
    const studio = new Studio()
    const output = await studio.run(noise, inputs)
    return { output, tensor: studio.tensors.get((output.noise as unknown as LatentsField).latents_name) }
  }

  test('is the first draw of its seed, at an eighth of the size, and remembers the seed', async () => {
    const { tensor, output } = await draw({ seed: 7, width: 64, height: 128 })
    expect(tensor).toEqual(createNoiseSource(7)([1, 4, 16, 8]))
    expect(output).toMatchObject({ type: 'noise_output', width: 64, height: 128, noise: { seed: 7 } })
  })

  test('the same whatever the device, another for another seed', async () => {
    const { tensor } = await draw({ seed: 4_294_967_295 })
    expect((await draw({ seed: 4_294_967_295, use_cpu: false })).tensor).toEqual(tensor)
    expect((await draw({ seed: 0 })).tensor.data).not.toEqual(tensor.data)
  })

  test.for([
    [{ noise_type: 'FLUX' }, /FLUX/],
    [{ width: 80_000, height: 80_000 }, /80000 x 80000/],
    [{ width: 100 }, /width/],
    [{ height: 0 }, /height/],
    [{ seed: -1 }, /seed/],
    [{ seed: 4_294_967_296 }, /seed/],
  ] as const)('is refused for %j', async ([inputs, message]) => {
    await expect(draw(inputs)).rejects.toThrow(message)
  })
})

describe('crop_latents', () => {
  test('cuts the same rectangle out of every channel, in pixels of the picture', async () => {
    const { data, shape, output } = await change(cropLatents, counting([1, 2, 3, 4]), { x: 8, y: 16, width: 16, height: 8 })
    expect(shape).toEqual([1, 2, 1, 2])
    expect([...data]).toEqual([9, 10, 21, 22])
    expect(output).toMatchObject({ width: 16, height: 8 })
    expect(output.latents).not.toHaveProperty('seed')
  })

  test('leaves away what lies outside, and refuses what lies there as a whole', async () => {
    const { shape } = await change(cropLatents, counting([1, 1, 3, 4]), { x: 16, y: 0, width: 800, height: 800 })
    expect(shape).toEqual([1, 1, 3, 2])
    await expect(change(cropLatents, counting([1, 1, 3, 4]), { x: 32, y: 0, width: 8, height: 8 })).rejects.toThrow(
      /lies outside/,
    )
  })
})

describe('lresize and lscale', () => {
  test('lresize makes exactly the size asked for and keeps the seed', async () => {
    const { shape, output } = await change(lresize, counting([1, 4, 8, 8]), { width: 72, height: 136, mode: 'bicubic' })
    expect(shape).toEqual([1, 4, 17, 9])
    expect(output).toMatchObject({ width: 72, height: 136, latents: { seed: 5 } })
  })

  test('lscale rounds down to whole latents', async () => {
    const { shape, output } = await change(lscale, counting([1, 4, 8, 10]), { scale_factor: 1.3 })
    expect(shape).toEqual([1, 4, 10, 13])
    expect(output).toMatchObject({ width: 104, height: 80, latents: { seed: 5 } })
  })

  test('averaging reaches bilinear and bicubic, not the others', async () => {
    const shrink = async (mode: string, antialias: boolean) =>
      (await change(lscale, createNoiseSource(1)([1, 1, 16, 16]), { scale_factor: 0.25, mode, antialias })).data
    for (const mode of ['bilinear', 'bicubic']) expect(await shrink(mode, true)).not.toEqual(await shrink(mode, false))
    for (const mode of ['nearest', 'area']) expect(await shrink(mode, true)).toEqual(await shrink(mode, false))
  })

  test.for([
    [lscale, { scale_factor: 0.01 }, /0 x 0/],
    [lscale, { scale_factor: 1e6 }, /cannot be made/],
    [lscale, { scale_factor: 0 }, /scale_factor/],
    [lscale, { scale_factor: 2, mode: 'linear' }, /linear/],
    [lresize, { width: 56, height: 64 }, /width/],
    [lresize, { width: 100_000, height: 100_000 }, /cannot be made/],
  ] as const)('$0.type is refused for %j', async ([node, inputs, message]) => {
    await expect(change(node, counting([1, 4, 8, 8]), inputs)).rejects.toThrow(message)
  })

  test('what is no latents is refused', async () => {
    await expect(change(lscale, counting([3, 4]), { scale_factor: 2 })).rejects.toThrow(/no latents/)
  })
})

describe('lblend', () => {
  const first = createNoiseSource(1)([1, 4, 8, 8])
  const second = createNoiseSource(2)([1, 4, 8, 8])

  async function blend(inputs: Readonly<Record<string, unknown>>, one = first, other = second, studio = new Studio()) {
    const fields = { latents_a: { latents_name: studio.addTensor(one) }, latents_b: { latents_name: studio.addTensor(other) } }
    const output = await studio.run(lblend, { ...fields, ...inputs })
    return studio.tensors.get((output.latents as unknown as LatentsField).latents_name)
  }

  const length = ({ data }: Tensor) => Math.hypot(...data)

  test('goes from the first to the second and keeps the strength of the noise on the way', async () => {
    const at = async (alpha: number) => blend({ alpha })
    for (const [value, index] of [...(await at(0)).data].map((one, i) => [one, i] as const)) {
      expect(value).toBeCloseTo(first.data[index] ?? Number.NaN, 5)
    }
    for (const [index, value] of (await at(1)).data.entries()) expect(value).toBeCloseTo(second.data[index] ?? Number.NaN, 5)
    const middle = length(await at(0.5))
    expect(middle).toBeGreaterThan(Math.min(length(first), length(second)) * 0.98)
    expect(middle).toBeLessThan(Math.max(length(first), length(second)) * 1.02)
  })

  test('mixes along a straight line what points the same way, and what has no direction', async () => {
    const double = createTensor(
      first.data.map((value) => 2 * value),
      first.shape,
    )
    expect((await blend({ alpha: 0.5 }, first, double)).data[0]).toBeCloseTo(1.5 * (first.data[0] ?? 0), 5)
    const zeros = createTensor(new Float32Array(256), first.shape)
    expect((await blend({ alpha: 0.25 }, first, zeros)).data[9]).toBeCloseTo(0.75 * (first.data[9] ?? 0), 5)
  })

  test('a white mask keeps the first', async () => {
    const studio = new Studio()
    const data = Uint8Array.from({ length: 64 * 64 }, (_, at) => (at % 64 < 32 ? 255 : 0))
    const mask = studio.addPicture({ data, width: 64, height: 64, channels: 1 })
    const blended = await blend({ alpha: 1, mask }, first, second, studio)
    expect(blended.data[0]).toBeCloseTo(first.data[0] ?? 0, 5)
    expect(blended.data[7]).toBeCloseTo(second.data[7] ?? 0, 5)
  })

  test('latents of two sizes are refused', async () => {
    await expect(blend({}, first, createNoiseSource(2)([1, 4, 8, 9]))).rejects.toThrow(/one size/)
  })
})

describe('ideal_size', () => {
  const findSize = async (inputs: Readonly<Record<string, unknown>>, base = 'sd-1') => {
    const studio = new Studio()
    studio.addModel({ ...STARTER, base })
    const unet = { unet: STARTER, scheduler: STARTER, loras: [], seamless_axes: [] }
    const { width, height } = await studio.run(idealSize, { unet, ...inputs })
    return [width, height]
  }

  test.for([
    [{ width: 1024, height: 1024 }, 'sd-1', [512, 512]],
    [{ width: 1024, height: 576 }, 'sd-1', [680, 384]],
    [{ width: 576, height: 1024 }, 'sd-1', [384, 680]],
    [{ width: 4000, height: 500 }, 'sd-1', [2048, 256]],
    [{ width: 1024, height: 1024, multiplier: 1.5 }, 'sd-1', [768, 768]],
    [{ width: 800, height: 600 }, 'sdxl', [1176, 880]],
  ] as const)('%j for %s', async ([inputs, base, expected]) => {
    expect(await findSize(inputs, base)).toEqual(expected)
  })

  test.for([
    [{ width: 0 }, 'sd-1', /no proportions/],
    [{ multiplier: 0 }, 'sd-1', /multiplier/],
    [{}, 'any', /of base any/],
  ] as const)('is refused for %j of %s', async ([inputs, base, message]) => {
    await expect(findSize(inputs, base)).rejects.toThrow(message)
  })
})

test('latents are passed on as they are, with their size', async () => {
  const { output, shape } = await change(latents, counting([1, 4, 3, 5]), {})
  expect(shape).toEqual([1, 4, 3, 5])
  expect(output).toMatchObject({ type: 'latents_output', width: 40, height: 24, latents: { seed: 5 } })
  const field = { latents_name: 'some' }
  expect(await new Studio().run(latentsCollection, { collection: [field] })).toMatchObject({ collection: [field] })
})

test.for(SCHEDULER_NAMES)('the scheduler %s is passed on', async (name) => {
  expect(await new Studio().run(scheduler, { scheduler: name })).toEqual({ type: 'scheduler_output', scheduler: name })
})
