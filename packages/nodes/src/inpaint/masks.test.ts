import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPipeline, createRuntime, openModel, type Tensor } from '@bottega/engine'
import type { DenoiseMaskField, ImageField, UnetField, VaeField } from '@bottega/graph'
import { createRandomTensors, listSd1Tensors, TINY_SD1_SIZES, writeSafetensors } from '@bottega/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoadedCheckpoint, Picture } from '../engine-types.ts'
import { pictureToTensor } from '../latents/picture-to-tensor.ts'
import { openStarter, STARTER, Studio } from '../testing/studio.ts'
import { createDenoiseMask } from './create-denoise-mask.ts'
import { createGradientMask } from './create-gradient-mask.ts'
import { COHERENCE_MODES, spreadMask } from './gradient-mask.ts'

const INPAINTING = { ...STARTER, key: 'inpainting', name: 'Tiny inpainting' }
const unetOf = (model: typeof STARTER): UnetField => ({ unet: model, scheduler: model, loras: [], seamless_axes: [] })
const vae: VaeField = { vae: STARTER, seamless_axes: [] }

let folder: string
let starter: LoadedCheckpoint
let inpainting: LoadedCheckpoint
let studio: Studio

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bottega-nodes-'))
  const path = join(folder, 'inpainting.safetensors')
  await writeSafetensors(path, createRandomTensors(listSd1Tensors({ ...TINY_SD1_SIZES, inChannels: 9 })))
  const model = await openModel(path)
  inpainting = { kind: 'checkpoint', model, pipeline: createPipeline(model.parts, createRuntime()) }
  starter = await openStarter()
  studio = new Studio()
  studio.addModel(STARTER, starter)
  studio.addModel(INPAINTING, inpainting)
})

afterAll(async () => {
  await starter.pipeline.close()
  await inpainting.pipeline.close()
  await rm(folder, { recursive: true })
})

const grey = (width: number, ...data: number[]): Picture => ({
  data: Uint8Array.from(data),
  width,
  height: data.length / width,
  channels: 1,
})

const halfBlack: Picture = grey(64, ...Array.from({ length: 64 * 64 }, (_, at) => (at % 64 < 32 ? 0 : 255)))
const image: Picture = { data: Uint8Array.from({ length: 64 * 64 * 3 }, (_, at) => at % 251), width: 64, height: 64, channels: 3 }

/** The latents of the image with its left half grey. */
async function encodeRightHalf(): Promise<Tensor> {
  const pixels = pictureToTensor(image)
  const data = pixels.data.map((value, at) => (at % 64 < 32 ? 0 : value))
  return starter.pipeline.encodeImage({ ...pixels, data })
}

// a mask and what the reference makes of it with a radius of two pixels
const spots = grey(
  8,
  ...[255, 255, 255, 255, 255, 255, 255, 100],
  ...[255, 255, 255, 255, 255, 255, 255, 255],
  ...[255, 255, 255, 255, 255, 255, 255, 255],
  ...[255, 255, 0, 0, 0, 255, 255, 255],
  ...[255, 255, 0, 0, 0, 255, 255, 255],
  ...[255, 255, 255, 255, 255, 255, 255, 255],
  ...[255, 255, 255, 255, 255, 255, 180, 255],
  ...[255, 255, 255, 255, 255, 255, 255, 255],
)
const spread = {
  'Gaussian Blur': [
    [255, 255, 255, 255, 255, 248, 184, 100],
    [255, 255, 243, 243, 243, 255, 222, 184],
    [255, 201, 138, 138, 138, 201, 255, 248],
    [243, 138, 0, 0, 0, 138, 243, 255],
    [243, 138, 0, 0, 0, 138, 243, 255],
    [255, 201, 138, 138, 138, 201, 220, 239],
    [255, 255, 243, 243, 243, 220, 180, 220],
    [255, 255, 255, 255, 255, 239, 220, 239],
  ],
  'Box Blur': [
    [255, 255, 255, 255, 255, 255, 177, 100],
    [255, 255, 255, 255, 255, 255, 209, 177],
    [255, 180, 127, 127, 127, 180, 255, 255],
    [255, 127, 0, 0, 0, 127, 255, 255],
    [255, 127, 0, 0, 0, 127, 255, 255],
    [255, 180, 127, 127, 127, 180, 217, 233],
    [255, 255, 255, 255, 255, 217, 180, 217],
    [255, 255, 255, 255, 255, 233, 217, 233],
  ],
} as const

describe('spreading the black part of a mask', () => {
  const expectNear = (actual: Picture, expected: readonly number[]) => {
    for (const [at, value] of expected.entries()) {
      expect(Math.abs((actual.data[at] ?? Number.NaN) - value), `pixel ${at}`).toBeLessThanOrEqual(1)
    }
  }

  test.for(['Gaussian Blur', 'Box Blur'] as const)('%s as the reference has it', (mode) => {
    expectNear(spreadMask(spots, { mode, radius: 2, minimumDenoise: 0 }), spread[mode].flat())
  })

  test.for(['Gaussian Blur', 'Box Blur'] as const)('%s no brighter than the least to be painted anew', (mode) => {
    const limited = spread[mode].flat().map((value) => (value > 178 && value < 255 ? 178 : value))
    expectNear(spreadMask(spots, { mode, radius: 2, minimumDenoise: 0.3 }), limited)
  })

  test('Staged paints all that is reached anew to the same share', () => {
    expectNear(spreadMask(spots, { mode: 'Staged', radius: 2, minimumDenoise: 0 }), [...spots.data])
    const reached = spread['Gaussian Blur'].flat().map((value, at) => {
      const own = spots.data[at] ?? 0
      return value < 255 && own > 178 ? 178 : own
    })
    expectNear(spreadMask(spots, { mode: 'Staged', radius: 2, minimumDenoise: 0.3 }), reached)
  })

  test.for(COHERENCE_MODES)('%s over everything when the radius is larger than the mask', (mode) => {
    const { data } = spreadMask(grey(3, 0, 255, 255), { mode, radius: 100_000, minimumDenoise: 0.5 })
    expect([...data]).toEqual(mode === 'Staged' ? [0, 127, 127] : [0, 0, 0])
  })

  test('a radius of 0 leaves the mask', () => {
    expect(spreadMask(spots, { mode: 'Box Blur', radius: 0, minimumDenoise: 1 })).toBe(spots)
  })
})

describe('create_gradient_mask', () => {
  async function create(inputs: Readonly<Record<string, unknown>> = {}, mask = halfBlack) {
    const output = await studio.run(createGradientMask, { mask: studio.addPicture(mask), ...inputs })
    const field = output.denoise_mask as unknown as DenoiseMaskField
    const area = studio.images.get((output.expanded_mask_area as unknown as ImageField).image_name)
    return { field, mask: studio.tensors.get(field.mask_name), area }
  }

  test('gives a mask of its size in steps of 8 pixels, and all that changes as an image', async () => {
    const { field, mask, area } = await create({ coherence_mode: 'Box Blur', edge_radius: 24 })
    expect(field).toEqual({ mask_name: field.mask_name, gradient: true })
    expect(mask.shape).toEqual([1, 1, 64, 64])
    const row = Array.from({ length: 8 }, (_, block) => mask.data[block * 8 + 3] ?? Number.NaN)
    // pixels at the edge are mixed when the mask is made smaller, so the gradient begins a block further out
    expect(row.slice(0, 3)).toEqual([0, 0, 0])
    expect([...row]).toEqual([...row].sort((a, b) => a - b))
    expect(row.at(-1)).toBe(1)
    expect(area).toMatchObject({ category: 'mask', picture: { width: 64, height: 64, channels: 1 } })
    expect(Array.from(area.picture.data, (value) => value === 0)).toEqual(Array.from(mask.data, (value) => value < 1))
  })

  test('sides that are no multiples of 8 are cut down to such', async () => {
    expect((await create({}, grey(20, ...new Array(20 * 13).fill(0)))).mask.shape).toEqual([1, 1, 8, 16])
    await expect(create({}, grey(7, ...new Array(70).fill(0)))).rejects.toThrow(/7 x 10 pixels/)
  })

  test('for an inpainting model it encodes what is kept, for others it does not', async () => {
    const given = { image: studio.addPicture(image), vae, edge_radius: 0 }
    expect((await create({ ...given, unet: unetOf(STARTER) })).field).not.toHaveProperty('masked_latents_name')
    const { field } = await create({ ...given, unet: unetOf(INPAINTING) })
    const latents = studio.tensors.get(field.masked_latents_name ?? '')
    expect(latents.shape).toEqual([1, 4, 8, 8])
    expect((await create({ unet: unetOf(INPAINTING), vae })).field).not.toHaveProperty('masked_latents_name')
  })
})

describe('create_denoise_mask', () => {
  async function create(inputs: Readonly<Record<string, unknown>> = {}, mask = halfBlack) {
    const output = await studio.run(createDenoiseMask, { vae, mask: studio.addPicture(mask), ...inputs })
    return output.denoise_mask as unknown as DenoiseMaskField
  }

  test('gives the brightness of the mask', async () => {
    const field = await create()
    expect(field).toEqual({ mask_name: field.mask_name, gradient: false })
    const { data, shape } = studio.tensors.get(field.mask_name)
    expect(shape).toEqual([1, 1, 64, 64])
    expect([data[0], data[31], data[32], data[63]]).toEqual([0, 0, 1, 1])
    const shades = await create({}, { ...grey(8, ...new Array(64).fill(51)) })
    expect(studio.tensors.get(shades.mask_name).data[9]).toBeCloseTo(0.2, 6)
  })

  test('with the image it encodes what is kept', async () => {
    const field = await create({ image: studio.addPicture(image) })
    expect(studio.tensors.get(field.masked_latents_name ?? '')).toEqual(await encodeRightHalf())
    const tiled = await create({ image: studio.addPicture(image), tiled: true })
    expect(studio.tensors.get(tiled.masked_latents_name ?? '')).toEqual(await encodeRightHalf())
  })

  test('a mask of another size than the image is stretched over it', async () => {
    const field = await create(
      { image: studio.addPicture(image) },
      grey(16, ...Array.from({ length: 256 }, (_, at) => (at % 16 < 8 ? 0 : 255))),
    )
    expect(studio.tensors.get(field.masked_latents_name ?? '')).toEqual(await encodeRightHalf())
  })
})
