import { imageField, integerField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { createSeededNumbers } from '../math/pcg64.ts'
import { imageOutput } from '../outputs.ts'
import { toRgb } from '../pixels/modes.ts'
import { refuse } from '../refuse.ts'

const NO_SCALE = 'scale_factor must be 1 or more.'

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
  check: ({ scale_factor }) => (scale_factor === 0 ? NO_SCALE : undefined),
  async run({ inputs: { image, scale_factor }, images }) {
    if (scale_factor === 0) refuse(NO_SCALE)
    return images.save(stir(toRgb(await images.load(image)), scale_factor))
  },
})

function stir(picture: Picture, scale: number): Picture {
  const { width, height, channels } = picture
  const { unit } = createSeededNumbers(0)
  const across = makeHills(picture, scale, unit)
  const down = makeHills(picture, scale, unit)
  const data = new Uint8Array(picture.data.length)
  for (let at = 0; at < across.length; at++) {
    const place = { x: (across[at] as number) * (width - 1), y: (down[at] as number) * (height - 1) }
    for (let channel = 0; channel < channels; channel++) data[at * channels + channel] = sample(picture, place, channel)
  }
  return { data, width, height, channels }
}

/** The value between four pixels. */
function sample(
  { data, width, height, channels }: Picture,
  { x, y }: { readonly x: number; readonly y: number },
  channel: number,
): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const at = (column: number, row: number) =>
    data[(Math.min(height - 1, row) * width + Math.min(width - 1, column)) * channels + channel] as number
  const mix = (one: number, other: number, share: number) => one + (other - one) * share
  const upper = mix(at(left, top), at(left + 1, top), x - left)
  return Math.round(mix(upper, mix(at(left, top + 1), at(left + 1, top + 1), x - left), y - top))
}

/** Smooth noise from 0 to 1 in the size of a picture: random heights `scale` pixels apart, with cubics between them. */
function makeHills({ width, height }: Picture, scale: number, random: () => number): Float32Array {
  const [columns, rows] = [Math.floor(width / scale) + 2, Math.floor(height / scale) + 2]
  const heights = Float32Array.from({ length: columns * rows }, random)
  const across = place(width, columns, scale)
  const down = place(height, rows, scale)
  const hills = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const vertical = down[y] as Place
    for (let x = 0; x < width; x++) {
      hills[y * width + x] = weigh(vertical, (row) =>
        weigh(across[x] as Place, (column) => heights[row * columns + column] as number),
      )
    }
  }
  return stretch(hills)
}

/** Four neighbours and how much each counts. */
interface Place {
  readonly neighbours: readonly number[]
  readonly weights: readonly number[]
}

const weigh = ({ neighbours, weights }: Place, read: (at: number) => number) =>
  weights.reduce((sum, weight, at) => sum + weight * read(neighbours[at] as number), 0)

/** Where pixels lie among heights that reach one scale beyond the picture on both sides. */
function place(length: number, count: number, scale: number): readonly Place[] {
  return Array.from({ length }, (_, at) => {
    const middle = ((at + scale + 0.5) * count) / (length + 2 * scale) - 0.5
    const neighbours = [-1, 0, 1, 2].map((step) => Math.floor(middle) + step)
    return {
      neighbours: neighbours.map((neighbour) => Math.min(count - 1, Math.max(0, neighbour))),
      weights: neighbours.map((neighbour) => weighCubic(Math.abs(middle - neighbour))),
    }
  })
}

/** Keys' cubic convolution (1981) with a slope of -0.75 at distance 1. */
function weighCubic(x: number): number {
  return x < 1 ? (1.25 * x - 2.25) * x * x + 1 : (((x - 5) * x + 8) * x - 4) * -0.75
}

function stretch(values: Float32Array): Float32Array {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)]
  const range = most - least
  return values.map((value) => (range > 0 ? (value - least) / range : 0))
}
