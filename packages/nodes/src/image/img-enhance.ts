import { booleanField, floatField, imageField, savedImageInputs } from '@bottega/graph'
import { defineNode, type Picture } from '../engine-types.ts'
import { imageOutput } from '../outputs.ts'
import { invert, toGrey, toRgb } from '../pixels/modes.ts'

const factor = (what: string) => floatField({ min: 0, default: 1, description: `How much ${what}: 1 leaves it, 0 takes it away` })

/** An image with more or less colour, contrast, brightness and sharpness. */
export const imgEnhance = defineNode({
  type: 'invokeai_img_enhance',
  schemaName: 'InvokeImageEnhanceInvocation',
  version: '1.2.1',
  title: 'Enhance Image',
  category: 'image',
  tags: ['enhance', 'image'],
  description:
    'Inverts an image if that is asked for, which drops transparency, and then gives it more or less colour, contrast (around its mean brightness), brightness and sharpness, in this order. Opacity stays otherwise.',
  inputs: {
    ...savedImageInputs,
    image: imageField({ description: 'The image' }),
    invert: booleanField({ default: false, description: 'Whether to invert the colours first' }),
    color: factor('colour'),
    contrast: factor('contrast'),
    brightness: factor('brightness'),
    sharpness: factor('sharpness'),
  },
  output: imageOutput,
  async run({ inputs: { image, invert: isInverted, color, contrast, brightness, sharpness }, images }) {
    const picture = await images.load(image)
    const start = isInverted ? invert(picture.channels === 4 ? toRgb(picture) : picture) : picture
    const colored = moveFrom(start, color, greyedOf)
    const contrasted = moveFrom(colored, contrast, meanOf)
    const lit = moveFrom(contrasted, brightness, () => () => 0)
    return images.save(moveFrom(lit, sharpness, softenedOf))
  },
})

/** A byte of the picture that stands for nothing of a quality. */
type Plain = (pixel: number, channel: number) => number

/** Goes away from the picture that has nothing of a quality, through this one, so far that 1 is this one; opacity stays. */
function moveFrom(picture: Picture, amount: number, makePlain: (picture: Picture) => Plain): Picture {
  if (amount === 1) return picture
  const { data, channels } = picture
  const plain = makePlain(picture)
  const moved = data.map((value, at) => {
    if (channels === 4 && at % 4 === 3) return value
    const without = plain(Math.floor(at / channels), at % channels)
    return Math.round(Math.min(255, Math.max(0, without + amount * (value - without))))
  })
  return { ...picture, data: moved }
}

function greyedOf(picture: Picture): Plain {
  const grey = toGrey(picture).data
  return (pixel) => grey[pixel] as number
}

function meanOf(picture: Picture): Plain {
  const grey = toGrey(picture).data
  const mean = Math.round(grey.reduce((sum, value) => sum + value, 0) / grey.length)
  return () => mean
}

/** Each pixel with a thirteenth of its eight neighbours and five of itself; those at the edges stay. */
function softenedOf({ data, width, height, channels }: Picture): Plain {
  return (pixel, channel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)]
    const here = data[pixel * channels + channel] as number
    if (x === 0 || y === 0 || x === width - 1 || y === height - 1) return here
    let sum = 4 * here
    for (let row = y - 1; row <= y + 1; row++) {
      for (let column = x - 1; column <= x + 1; column++) sum += data[(row * width + column) * channels + channel] as number
    }
    return sum / 13
  }
}
