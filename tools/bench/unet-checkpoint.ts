import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import {
  bindWeights,
  buildUnet,
  createNoiseSource,
  createTensor,
  listParameters,
  type OnnxModel,
  parseUnetConfig,
  readSafetensorsHeader,
  type Tensor,
  timestepFeatures,
  Unet,
} from '@bottega/engine'
import { encodeFloat16 } from './float16.ts'

/** The sizes of Stable Diffusion 1.5's denoiser: 686 tensors, 859.5 million parameters, 1.72 GB at 16 bits. */
const config = parseUnetConfig(
  {
    in_channels: 4,
    out_channels: 4,
    block_out_channels: [320, 640, 1280, 1280],
    layers_per_block: 2,
    cross_attention_dim: 768,
    attention_head_dim: 8,
    down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'DownBlock2D'],
    up_block_types: ['UpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
  },
  'the benchmark U-Net',
)

const CHUNK_VALUES = 2 ** 22
const LEVELS = 4096

/**
 * Writes the U-Net's checkpoint with random weights unless a whole one lies there. The same bytes every time.
 *
 * Values are drawn from 4096 numbers of a normal distribution, scaled by 1/√(inputs of one output) so that features keep their
 * size through the network; normalizations multiply by about 1.
 */
export function prepareUnetCheckpoint(file: string): void {
  const parameters = [...listParameters(new Unet(config))]
  const header = describeTensors(parameters.map(([key, { shape }]) => [key, shape]))
  const size = header.length + parameters.reduce((bytes, [, { shape }]) => bytes + countElements(shape) * 2, 0)
  if (existsSync(file) && statSync(file).size === size) return

  mkdirSync(dirname(file), { recursive: true })
  const unfinished = `${file}.unfinished`
  const output = openSync(unfinished, 'w')
  const draw = createIndexSource(20)
  writeSync(output, header)
  for (const [key, { shape }] of parameters) {
    const values = weightBits(key, shape)
    for (let left = countElements(shape); left > 0; left -= CHUNK_VALUES) {
      const chunk = new Uint16Array(Math.min(left, CHUNK_VALUES))
      for (let at = 0; at < chunk.length; at++) chunk[at] = values[draw()] as number
      writeSync(output, chunk)
    }
  }
  closeSync(output)
  if (statSync(unfinished).size !== size) throw new Error(`${unfinished} could not be written whole; is the disk full?`)
  renameSync(unfinished, file)
}

/** The start of a safetensors file: the header's length, then the header, padded to a multiple of 8 bytes. */
function describeTensors(tensors: readonly [key: string, shape: readonly number[]][]): Buffer {
  let end = 0
  const entries = tensors.map(([key, shape]) => {
    const start = end
    end += countElements(shape) * 2
    return [key, { dtype: 'F16', shape, data_offsets: [start, end] }]
  })
  const json = JSON.stringify(Object.fromEntries(entries))
  const padded = json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8)
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  return Buffer.concat([length, Buffer.from(padded)])
}

function weightBits(key: string, shape: readonly number[]): Uint16Array {
  const isVector = shape.length === 1
  const spread = isVector ? 0.1 : 1 / Math.sqrt(countElements(shape.slice(1)))
  const centre = isVector && key.endsWith('.weight') ? 1 : 0
  return Uint16Array.from(normalValues, (value) => encodeFloat16(centre + spread * value))
}

/** Numbers that together are distributed normally: the Box-Muller transform of a grid of 64 radii and 64 angles. */
const normalValues = Float64Array.from({ length: LEVELS }, (_, at) => {
  const radius = Math.sqrt(-2 * Math.log((Math.floor(at / 64) + 0.5) / 64))
  return radius * Math.cos((2 * Math.PI * ((at % 64) + 0.5)) / 64)
})

/** Whole numbers 0..4095 from a 32-bit xorshift generator. @source Marsaglia 2003, Xorshift RNGs, triple 13, 17, 5 */
function createIndexSource(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 8) & (LEVELS - 1)
  }
}

const countElements = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

/** Reads a file once, so that the system keeps it in memory and what is measured next does not wait for the disk. */
export function warmFile(file: string): void {
  const input = openSync(file, 'r')
  const chunk = Buffer.alloc(2 ** 24)
  while (readSync(input, chunk) > 0);
  closeSync(input)
}

/** The checkpoint's graph, and how long its two parts took. */
export async function buildUnetGraph(file: string): Promise<{ model: OnnxModel; headerMs: number; graphMs: number }> {
  const start = performance.now()
  const { tensors } = await readSafetensorsHeader(file)
  const unet = new Unet(config)
  bindWeights(unet, tensors, 'benchmark U-Net')
  const bound = performance.now()
  const model = buildUnet(unet)
  return { model, headerMs: bound - start, graphMs: performance.now() - bound }
}

/** The timestep of every measured step. */
export const TIMESTEP = 501

/** What one step is given: latents of a 512x512 picture and a prompt of 77 tokens, random; batch 1. */
export function unetInputs(): { sample: Tensor; time_features: Tensor; context: Tensor } {
  const drawNoise = createNoiseSource(15)
  const features = timestepFeatures(TIMESTEP, config.timestep)
  return {
    sample: drawNoise([1, config.inChannels, 64, 64]),
    time_features: createTensor(features, [1, features.length]),
    context: drawNoise([1, 77, config.contextWidth]),
  }
}
