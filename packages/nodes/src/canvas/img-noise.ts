import { createNoiseSource } from '@bottega/engine'
import {
  booleanField,
  enumField,
  floatField,
  imageField,
  integerField,
  optional,
  savedImageInputs,
  seedField,
} from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { alphaOf, invert, toGrey, toRgb, withAlpha } from '../pixels/modes.ts'
import { pastePicture } from '../pixels/paste.ts'
import { resizePicture } from '../pixels/resize.ts'

const NOISE_TYPES = ['gaussian', 'salt_and_pepper'] as const

/** An image under noise. */
export const imgNoise = defineNode({
  type: 'img_noise',
  schemaName: 'ImageNoiseInvocation',
  version: '1.1.0',
  title: 'Add Image Noise',
  category: 'image',
  tags: ['image', 'noise'],
  description:
    'Mixes noise into an image. Gaussian noise has a deviation of the whole range of brightness and wraps around its ends; ' +
    'salt and pepper are points of full brightness, as many as the amount says. Opacity stays.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    mask: optional(imageField({ description: 'Where to mix noise in: black' })),
    seed: seedField({ description: 'The seed of the noise' }),
    noise_type: enumField(NOISE_TYPES, { default: 'gaussian', description: 'The kind of noise' }),
    amount: floatField({ default: 0.1, min: 0, max: 1, description: 'Share of the noise' }),
    noise_color: booleanField({ default: true, description: 'Whether the noise is coloured' }),
    size: integerField({ default: 1, min: 1, description: 'Side of a point of noise in pixels' }),
  },
  output: imageOutput,
  async run({ inputs, images }) {
    const image = await images.load(inputs.image)
    const colors = toRgb(image)
    const noise = resizePicture(drawNoise(inputs, image), image, 'nearest')
    const noisy = mix(colors, noise, inputs.amount)
    const mask = inputs.mask && resizePicture(invert(toGrey(await images.load(inputs.mask))), image, 'lanczos')
    const result = mask ? pastePicture(colors, noisy, mask) : noisy
    return images.save(withAlpha(result, alphaOf(image)))
  },
})

interface NoiseOptions {
  readonly seed: number
  readonly noise_type: (typeof NOISE_TYPES)[number]
  readonly amount: number
  readonly noise_color: boolean
  readonly size: number
}

/** The points of the noise, one a pixel. */
function drawNoise({ seed, noise_type, amount, noise_color, size }: NoiseOptions, image: Picture): Picture {
  const width = Math.max(1, Math.floor(image.width / size))
  const height = Math.max(1, Math.floor(image.height / size))
  const channels = noise_color ? 3 : 1
  const draw = createNoiseSource(seed)
  const normal = draw([height * width * channels]).data
  if (noise_type === 'gaussian') {
    // what lies beyond a byte goes round
    const data = new Uint8Array(normal.length)
    for (let at = 0; at < data.length; at++) data[at] = Math.trunc((normal[at] as number) * 255)
    return toRgb({ data, width, height, channels })
  }
  const other = draw([normal.length]).data
  // two normal numbers give one between 0 and 1 of which all are equally likely
  const data = new Uint8Array(normal.length)
  for (let at = 0; at < data.length; at++) {
    const [x, y] = [normal[at] as number, other[at] as number]
    if (Math.exp(-(x * x + y * y) / 2) < amount) data[at] = 255
  }
  return toRgb({ data, width, height, channels })
}

function mix(one: Picture, other: Picture, share: number): Picture {
  const data = one.data.map((value, at) => value + share * ((other.data[at] as number) - value) + 0.5)
  return { ...one, data }
}
