import { join } from 'node:path'
import {
  type AutoencoderKl,
  createAutoencoderPipeline,
  createNoiseSource,
  createRuntime,
  openAutoencoder,
  rgbToTensor,
  tensorToRgb,
} from '@bottega/engine'
import type { LatentsField, OutputJson, VaeField } from '@bottega/graph'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { LoadedCheckpoint, Picture } from '../engine-types.ts'
import { vaeLoader } from '../model/vae-loader.ts'
import { openStarter, STARTER, STARTER_PATH, Studio } from '../testing/studio.ts'
import { i2l } from './i2l.ts'
import { l2i } from './l2i.ts'

const vae: VaeField = { vae: STARTER, seamless_axes: [] }
let starter: LoadedCheckpoint
let studio: Studio

beforeAll(async () => {
  starter = await openStarter()
  studio = new Studio()
  studio.addModel(STARTER, starter)
})

afterAll(() => starter.pipeline.close())

/** Smooth in both directions, so that an autoencoder can hold it. */
const sketch = (width: number, height: number): Picture => ({
  data: Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width)]
    return 128 + 100 * Math.sin(x / 20 + (at % 3)) * Math.cos(y / 25)
  }),
  width,
  height,
  channels: 3,
})

const tensorOf = ({ latents }: OutputJson) => studio.tensors.get((latents as unknown as LatentsField).latents_name)

async function encode(picture: Picture, inputs: Readonly<Record<string, unknown>> = {}) {
  return studio.run(i2l, { image: studio.addPicture(picture), vae, ...inputs })
}

const distance = (one: Picture, other: Picture) =>
  one.data.reduce((sum, value, at) => sum + Math.abs(value - (other.data[at] ?? Number.NaN)), 0) / one.data.length

describe('i2l', () => {
  test('gives the mean latents, the same each time, whatever it is told of precision and colours', async () => {
    const picture = sketch(64, 48)
    const output = await encode(picture)
    expect(output).toMatchObject({ type: 'latents_output', width: 64, height: 48 })
    expect(tensorOf(output)).toEqual(await starter.pipeline.encodeImage(rgbToTensor(picture)))
    expect(tensorOf(await encode(picture, { fp32: true, color_compensation: 'SDXL' }))).toEqual(tensorOf(output))
  })

  test('leaves opacity aside and takes grey pictures', async () => {
    const rgb = sketch(16, 16)
    const rgba = Uint8Array.from({ length: 16 * 16 * 4 }, (_, at) =>
      at % 4 === 3 ? 10 : (rgb.data[Math.floor(at / 4) * 3 + (at % 4)] ?? 0),
    )
    expect(tensorOf(await encode({ ...rgb, data: rgba, channels: 4 }))).toEqual(tensorOf(await encode(rgb)))
    const grey = { ...rgb, data: new Uint8Array(256).fill(90), channels: 1 } as const
    expect(await encode(grey)).toMatchObject({ width: 16, height: 16 })
  })

  test('sides that are no multiples of 8 are made so, smaller', async () => {
    expect(await encode(sketch(39, 23))).toMatchObject({ width: 32, height: 16 })
    await expect(encode(sketch(7, 23))).rejects.toThrow(/7 x 23 pixels/)
  })
})

describe('l2i', () => {
  test('saves the picture of the latents', async () => {
    const latents = createNoiseSource(3)([1, 4, 8, 6])
    const output = await studio.run(l2i, { latents: { latents_name: studio.addTensor(latents) }, vae })
    expect(output).toMatchObject({ type: 'image_output', width: 48, height: 64 })
    expect(studio.pictureOf(output)).toEqual({ ...tensorToRgb(await starter.pipeline.decode(latents)), channels: 3 })
  })

  test('latents of another kind are refused', async () => {
    const latents = { latents_name: studio.addTensor(createNoiseSource(3)([1, 16, 8, 6])) }
    await expect(studio.run(l2i, { latents, vae })).rejects.toThrow(/16 channels.*takes 4/)
  })

  test('a cancel is obeyed', async () => {
    const latents = { latents_name: studio.addTensor(createNoiseSource(3)([1, 4, 8, 6])) }
    studio.signal = AbortSignal.abort()
    await expect(studio.run(l2i, { latents, vae })).rejects.toMatchObject({ code: 'canceled' })
    studio.signal = new AbortController().signal
  })
})

describe('an autoencoder by itself', () => {
  const VAE = { ...STARTER, key: 'vae', name: 'Soft colours', type: 'vae' }

  test('does what the same one does inside its model', async () => {
    const autoencoder = await openAutoencoder(join(STARTER_PATH, 'vae'))
    const pipeline = createAutoencoderPipeline(autoencoder, createRuntime())
    studio.addModel(VAE, { kind: 'autoencoder', autoencoder, pipeline })
    const { vae: alone } = await studio.run(vaeLoader, { vae_model: VAE })
    const latents = await encode(sketch(64, 64), { vae: alone })
    expect(tensorOf(latents)).toEqual(tensorOf(await encode(sketch(64, 64))))
    const decode = async (field: unknown) => studio.pictureOf(await studio.run(l2i, { latents: latents.latents, vae: field }))
    expect(await decode(alone)).toEqual(await decode(vae))
    await pipeline.close()
  })

  test('of another kind, it is refused', async () => {
    const autoencoder = { config: { ...starter.model.parts.autoencoder.config, channels: [8, 8] } } as unknown as AutoencoderKl
    studio.addModel(VAE, { kind: 'autoencoder', autoencoder, pipeline: starter.pipeline })
    await expect(encode(sketch(64, 64), { vae: { vae: VAE, seamless_axes: [] } })).rejects.toThrow(
      /Soft colours is an autoencoder of another kind/,
    )
  })
})

describe('tile by tile', () => {
  test('comes close to all at once, there and back, and tells how far it is', async () => {
    const picture = sketch(200, 144)
    const whole = await encode(picture)
    studio.progress.length = 0
    const tiled = await encode(picture, { tiled: true, tile_size: 96 })
    expect(studio.progress.map(({ percentage }) => percentage)).toEqual([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])
    expect(tensorOf(tiled).shape).toEqual(tensorOf(whole).shape)
    const decode = async (output: OutputJson, inputs: object) =>
      studio.pictureOf(await studio.run(l2i, { latents: output.latents, vae, ...inputs }))
    const decoded = await decode(whole, {})
    expect(distance(await decode(whole, { tiled: true, tile_size: 96 }), decoded)).toBeLessThan(4)
    expect(distance(await decode(tiled, {}), decoded)).toBeLessThan(8)
  })

  test('what fits into a tile is the same as all at once', async () => {
    const picture = sketch(64, 64)
    expect(tensorOf(await encode(picture, { tiled: true }))).toEqual(tensorOf(await encode(picture)))
    expect(tensorOf(await encode(picture, { tiled: false, tile_size: 64 }))).toEqual(tensorOf(await encode(picture)))
  })

  test('tiles that are too small are refused', async () => {
    await expect(encode(sketch(64, 64), { tiled: true, tile_size: 32 })).rejects.toThrow(/Tiles of 32 pixels/)
  })
})
