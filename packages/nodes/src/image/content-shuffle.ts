import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { createSeededNumbers } from '../math/pcg64.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { resample } from '../pixels/resample.ts'
import { cubicTaps, type Taps } from '../pixels/taps.ts'
import { refuse } from '../refuse.ts'

const MAX_SCALE = 100_000
const NO_SCALE = `scale_factor must be 1 to ${MAX_SCALE}.`

/** An image stirred. */
export const contentShuffle = defineNode({
  type: 'content_shuffle',
  version: '1.0.0',
  title: 'Content Shuffle',
  category: 'controlnet_preprocessors',
  tags: ['controlnet', 'normal'],
  description:
    'Stirs an image: each pixel comes from somewhere else, neighbours from near each other. The larger the scale, the smoother. The same size and scale stir in the same way every time. Transparency is dropped.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    scale_factor: integerField({ min: 0, default: 256, description: 'Pixels over which the stirring changes; 1 or more' }),
  },
  output: imageOutput,
  check: ({ scale_factor = 1 }) => (isScale(scale_factor) ? undefined : NO_SCALE),
  async run({ inputs: { image, scale_factor }, images }) {
    if (!isScale(scale_factor)) refuse(NO_SCALE)
    return images.save(stir(toRgb(await images.load(image)), scale_factor))
  },
})

const isScale = (factor: number) => factor >= 1 && factor <= MAX_SCALE

function stir(picture: Picture, scale: number): Picture {
  const { data, width, height, channels } = picture
  const { unit } = createSeededNumbers(0)
  const across = makeHills(picture, scale, unit)
  const down = makeHills(picture, scale, unit)
  const stirred = new Uint8Array(data.length)
  for (let pixel = 0, to = 0; pixel < across.length; pixel++) {
    const [x, y] = [(across[pixel] as number) * (width - 1), (down[pixel] as number) * (height - 1)]
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [shareX, shareY] = [x - left, y - top]
    // the four pixels that a place lies between; the last ones go on
    const right = left + 1 < width ? channels : 0
    const below = top + 1 < height ? width * channels : 0
    for (let from = (top * width + left) * channels, end = from + channels; from < end; from++) {
      const upper = mix(data[from] as number, data[from + right] as number, shareX)
      const lower = mix(data[from + below] as number, data[from + below + right] as number, shareX)
      stirred[to++] = mix(upper, lower, shareY) + 0.5
    }
  }
  return { data: stirred, width, height, channels }
}

const mix = (one: number, other: number, share: number) => one + (other - one) * share

/** Smooth noise from 0 to 1 in the size of a picture: random heights `scale` pixels apart, with cubics between them. */
function makeHills({ width, height }: Picture, scale: number, random: () => number): Float32Array {
  const [columns, rows] = [Math.floor(width / scale) + 2, Math.floor(height / scale) + 2]
  const data = Float32Array.from({ length: columns * rows }, random)
  return stretch(
    resample({ data, width: columns, height: rows, channels: 1 }, place(width, columns, scale), place(height, rows, scale)),
  )
}

/** Where pixels lie among heights that reach one scale beyond the picture on both sides. */
function place(length: number, count: number, scale: number): Taps {
  const { first, weights } = cubicTaps(count, length + 2 * scale)
  return { first: first.subarray(scale, scale + length), weights: weights.slice(scale, scale + length) }
}

function stretch(values: Float32Array): Float32Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const range = most - least
  return values.map((value) => (range > 0 ? (value - least) / range : 0))
}
